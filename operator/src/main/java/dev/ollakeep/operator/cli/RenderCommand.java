package dev.ollakeep.operator.cli;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints, without a cluster, what the operator would make of a resource. */
@Command(
    name = "render",
    description = "Prints every object that would be applied to an empty cluster, as YAML for kubectl apply.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RenderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "YAML with OllamaServers and the Secrets and claims they refer to; - for standard input")
  private String file;

  @Option(
      names = "--assume",
      split = ",",
      paramLabel = "FACT",
      description = "facts about the cluster: cert-manager, ingress-class=NAME or ingress-class=NAME:CONTROLLER")
  private List<String> assumptions = List.of();

  @Option(
      names = {"-n", "--namespace"},
      defaultValue = "default",
      description = "namespace of resources that name none (default: default)")
  private String namespace;

  @Option(names = "--show-secrets", description = "prints fresh random passwords and those of FILE instead of (redacted)")
  private boolean showSecrets;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try {
      var assumed = Assumptions.of(assumptions);
      var given = GivenObjects.read(text(), namespace);
      var rendering = new Rendering(given, assumed, OperatorConfig.fromEnvironment().defaults());
      for (var server : given.servers()) {
        var rendered = rendering.render(server);
        rendered.notes().forEach(note -> err.println("ollakeep: " + server.getMetadata().getName() + ": " + note));
        rendered.objects().stream().map(object -> new Manifest(object, showSecrets)).forEach(manifest -> out.print(manifest.yaml()));
      }
      out.flush();
      return ExitCode.OK.number();
    } catch (InvalidInput invalid) {
      invalid.problems().forEach(problem -> err.println("ollakeep: " + problem));
      return ExitCode.INVALID_INPUT.number();
    }
  }

  private String text() throws IOException {
    if (file.equals("-")) {
      return read(System.in);
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw new ParameterException(spec.commandLine(), "there is no file " + file);
    }
    try (var in = Files.newInputStream(Path.of(file))) {
      return read(in);
    }
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}

package dev.ollakeep.operator.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A person's shell: bash and kubectl, in a directory with the files that the page names, set to one namespace. */
record PageShell(Path directory, Path kubectl) {

  private static final long LONGEST_SECONDS = 120;

  /** In a new directory; it begins with the repository's {@code helm} folder and a certificate. */
  static PageShell open(ApiServer api, String namespace, Path parent) throws IOException {
    var directory = Files.createDirectory(parent.resolve(namespace));
    var config = Serialization.unmarshal(api.kubeconfig(), Config.class);
    config.getContexts().forEach(context -> context.getContext().setNamespace(namespace));
    Files.writeString(directory.resolve("kubeconfig"), Serialization.asYaml(config));
    Files.createSymbolicLink(directory.resolve("helm"), Path.of("..", "helm").toAbsolutePath().normalize());
    TestCertificate.GOOD.writeTo(directory);
    return new PageShell(directory, api.kubectl());
  }

  /** What came out. */
  record Output(int status, String text) {}

  /** Runs commands as they are; each must succeed. */
  String run(String commands) throws IOException, InterruptedException {
    var output = attempt(commands);
    assertThat(output.status()).as("exit status of%n%s%nwhich said%n%s", commands, output.text()).isZero();
    return output.text();
  }

  Output attempt(String commands) throws IOException, InterruptedException {
    var log = Files.createTempFile(directory, "shell", ".log");
    var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).directory(directory.toFile())
        .redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
    builder.environment().merge("PATH", kubectl.getParent().toString(), (path, own) -> own + File.pathSeparator + path);
    var process = builder.start();
    try {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("%s ends", commands).isTrue();
      return new Output(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }
}

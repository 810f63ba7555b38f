package dev.ollakeep.testing.player;

import dev.ollakeep.testing.OwnSession;
import dev.ollakeep.testing.ollama.FakeOllama;
import dev.ollakeep.testing.ollama.Models;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * How the programs of one container are started: its command and environment, relocated, on this machine's programs.
 *
 * @param sandbox   where
 * @param container what
 * @param home      the player's directories
 */
record ContainerCommand(PodSandbox sandbox, Container container, PlayerHome home) {

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Whether the container runs {@code ollama}, by its command or, without one, by its image's entry point. */
  boolean isOllama() {
    return Path.of(argv().get(0)).getFileName().toString().equals("ollama");
  }

  boolean isFake() {
    return isOllama() && home.ollama().isEmpty();
  }

  Program start() throws IOException {
    return isFake() ? startFake() : ProcessProgram.start(process(argv()), home.pids());
  }

  /** The builder of any command of this container, a probe's for instance. */
  ProcessBuilder process(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(List.of(sandbox.owner(container).commandPrefix()));
    for (String word : command) {
      words.add(sandbox.relocation(container).apply(word));
    }
    int program = words.size() - command.size();
    if (Path.of(words.get(program)).getFileName().toString().equals("ollama") && home.ollama().isPresent()) {
      words.set(program, home.ollama().get().toString());
    }
    File log = sandbox.logOf(container).toFile();
    ProcessBuilder builder = new ProcessBuilder(OwnSession.command(words.toArray(String[]::new)))
      .directory(workingDirectory().toFile())
      .redirectErrorStream(true)
      .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().clear();
    builder.environment().putAll(environment());
    return builder;
  }

  private List<String> argv() {
    List<String> words = new ArrayList<>(container.getCommand().isEmpty() ? List.of("/bin/ollama") : container.getCommand());
    if (container.getCommand().isEmpty() && container.getArgs().isEmpty()) {
      words.add("serve");
    }
    words.addAll(container.getArgs());
    return words;
  }

  Map<String, String> environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", home.bin(container.getImage()) + ":" + PATH);
    environment.put("HOSTNAME", sandbox.spec().getMetadata().getName());
    environment.put("HOME", writableHome().toString());
    if (isOllama()) {
      // The image's own setting; here 0.0.0.0 would be every Pod's address at once.
      environment.put("OLLAMA_HOST", sandbox.ip() + ":" + Relocation.OLLAMA_PORT);
    }
    for (EnvVar variable : container.getEnv()) {
      if (variable.getValueFrom() != null) {
        throw new IllegalArgumentException("the player has no valueFrom: " + variable.getName());
      }
      String value = variable.getValue() == null ? "" : variable.getValue();
      environment.put(variable.getName(), sandbox.relocation(container).apply(value).replace("0.0.0.0", sandbox.ip()));
    }
    return environment;
  }

  private Path writableHome() throws IOException {
    Path root = sandbox.rootOf(container).resolve("root");
    if (!Files.exists(root)) {
      Files.createDirectories(root);
      sandbox.owner(container).give(root);
    }
    return root;
  }

  private Path workingDirectory() {
    return sandbox.rootOf(container);
  }

  private Program startFake() throws IOException {
    Map<String, String> environment = environment();
    String stored = environment.getOrDefault("OLLAMA_MODELS", environment.get("HOME") + "/.ollama/models");
    Models models = Models.in(Path.of(stored), "tiny");
    PrintWriter log = new PrintWriter(Files.newBufferedWriter(sandbox.logOf(container), StandardCharsets.UTF_8,
      StandardOpenOption.APPEND), true);
    List<String> origins = List.of(environment.getOrDefault("OLLAMA_ORIGINS", "").split(",")).stream()
      .filter(origin -> !origin.isEmpty()).toList();
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    exit.thenRun(log::close);
    FakeOllama ollama = FakeOllama.start(FakeOllama.hostAndPort(environment.get("OLLAMA_HOST")),
        new FakeOllama.Settings(models, origins, log::println));
    return new FakeOllamaProgram(ollama, exit);
  }
}

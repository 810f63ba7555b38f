package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** kubectl against the API server of the tests. */
record Kubectl(ApiServer server) {

  /** What it prints; fails when it does. */
  String run(String... arguments) {
    return run("", List.of(arguments));
  }

  /** The same with something to read from its input. */
  String run(String input, List<String> arguments) {
    var command = new ArrayList<>(List.of(server.kubectl().toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", server.kubeconfigFile().toString());
    try {
      var process = builder.start();
      try (var to = process.getOutputStream()) {
        to.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
      return output;
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("kubectl could not be run", failure);
    }
  }
}

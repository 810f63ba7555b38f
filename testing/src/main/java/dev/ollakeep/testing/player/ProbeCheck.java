package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One try of one probe, as kubelet makes it.
 *
 * <p>An exec probe runs its real command on this machine, relocated. A fake Ollama has no {@code ollama} program to execute: there an
 * exec probe asks for {@code /} instead, which is what every command of the real program does first.
 */
record ProbeCheck(ContainerCommand command, Probe probe) {

  private static final int DEFAULT_TIMEOUT_SECONDS = 1;

  /** Whether it passes; blocks for the probe's time-out at most. */
  boolean passes() {
    try {
      if (probe.getHttpGet() != null) {
        return get(probe.getHttpGet());
      }
      if (probe.getTcpSocket() != null) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(command.sandbox().ip(), port(probe.getTcpSocket().getPort())), timeoutMillis());
          return true;
        }
      }
      if (probe.getExec() != null) {
        return command.isFake() ? get(command.environment().get("OLLAMA_HOST"), "/", List.of()) : run(probe.getExec().getCommand());
      }
    } catch (IOException refused) {
      return false;
    }
    throw new IllegalArgumentException("the player has httpGet, tcpSocket and exec probes only");
  }

  private boolean get(HTTPGetAction action) throws IOException {
    if (action.getScheme() != null && !action.getScheme().equals("HTTP")) {
      throw new IllegalArgumentException("the player has no " + action.getScheme() + " probes");
    }
    List<String[]> headers = action.getHttpHeaders().stream()
      .map(header -> new String[] {header.getName(), header.getValue()}).toList();
    return get(command.sandbox().ip() + ":" + port(action.getPort()), Optional.ofNullable(action.getPath()).orElse("/"), headers);
  }

  private boolean get(String authority, String path, List<String[]> headers) throws IOException {
    URI uri = URI.create("http://" + authority + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(timeoutMillis());
    connection.setReadTimeout(timeoutMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("User-Agent", "kube-probe/1.36");
    connection.setRequestProperty("Connection", "close");
    headers.forEach(header -> connection.setRequestProperty(header[0], header[1]));
    try {
      int status = connection.getResponseCode();
      return status >= HttpURLConnection.HTTP_OK && status < HttpURLConnection.HTTP_BAD_REQUEST;
    } finally {
      connection.disconnect();
    }
  }

  private boolean run(List<String> words) throws IOException {
    Process process = command.process(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      return process.waitFor(timeoutMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private int port(IntOrString port) {
    if (port.getIntVal() != null) {
      return port.getIntVal();
    }
    Container container = command.container();
    return container.getPorts().stream().filter(named -> port.getStrVal().equals(named.getName()))
      .map(ContainerPort::getContainerPort).findFirst()
      .orElseThrow(() -> new IllegalArgumentException("container " + container.getName() + " has no port " + port.getStrVal()));
  }

  private int timeoutMillis() {
    int seconds = Optional.ofNullable(probe.getTimeoutSeconds()).filter(value -> value > 0).orElse(DEFAULT_TIMEOUT_SECONDS);
    return Math.toIntExact(TimeUnit.SECONDS.toMillis(seconds));
  }
}

package dev.ollakeep.operator.proxy.flood;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The table of floods against a proxy that runs elsewhere, in a container with a limit of its own.
 *
 * <p>Arguments: its address, the seconds of each flood, and a command that prints the container's memory in bytes. The environment
 * variable {@code FLOOD_AUTHORIZATION} holds what somebody who was let in sends. It ends with 1 when somebody like that was refused, or
 * more memory was taken than the share of the default limit.
 */
final class FloodProgram {

  private FloodProgram() {}

  public static void main(String[] arguments) throws Exception {
    var open = new InetSocketAddress(arguments[0], Flood.Port.PUBLIC.number());
    var time = Duration.ofSeconds(Long.parseLong(arguments[1]));
    var command = Arrays.asList(arguments).subList(2, arguments.length);
    var faults = new ArrayList<String>();
    System.out.println(Watch.HEAD);
    for (var flood : Flood.values()) {
      if (flood.port() != Flood.Port.PUBLIC) {
        continue;
      }
      var watch = new Watch(flood, open, () -> printed(command));
      watch.during(time, open, System.getenv("FLOOD_AUTHORIZATION"));
      System.out.println(watch.row());
      if (watch.peak() >= Watch.SHARE) {
        faults.add(flood.sentence() + ": " + (watch.peak() >> 20) + " MiB");
      }
      watch.failures().forEach(failure -> faults.add(flood.sentence() + ": " + failure));
    }
    faults.forEach(System.out::println);
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static long printed(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (!text.matches("[0-9]+")) {
        throw new IllegalStateException(command + " printed no number: " + text);
      }
      return Long.parseLong(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

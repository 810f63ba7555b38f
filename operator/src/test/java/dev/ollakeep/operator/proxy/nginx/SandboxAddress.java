package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a proxy listens on this machine: at an address of its own in 127.0.0.0/8, and at ports of its own of ::1, which there is but once.
 *
 * @param address for IPv4, and for Ollama
 * @param ports what stands for the proxy's ports in IPv6; empty where this machine has none
 */
public record SandboxAddress(InetAddress address, Map<Integer, Integer> ports) {

  /** By which of its two families a proxy is asked. */
  public enum Family { IPV4, IPV6 }

  private static final InetAddress SIX = loopbackOfIpv6();
  private static final Pattern EVERYWHERE = Pattern.compile("(?m)^\\s*listen (?:\\d+[; ]|\\[::])");
  private static final Pattern OF_IPV6 = Pattern.compile("(?m)^ *listen \\[.*\n");
  /** Below those that the kernel gives to clients. */
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  public static SandboxAddress take() throws IOException {
    var first = hasIpv6() ? firstOfTwoFreePorts() : 0;
    var ports = first == 0
        ? Map.<Integer, Integer>of()
        : Map.of(ProxyContract.PUBLIC_PORT, first, ProxyContract.INTERNAL_PORT, first + 1);
    return new SandboxAddress(freeAddress(), ports);
  }

  public static boolean hasIpv6() {
    return isFree(SIX, 0);
  }

  /** Those that tests of both can use here. */
  static Stream<Family> families() {
    return Stream.of(Family.values()).filter(family -> family == Family.IPV4 || hasIpv6());
  }

  public InetSocketAddress at(Family family, int port) {
    return family == Family.IPV4 || port == ProxyContract.OLLAMA_PORT
        ? new InetSocketAddress(address, port)
        : new InetSocketAddress(SIX, ports.get(port));
  }

  /** A configuration that listens here only, and asks Ollama here. */
  public String relocated(String configuration) {
    var text = ports.isEmpty() ? OF_IPV6.matcher(configuration).replaceAll("") : configuration;
    for (int port : new int[] {ProxyContract.PUBLIC_PORT, ProxyContract.INTERNAL_PORT}) {
      text = text.replace("listen " + port + ";", "listen " + address.getHostAddress() + ":" + port + ";")
          .replace("listen [::]:" + port, "listen [::1]:" + ports.get(port));
    }
    if (EVERYWHERE.matcher(text).find()) {
      throw new IllegalArgumentException("a listener would take the whole machine");
    }
    return text.replace(ProxyContract.OLLAMA_ADDRESS, address.getHostAddress() + ":" + ProxyContract.OLLAMA_PORT);
  }

  private static InetAddress freeAddress() throws IOException {
    while (true) {
      var random = ThreadLocalRandom.current();
      var candidate = InetAddress.getByAddress(
          new byte[] {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(256), (byte) random.nextInt(1, 255)});
      if (isFree(candidate, ProxyContract.PUBLIC_PORT) && isFree(candidate, ProxyContract.INTERNAL_PORT)
          && isFree(candidate, ProxyContract.OLLAMA_PORT)) {
        return candidate;
      }
    }
  }

  private static int firstOfTwoFreePorts() {
    while (true) {
      int candidate = FIRST_PORT + 2 * ThreadLocalRandom.current().nextInt(PORTS / 2);
      if (isFree(SIX, candidate) && isFree(SIX, candidate + 1)) {
        return candidate;
      }
    }
  }

  private static boolean isFree(InetAddress address, int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static InetAddress loopbackOfIpv6() {
    try {
      return InetAddress.getByName("::1");
    } catch (IOException e) {
      throw new IllegalStateException("a literal address is not looked up", e);
    }
  }
}

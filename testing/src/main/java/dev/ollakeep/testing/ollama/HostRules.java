package dev.ollakeep.testing.ollama;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Host and Origin headers an Ollama that listens on loopback accepts.
 *
 * <p>These are its only protection against a browser that was told to talk to it, and the reason why a proxy must rewrite Host and
 * drop Origin.
 */
final class HostRules {

  private static final Pattern WITH_PORT = Pattern.compile("^(?:\\[(?<v6>[^]]*)]|(?<name>[^:]*)):[^:]*$");
  private static final Pattern IPV4 = Pattern.compile("^\\d{1,3}(?:\\.\\d{1,3}){3}$");
  private static final List<Pattern> OWN_ORIGINS = List.of(
    Pattern.compile("^https?://(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0)(?::\\d+)?$"),
    Pattern.compile("^(?:app|file|tauri|vscode-webview|vscode-file)://.*$"));

  private final String machine;
  private final List<Pattern> origins;

  /**
   * @param machine      this machine's host name
   * @param extraOrigins what {@code OLLAMA_ORIGINS} lists, {@code *} standing for anything
   */
  HostRules(String machine, List<String> extraOrigins) {
    this.machine = machine.toLowerCase(Locale.ROOT);
    this.origins = extraOrigins.stream()
      .map(origin -> Pattern.compile("^" + Pattern.quote(origin).replace("*", "\\E.*\\Q") + "$"))
      .toList();
  }

  boolean acceptsHost(String header) {
    String host = withoutPort(header);
    return isNearAddress(host) || isNearName(host);
  }

  /** Only for names does Ollama answer a bare OPTIONS itself. */
  boolean isNearName(String header) {
    String host = withoutPort(header).toLowerCase(Locale.ROOT);
    return host.isEmpty() || host.equals("localhost") || host.equals(machine)
      || host.endsWith(".localhost") || host.endsWith(".local") || host.endsWith(".internal");
  }

  /** Listed origins are echoed in the CORS headers. */
  boolean listsOrigin(String origin) {
    return OWN_ORIGINS.stream().anyMatch(pattern -> pattern.matcher(origin).matches())
      || origins.stream().anyMatch(pattern -> pattern.matcher(origin).matches());
  }

  /** The page came from the server itself: allowed, and no CORS headers are needed. */
  static boolean isSameHost(String origin, String host) {
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  private static String withoutPort(String header) {
    Matcher withPort = WITH_PORT.matcher(header);
    if (!withPort.matches()) {
      return header;
    }
    return withPort.group("v6") != null ? withPort.group("v6") : withPort.group("name");
  }

  private static boolean isNearAddress(String host) {
    if (!IPV4.matcher(host).matches() && !(host.contains(":") && !host.startsWith("["))) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isAnyLocalAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}

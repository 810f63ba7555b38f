package dev.ollakeep.testing.player;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites what a container reads so that many Pods fit on one machine: bind addresses and the directories it mounts, nothing else.
 *
 * <p>A Pod here has no IPv6, whose loopback network is one address: listeners of it stay as they are, for the container to leave out, and
 * what tells it whether its kernel has IPv6 is a file that is not there.
 *
 * <p>{@code undo(apply(text))} is {@code text}, byte for byte; a text for which that cannot hold is refused.
 *
 * @param podIp         the Pod's own address, one of this machine's loopback addresses
 * @param loopback      what stands for 127.0.0.1 in the Pod; another address, since what listens there must not answer at podIp
 * @param containerRoot the directory that stands for the container's {@code /}
 * @param mountPaths    what the container mounts
 */
record Relocation(String podIp, String loopback, String containerRoot, Collection<String> mountPaths) {

  /** Where Ollama listens inside a Pod. */
  static final int OLLAMA_PORT = 11434;

  private static final String IPV6_OF_THE_KERNEL = "/proc/net/if_inet6";
  private static final Pattern LOOPBACK_OLLAMA = Pattern.compile("(?<![0-9.])127\\.0\\.0\\.1:" + OLLAMA_PORT + "(?![0-9])");
  private static final Pattern LISTEN_PORT = Pattern.compile("(?<=[\\s;{]|^)listen(\\s+)(\\d{1,5})(?=[\\s;])");
  private static final Pattern LISTEN_ELSEWHERE =
      Pattern.compile("(?<=[\\s;{]|^)listen\\s+(?:\\*|\\[(?!::])[0-9a-fA-F:.]*]|(?!127\\.)\\d{1,3}(?:\\.\\d{1,3}){3}):\\d+");

  /** The text for this Pod. */
  String apply(String text) {
    if (text.contains(podIp) || text.contains(loopback) || text.contains(containerRoot)) {
      throw new IllegalArgumentException("the text already names " + this + ": it could not be restored");
    }
    Matcher elsewhere = LISTEN_ELSEWHERE.matcher(text);
    if (elsewhere.find()) {
      throw new IllegalArgumentException(
          "only 'listen PORT', 'listen [::]:PORT' and 'listen unix:...' can be relocated, not '" + elsewhere.group() + "'");
    }
    String bound = LISTEN_PORT.matcher(text).replaceAll("listen$1" + podIp + ":$2");
    String inner = LOOPBACK_OLLAMA.matcher(bound).replaceAll(loopback + ":" + OLLAMA_PORT);
    return paths().matcher(inner).replaceAll(found -> Matcher.quoteReplacement(containerRoot + found.group()));
  }

  /** The text as it was before {@link #apply}. */
  String undo(String relocated) {
    String unbound = Pattern.compile("(?<=[\\s;{]|^)listen(\\s+)" + Pattern.quote(podIp) + ":").matcher(relocated).replaceAll("listen$1");
    return unbound.replace(loopback + ":" + OLLAMA_PORT, "127.0.0.1:" + OLLAMA_PORT).replace(containerRoot, "");
  }

  /** The mount paths, and the parents that several of them share: scripts name those too. */
  private Pattern paths() {
    TreeMap<String, Integer> parents = new TreeMap<>();
    for (String path : mountPaths) {
      parents.merge(path.substring(0, path.lastIndexOf('/')), 1, Integer::sum);
    }
    TreeSet<String> all = new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    all.addAll(mountPaths);
    all.add(IPV6_OF_THE_KERNEL);
    parents.forEach((parent, count) -> {
      if (count > 1 && parent.lastIndexOf('/') > 0) {
        all.add(parent);
      }
    });
    List<String> quoted = all.stream().map(Pattern::quote).toList();
    return Pattern.compile("(?<![A-Za-z0-9._/}])(?:" + String.join("|", quoted) + ")(?![A-Za-z0-9._-])");
  }
}

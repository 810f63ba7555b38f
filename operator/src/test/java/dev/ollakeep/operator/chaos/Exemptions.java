package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the end of a server that became a spec may differ from that of one that was created with it.
 *
 * <p>{@link EndState} already leaves out what is random or counts: uids, versions, times, passwords, revisions. Each further
 * difference stands here with its reason.
 */
final class Exemptions {

  /** Carried out once, and remembered when it is not asked for any more: a request of the same text is the same request. */
  private static final String LAST_REQUEST = "(\"ollakeep.dev/(?:server|user)-request-id\"):\"[^\"]*\"";

  /** Since which revision the hashes of a user are as they are; one who may not log in and never could has no such mark. */
  private static final String MARK = ",\"ollakeep.dev/revision\\.%s\":\"<revision>\"";

  /** One who could not log in any more when he was taken out of the resource: his mark goes with the next write to the hashes. */
  private static final String MARK_OF_A_FORMER_USER = ",\"ollakeep\\.dev/revision\\.(?!(?:%s)\")[^\"]*\":\"<revision>\"";

  /** Shown once somebody answered there, and kept: a new server that runs no pod has none yet. */
  private static final String ADDRESS = ",\"url\":\"[^\"]*\"}}$";
  private static final String NO_POD_SERVES = "\"readyReplicas\":0";
  private static final Set<String> SHUT_OUT = Set.of("Suspended", "Expired");
  private static final String SERVER = "OllamaServer/" + ChangingServer.NAME;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int BEFORE = 300;
  private static final int AFTER = 400;

  private Exemptions() {}

  /** The first difference that has no reason. */
  static Optional<String> difference(SortedMap<String, String> changed, SortedMap<String, String> fresh) {
    var names = new TreeSet<>(changed.keySet());
    names.addAll(fresh.keySet());
    var shutOut = shutOut(fresh.getOrDefault(SERVER, "{}"));
    names.removeAll(shutOut.values());
    var words = new TreeMap<String, String>(Map.of(LAST_REQUEST, "$1:\"<request>\""));
    shutOut.keySet().forEach(user -> words.put(MARK.formatted(user), ""));
    words.put(MARK_OF_A_FORMER_USER.formatted(String.join("|", users(fresh.getOrDefault(SERVER, "{}")))), "");
    if (fresh.getOrDefault(SERVER, "").contains(NO_POD_SERVES)) {
      words.put(ADDRESS, "}}");
    }
    return names.stream()
        .filter(name -> !exempt(changed.get(name), words).equals(exempt(fresh.get(name), words)))
        .findFirst()
        .map(name -> difference(name, exempt(changed.get(name), words), exempt(fresh.get(name), words)));
  }

  /**
   * Users who may not log in, and their Secrets: such a user keeps what there was, since it works again when that ends, and gets
   * nothing where there was nothing.
   */
  private static SortedMap<String, String> shutOut(String server) {
    var secrets = new TreeMap<String, String>();
    tree(server).at("/status/auth/users").forEach(user -> {
      if (SHUT_OUT.contains(user.path("state").asText())) {
        secrets.put(user.path("name").asText(), "Secret/" + user.path("secretName").asText());
      }
    });
    return secrets;
  }

  private static SortedSet<String> users(String server) {
    var users = new TreeSet<>(Set.of("ollakeep"));
    tree(server).at("/status/auth/users").forEach(user -> users.add(user.path("name").asText()));
    return users;
  }

  /** As {@link EndState} writes it, with a word for a number. */
  private static JsonNode tree(String normalised) {
    try {
      return JSON.readTree(normalised.replace(":<revision>", ":0"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String exempt(String text, SortedMap<String, String> words) {
    var left = text == null ? "(missing)" : text;
    for (var word : words.entrySet()) {
      left = left.replaceAll(word.getKey(), word.getValue());
    }
    return left;
  }

  private static String difference(String name, String is, String wanted) {
    var same = 0;
    while (same < Math.min(is.length(), wanted.length()) && is.charAt(same) == wanted.charAt(same)) {
      same++;
    }
    return "%s ends as\n    %s\n  instead of\n    %s".formatted(name, around(is, same), around(wanted, same));
  }

  private static String around(String text, int place) {
    return text.substring(Math.max(0, place - BEFORE), Math.min(text.length(), place + AFTER));
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.observed.Plausible;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The Secret of the proxies as files, whose names are part of what proxies are configured with.
 *
 * <p>Each user has a file whose name holds the role, so that hash and role are read together; {@code htpasswd} and
 * {@code htpasswd.previous} say the same once more to a proxy that has not reloaded since, and to an operator that was rolled back.
 * In annotations stands the revision that last changed each user.
 */
final class AuthFiles {

  private static final String CURRENT = ProxyContract.HASHES;
  private static final String PREVIOUS = ProxyContract.PREVIOUS_HASHES;
  private static final String OPERATOR = ProxyContract.OPERATOR_HASH;
  private static final String REVISION = ProxyContract.REVISION;
  private static final String ROLE = ProxyContract.CURRENT_OF_ROLE + ".";
  private static final String ROLE_OF_PREVIOUS = ProxyContract.PREVIOUS_OF_ROLE + ".";
  /** Without it a proxy takes the Secret for one of the former layout, whose role files are empty. */
  private static final String PER_USER = ProxyContract.PER_USER_FILES;
  private static final String USER_REVISION = "ollakeep.dev/revision.";

  private AuthFiles() {}

  /** Reads what is there; what makes no sense counts as missing. */
  static ProxyAuth read(Secret secret, Instant now) {
    var data = SecretData.of(secret);
    var current = hashes(data, CURRENT);
    var previous = hashes(data, PREVIOUS);
    var roles = roles(data);
    // The operator's own hash is kept in its own file even while lockdown empties the others.
    current.putAll(hashes(data, OPERATOR));
    var users = new TreeSet<>(current.keySet());
    users.addAll(previous.keySet());
    users.addAll(roles.keySet());
    var entries = new TreeMap<String, AuthEntry>();
    users.forEach(user -> entries.put(user, new AuthEntry(
        current.getOrDefault(user, ""), previous.getOrDefault(user, ""), roles.getOrDefault(user, ""))));
    var revision = Optional.of(revision(data)).filter(it -> Plausible.revision(it, now)).orElse(0L);
    return new ProxyAuth(entries, revisions(secret, revision), revision);
  }

  /** The revision alone, as it stands there; 0 when there is none. */
  static long revision(SecretData data) {
    return data.text(REVISION).map(AuthFiles::number).orElse(0L);
  }

  static SecretData data(ProxyAuth auth) {
    var text = new TreeMap<String, String>();
    text.put(CURRENT, file(auth, entry -> entry.role().isEmpty() ? "" : entry.current()));
    text.put(PREVIOUS, file(auth, AuthEntry::previous));
    text.put(OPERATOR, line(Names.OPERATOR_USER, auth.entry(Names.OPERATOR_USER).current()));
    text.put(REVISION, Long.toString(auth.revision()));
    text.put(PER_USER, "");
    auth.entries().forEach((user, entry) -> {
      if (!entry.role().isEmpty()) {
        putIfAny(text, ROLE + entry.role() + "." + user, line(user, entry.current()));
        putIfAny(text, ROLE_OF_PREVIOUS + entry.role() + "." + user, line(user, entry.previous()));
      }
    });
    return SecretData.ofText(text);
  }

  static SortedMap<String, String> annotations(ProxyAuth auth) {
    var annotations = new TreeMap<String, String>();
    auth.revisions().forEach((user, mark) -> annotations.put(USER_REVISION + user, mark.toString()));
    return annotations;
  }

  private static String file(ProxyAuth auth, Function<AuthEntry, String> hash) {
    var lines = new TreeMap<String, String>();
    auth.entries().forEach((user, entry) -> putIfAny(lines, user, hash.apply(entry)));
    return Htpasswd.of(lines).render();
  }

  private static String line(String user, String hash) {
    var lines = new TreeMap<String, String>();
    putIfAny(lines, user, hash);
    return Htpasswd.of(lines).render();
  }

  private static void putIfAny(SortedMap<String, String> texts, String key, String text) {
    if (!text.isEmpty()) {
      texts.put(key, text);
    }
  }

  private static TreeMap<String, String> hashes(SecretData data, String key) {
    return new TreeMap<>(Htpasswd.parse(data.text(key).orElse("")).hashes());
  }

  private static SortedMap<String, String> roles(SecretData data) {
    var roles = new TreeMap<String, String>();
    for (var key : data.keys()) {
      var parts = key.split("\\.", 3);
      if (key.startsWith(ROLE) && parts.length == 3) {
        roles.put(parts[2], parts[1]);
      }
    }
    return roles;
  }

  private static SortedMap<String, Long> revisions(Secret secret, long revision) {
    var marks = new TreeMap<String, Long>();
    Held.annotations(secret).forEach((key, value) -> {
      if (key.startsWith(USER_REVISION) && number(value) > 0) {
        marks.put(key.substring(USER_REVISION.length()), Math.min(number(value), revision));
      }
    });
    return marks;
  }

  /** Up to 15 digits: far beyond any Unix time, and safe to add one to. */
  private static long number(String text) {
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.resources.Names;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The Secret that the proxies read at every request: salted hashes and roles, nothing else.
 *
 * <p>Its revision strictly grows. Beside it, in annotations, stands the revision that last changed each user, so that one
 * user's rotation need not wait for another's.
 *
 * @param entries what is known of each user, by name
 * @param revisions the revision that last changed a user; a user that is missing has not changed since {@code revision}
 * @param revision the revision of the whole; 0 before there is one
 * @param regenerations new secrets that nobody asked for
 */
record ProxyAuth(SortedMap<String, AuthEntry> entries, SortedMap<String, Long> revisions, long revision,
    Regenerations regenerations) {

  private static final String CURRENT = "htpasswd";
  private static final String PREVIOUS = "htpasswd.previous";
  private static final String OPERATOR = "htpasswd.operator";
  private static final String REVISION = "revision";
  private static final String ROLE = "role.";
  private static final String USER_REVISION = "ollakeep.dev/revision.";

  static ProxyAuth empty() {
    return new ProxyAuth(new TreeMap<>(), new TreeMap<>(), 0, Regenerations.none());
  }

  /** Reads what is there; what makes no sense counts as missing. */
  static ProxyAuth of(Secret secret) {
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
    var revision = revision(data);
    return new ProxyAuth(entries, revisions(secret, revision), revision, Regenerations.of(secret));
  }

  static long revision(SecretData data) {
    return data.text(REVISION).map(ProxyAuth::number).orElse(0L);
  }

  AuthEntry entry(String user) {
    return entries.getOrDefault(user, AuthEntry.NONE);
  }

  /** What a pod must have reached to know this user as it is now. */
  long revisionOf(String user) {
    return revisions.getOrDefault(user, revision);
  }

  /** The same with other entries, under a new revision; users that change are marked with it. */
  ProxyAuth with(SortedMap<String, AuthEntry> next, long nextRevision) {
    // Whoever was shut out keeps the mark of that: to be out is proven once, whatever others do afterwards.
    var marks = new TreeMap<>(revisions);
    var users = new TreeSet<>(next.keySet());
    users.addAll(entries.keySet());
    for (var user : users) {
      var same = entry(user).equals(next.getOrDefault(user, AuthEntry.NONE));
      marks.put(user, same ? revisionOf(user) : nextRevision);
    }
    return new ProxyAuth(next, marks, nextRevision, regenerations);
  }

  /** The same without the marks of users whom nobody knows any more. */
  ProxyAuth marking(Set<String> users) {
    var marks = new TreeMap<>(revisions);
    marks.keySet().retainAll(users);
    return new ProxyAuth(entries, marks, revision, regenerations);
  }

  /** The same with one more regeneration. */
  ProxyAuth regeneratedAt(Instant now) {
    return new ProxyAuth(entries, revisions, revision, regenerations.with(now));
  }

  SecretData data() {
    var text = new TreeMap<String, String>();
    text.put(CURRENT, file((file, user) -> putIfAny(file, user, entry(user).role().isEmpty() ? "" : entry(user).current())));
    text.put(PREVIOUS, file((file, user) -> putIfAny(file, user, entry(user).previous())));
    var operator = new TreeMap<String, String>();
    putIfAny(operator, Names.OPERATOR_USER, entry(Names.OPERATOR_USER).current());
    text.put(OPERATOR, Htpasswd.of(operator).render());
    text.put(REVISION, Long.toString(revision));
    entries.forEach((user, entry) -> {
      if (!entry.role().isEmpty()) {
        text.put(ROLE + entry.role() + "." + user, "");
      }
    });
    return SecretData.ofText(text);
  }

  Map<String, String> annotations() {
    var annotations = new TreeMap<String, String>();
    revisions.forEach((user, mark) -> annotations.put(USER_REVISION + user, mark.toString()));
    regenerations.annotation().ifPresent(annotation -> annotations.put(annotation.key(), annotation.value()));
    return annotations;
  }

  private String file(BiConsumer<SortedMap<String, String>, String> line) {
    var lines = new TreeMap<String, String>();
    entries.keySet().forEach(user -> line.accept(lines, user));
    return Htpasswd.of(lines).render();
  }

  private static void putIfAny(SortedMap<String, String> lines, String user, String hash) {
    if (!hash.isEmpty()) {
      lines.put(user, hash);
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

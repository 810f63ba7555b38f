package dev.ollakeep.operator.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Secret that holds every new secret until its user's clients can read it.
 *
 * <p>A secret is written here before its hash goes anywhere, and stays until it is published: no crash loses it.
 *
 * @param entries by user
 */
record Journal(SortedMap<String, Entry> entries) {

  private static final String CAUSE = "ollakeep.dev/cause.";
  private static final String SERVER_REQUEST = "ollakeep.dev/server-request-id.";
  private static final String USER_REQUEST = "ollakeep.dev/user-request-id.";
  private static final String SOURCE = "ollakeep.dev/source.";

  /**
   * One secret on its way.
   *
   * @param causeNote the word of its cause; kept as it was read, since another version may know what this one does not
   * @param answers the requests that it answers once it is published
   * @param source where it came from, as {@link PasswordSource#text()} says it
   */
  record Entry(Plaintext secret, String causeNote, Requests answers, String source) {

    /** Why there is a new secret; empty where this version does not understand the note. */
    Optional<RotationCause> cause() {
      return RotationCause.of(causeNote);
    }
  }

  static Journal empty() {
    return new Journal(new TreeMap<>());
  }

  /** Reads what is there; a value that cannot be a secret of ours counts as missing. */
  static Journal of(Secret seen) {
    var data = SecretData.of(seen);
    var notes = Held.annotations(seen);
    var entries = new TreeMap<String, Entry>();
    for (var user : data.keys()) {
      data.text(user).map(Plaintext::new).filter(Plaintext::storable).ifPresent(secret -> {
        var answers = new Requests(
            notes.getOrDefault(SERVER_REQUEST + user, ""), notes.getOrDefault(USER_REQUEST + user, ""));
        entries.put(user, new Entry(
            secret, notes.getOrDefault(CAUSE + user, ""), answers, notes.getOrDefault(SOURCE + user, "")));
      });
    }
    return new Journal(entries);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  SecretData data() {
    var text = new TreeMap<String, String>();
    entries.forEach((user, entry) -> text.put(user, entry.secret().reveal()));
    return SecretData.ofText(text);
  }

  Map<String, String> annotations() {
    var notes = new TreeMap<String, String>();
    entries.forEach((user, entry) -> {
      notes.put(CAUSE + user, entry.causeNote());
      notes.put(SERVER_REQUEST + user, entry.answers().server());
      notes.put(USER_REQUEST + user, entry.answers().user());
      notes.put(SOURCE + user, entry.source());
    });
    return notes;
  }
}

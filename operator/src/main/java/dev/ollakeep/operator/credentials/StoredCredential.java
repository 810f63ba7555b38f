package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.observed.Plausible;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user's Secret says now.
 *
 * @param password what clients log in with; empty when there is none, or none that we could have written
 * @param publishedAt when clients could first read it; empty when the note is gone, or cannot be true
 * @param serverRequest the server's request that the password answered; empty when the note is gone
 * @param userRequest the user's request that the password answered; empty when the note is gone
 * @param source where the password came from; empty when the note is gone
 */
record StoredCredential(
    Optional<Plaintext> password,
    Optional<Instant> publishedAt,
    Optional<String> serverRequest,
    Optional<String> userRequest,
    Optional<String> source) {

  static StoredCredential of(Secret seen, Instant now) {
    var password = SecretData.of(seen).text(CredentialSecret.PASSWORD);
    return new StoredCredential(
        password.map(Plaintext::new).filter(Plaintext::storable),
        note(seen, CredentialSecret.PUBLISHED_AT).flatMap(StoredCredential::instant).filter(at -> Plausible.time(at, now)),
        note(seen, CredentialSecret.SERVER_REQUEST),
        note(seen, CredentialSecret.USER_REQUEST),
        note(seen, CredentialSecret.SOURCE));
  }

  private static Optional<String> note(Secret seen, String key) {
    return Optional.ofNullable(Held.annotations(seen).get(key));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

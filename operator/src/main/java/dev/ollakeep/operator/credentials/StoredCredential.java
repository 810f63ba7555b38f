package dev.ollakeep.operator.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a user's Secret says now.
 *
 * @param seen the Secret
 * @param password what clients log in with; empty when there is none, or none that we could have written
 */
record StoredCredential(Secret seen, Optional<Plaintext> password) {

  static StoredCredential of(Secret seen) {
    var password = SecretData.of(seen).text(CredentialSecret.PASSWORD);
    return new StoredCredential(seen, password.map(Plaintext::new).filter(Plaintext::storable));
  }

  Optional<Instant> publishedAt() {
    try {
      return Optional.ofNullable(notes().get(CredentialSecret.PUBLISHED_AT)).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The server's request that the password answered; empty when the note is gone. */
  Optional<String> serverRequest() {
    return Optional.ofNullable(notes().get(CredentialSecret.SERVER_REQUEST));
  }

  /** The user's request that the password answered; empty when the note is gone. */
  Optional<String> userRequest() {
    return Optional.ofNullable(notes().get(CredentialSecret.USER_REQUEST));
  }

  /** Where the password came from; empty when the note is gone. */
  Optional<String> source() {
    return Optional.ofNullable(notes().get(CredentialSecret.SOURCE));
  }

  private Map<String, String> notes() {
    return Held.annotations(seen);
  }

  /** Names the Secret only. */
  @Override
  public String toString() {
    return "StoredCredential[" + seen.getMetadata().getName() + "]";
  }
}

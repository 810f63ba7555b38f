package dev.ollakeep.operator.credentials;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a credential step means for somebody once it is carried out: events and numbers are told from this, not from Secrets. */
public sealed interface Effect {

  /** A new secret is on its way to the user. */
  record Started(String user, RotationCause cause) implements Effect {}

  /**
   * The user's clients can read the new secret.
   *
   * @param cause why there is one; empty when nobody wrote it down, or another version did
   * @param grace for how long the secret before it is accepted beside it; empty when there was none
   */
  record Published(String user, String secretName, Optional<RotationCause> cause, Optional<Duration> grace) implements Effect {}

  /** The secret before the present one is not accepted any more. */
  record PreviousRevoked(String user, Revocation reason) implements Effect {}

  /** The secret before the present one is not accepted any more, because the present one takes its place beside a new one. */
  record PreviousDisplaced(String user, Revocation reason) implements Effect {}

  /** No secret of the user is accepted any more. */
  record ShutOut(String user, Revocation reason) implements Effect {}

  /** What is left of a user of the past is deleted. */
  record UserRemoved(String user, String secretName) implements Effect {}

  /** The proxies' Secret was lost, and what these users' clients read is accepted again. */
  record HashesRebuilt(String secretName, List<String> users) implements Effect {}
}

package dev.ollakeep.operator.credentials;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a user gets a new secret. */
enum RotationCause {
  USER_ADDED("the user is new"),
  CREDENTIALS_MISSING("the Secret is gone"),
  CREDENTIALS_OVERWRITTEN("the password in the Secret was changed by hand"),
  JOURNAL_LOST("the journal of a rotation was lost"),
  SOURCE_CHANGED("the password comes from elsewhere or was changed there"),
  REQUESTED_FOR_USER("the user's requestId changed"),
  REQUESTED_FOR_SERVER("rotation.requestId changed"),
  SCHEDULED("rotation.interval is over");

  private final String text;

  RotationCause(String text) {
    this.text = text;
  }

  /** Completes the sentence "a new secret, because ...". */
  String text() {
    return text;
  }

  /** The word for a metric. */
  String label() {
    return Stream.of(name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** What the journal calls a cause; empty for one of another version, or a note that is gone. */
  static Optional<RotationCause> of(String text) {
    return Stream.of(values()).filter(cause -> cause.text.equals(text)).findFirst();
  }

  /** Somebody took away or changed what the operator had written, and did not ask for a new secret. */
  boolean isUnasked() {
    return this == CREDENTIALS_MISSING || this == CREDENTIALS_OVERWRITTEN || this == JOURNAL_LOST;
  }

  /** There is no published secret whose clients would lose by it: it need not wait for a running grace period. */
  boolean isRepair() {
    return this == USER_ADDED || isUnasked();
  }
}

package dev.ollakeep.operator.credentials;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a user gets a new secret. */
public enum RotationCause {
  USER_ADDED("UserAdded", "the user is new"),
  CREDENTIALS_MISSING("CredentialsMissing", "the Secret is gone"),
  CREDENTIALS_OVERWRITTEN("CredentialsOverwritten", "the password in the Secret was changed by hand"),
  JOURNAL_LOST("JournalLost", "the journal of a rotation was lost"),
  SOURCE_CHANGED("SourceChanged", "the password comes from elsewhere or was changed there"),
  REQUESTED_FOR_USER("RequestedForUser", "the user's requestId changed"),
  REQUESTED_FOR_SERVER("RequestedForServer", "rotation.requestId changed"),
  SCHEDULED("Scheduled", "rotation.interval is over");

  private final String word;
  private final String text;

  RotationCause(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** The stable word: in the journal, which another version of the operator may read, and as a label of a metric. */
  String word() {
    return word;
  }

  /** Completes the sentence "a new secret, because ...". */
  String text() {
    return text;
  }

  /** What a journal calls a cause; empty for one of another version, or a note that is gone. */
  static Optional<RotationCause> of(String note) {
    return Stream.of(values()).filter(cause -> cause.word.equals(note)).findFirst().or(() -> ofSentence(note));
  }

  /** Journals were written with the sentence where the word is now. */
  private static Optional<RotationCause> ofSentence(String note) {
    return Stream.of(values()).filter(cause -> cause.formerNote().equals(note)).findFirst();
  }

  /** Never changes, whatever becomes of {@link #text()}. */
  private String formerNote() {
    return switch (this) {
      case USER_ADDED -> "the user is new";
      case CREDENTIALS_MISSING -> "the Secret is gone";
      case CREDENTIALS_OVERWRITTEN -> "the password in the Secret was changed by hand";
      case JOURNAL_LOST -> "the journal of a rotation was lost";
      case SOURCE_CHANGED -> "the password comes from elsewhere or was changed there";
      case REQUESTED_FOR_USER -> "the user's requestId changed";
      case REQUESTED_FOR_SERVER -> "rotation.requestId changed";
      case SCHEDULED -> "rotation.interval is over";
    };
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

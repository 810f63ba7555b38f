package dev.ollakeep.operator.credentials;

import java.util.Optional;

/**
 * What a credential step means for the count of rotations; one entry for each user.
 *
 * @param trigger why there is a new secret; Unknown when nobody wrote it down
 * @param outcome Started, when it was drawn; Published, when clients can read it
 */
public record RotationTally(String trigger, String outcome) implements Tally {

  static RotationTally started(RotationCause cause) {
    return new RotationTally(cause.word(), "Started");
  }

  static RotationTally published(Optional<RotationCause> cause) {
    return new RotationTally(cause.map(RotationCause::word).orElse("Unknown"), "Published");
  }
}

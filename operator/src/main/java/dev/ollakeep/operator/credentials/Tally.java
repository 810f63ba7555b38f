package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import java.util.List;
import java.util.stream.Stream;

/** One thing to count when a credential step has been done; only words of closed lists, so that they can be labels of a metric. */
public sealed interface Tally permits RotationTally, RevocationTally {

  /** Everything that the step counts for, which was decided on {@code observed}. */
  static List<Tally> of(CredentialSpec spec, CredentialStep step, Observed observed) {
    return Stream.<Tally>concat(
        RotationTally.of(spec.server().name(), step, observed).stream(),
        RevocationTally.of(spec, step, observed).stream()).toList();
  }
}

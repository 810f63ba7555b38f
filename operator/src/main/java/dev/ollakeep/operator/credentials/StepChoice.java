package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.SecretContest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The step to be taken now, of all that are due.
 *
 * <p>Each step is right by what was seen alone, so that one which is put off keeps none from being taken that comes after it.
 *
 * @param step the first that nothing speaks against
 * @param heldUp those before it that are put off, since the same was refused or undone
 */
record StepChoice(Optional<CredentialStep> step, List<StepOutline> heldUp) {

  /** Of candidates in the order of their urgency; none that comes after the chosen one is worked out. */
  static StepChoice of(List<Supplier<Stream<CredentialStep>>> candidates, Observed observed, Instant now) {
    var heldUp = new ArrayList<StepOutline>();
    for (var due : candidates) {
      for (var step : due.get().toList()) {
        var outline = StepOutline.of(step, observed);
        var contest = observed.secretContest(step.secretName());
        if (contest.filter(it -> isPutOff(it, outline, now)).isPresent()) {
          heldUp.add(outline);
        } else if (contest.filter(it -> it.wouldAlterAgain(outline.changes(), now)).isEmpty()) {
          return new StepChoice(Optional.of(step), heldUp);
        }
      }
    }
    return new StepChoice(Optional.empty(), heldUp);
  }

  /** How often a secret that somebody takes away is made anew is bounded by {@link Regenerations}. */
  private static boolean isPutOff(SecretContest contest, StepOutline outline, Instant now) {
    return (contest.isRefused() || !outline.publishes()) && contest.defers(outline.text(), outline.creates(), now);
  }
}

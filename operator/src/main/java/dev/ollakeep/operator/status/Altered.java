package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.ALTERED;

import dev.ollakeep.operator.children.Contention;
import dev.ollakeep.operator.words.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cluster's admission changes objects of the server whenever they are written; the condition exists only while that is so.
 *
 * <p>Nobody has to act: it is how the cluster's owner wants it, and {@link Ready} tells whether the server works all the same.
 */
final class Altered {

  private Altered() {}

  static Optional<Finding> of(Situation situation) {
    var alterations = Stream.concat(Contention.alterations(situation.subject(), situation.children()).stream(),
        situation.decision().alterations().stream()).toList();
    return alterations.isEmpty()
        ? Optional.empty()
        : Optional.of(Finding.yes(ALTERED, Reason.CHANGED_AT_ADMISSION, String.join("; ", alterations)
            + ": policies and webhooks that may: kubectl get mutatingwebhookconfigurations,mutatingadmissionpolicies"));
  }
}

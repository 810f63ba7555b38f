package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.resources.Labels;
import dev.ollakeep.operator.resources.Names;
import dev.ollakeep.operator.status.Announcement;
import dev.ollakeep.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a credential step means for the count of rotations; one entry for each user.
 *
 * @param trigger why there is a new secret; Unknown when nobody wrote it down
 * @param outcome Started, when it was drawn; Published, when clients can read it
 */
public record RotationTally(String trigger, String outcome) implements Tally {

  private static final String UNKNOWN = "Unknown";

  /** A renewal, a revocation and the like count nothing. */
  static List<RotationTally> of(String server, CredentialStep step, Observed observed) {
    var journal = new Names(server).journal();
    var written = observed.secret(journal).ifPresent();
    var desired = desired(step);
    if (desired.isEmpty()) {
      return List.of();
    }
    if (step.secretName().equals(journal)) {
      var next = Journal.of(desired.get());
      return next.entries().entrySet().stream()
          .filter(entry -> written.filter(old -> Journal.of(old).entries().containsKey(entry.getKey())).isEmpty())
          .map(entry -> new RotationTally(trigger(entry.getValue()), "Started"))
          .toList();
    }
    return Stream.of(desired.get())
        .filter(any -> step.announcements().stream().map(Announcement::reason).anyMatch(Reason.CREDENTIALS_PUBLISHED::equals))
        .map(credential -> Held.labels(credential).getOrDefault(Labels.USER, ""))
        .map(user -> written.map(old -> Journal.of(old).entries().get(user)).map(RotationTally::trigger).orElse(UNKNOWN))
        .map(trigger -> new RotationTally(trigger, "Published"))
        .toList();
  }

  private static String trigger(Journal.Entry entry) {
    return RotationCause.of(entry.cause()).map(RotationCause::label).orElse(UNKNOWN);
  }

  private static Optional<Secret> desired(CredentialStep step) {
    if (step instanceof CredentialStep.Create create) {
      return Optional.of(create.desired());
    }
    return step instanceof CredentialStep.Update update ? Optional.of(update.desired()) : Optional.empty();
  }
}

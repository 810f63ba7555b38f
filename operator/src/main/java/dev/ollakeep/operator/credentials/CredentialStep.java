package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Announcement;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;

/**
 * One write to one credential Secret, the only way such a Secret changes.
 *
 * <p>An update or deletion holds only for the resourceVersion it was decided on: whoever loses a race decides again.
 */
public sealed interface CredentialStep {

  /** Name of the Secret. */
  String secretName();

  /** What it means for users once the write is done. */
  List<Effect> effects();

  /** Events to send once the write is done. */
  default List<Announcement> announcements() {
    return EffectEvents.of(effects());
  }

  /** What to count once the write is done. */
  default List<Tally> tallies() {
    return effects().stream().flatMap(effect -> Tally.of(effect).stream()).toList();
  }

  /** Makes a Secret; fails if there is one. */
  record Create(Secret desired, List<Effect> effects) implements CredentialStep {
    @Override
    public String secretName() {
      return desired.getMetadata().getName();
    }

    /** Names the Secret, not what is in it. */
    @Override
    public String toString() {
      return "Create[" + secretName() + "]";
    }
  }

  /** Replaces a Secret; {@code desired} carries the resourceVersion that was seen. */
  record Update(Secret desired, List<Effect> effects) implements CredentialStep {
    @Override
    public String secretName() {
      return desired.getMetadata().getName();
    }

    /** Names the Secret, not what is in it. */
    @Override
    public String toString() {
      return "Update[" + secretName() + "@" + desired.getMetadata().getResourceVersion() + "]";
    }
  }

  /** Deletes a Secret, if it is still the one that was seen. */
  record Delete(String secretName, String resourceVersion, List<Effect> effects) implements CredentialStep {}
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.observed.Difference;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.SecretDifference;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a step is for, without any value: the same outline again means that the same was not taken, or was undone.
 *
 * <p>Each new secret and each new revision makes other values; which files there are, and whom the step serves, stay the same.
 *
 * @param changes the fields that differ from what was seen; empty unless it is an update
 */
public record StepOutline(CredentialStep step, List<Difference> changes) {

  /** The annotation of an outline that tells what the step does. */
  private static final String MEANS = "means";

  public static StepOutline of(CredentialStep step, Observed observed) {
    var seen = observed.secret(step.secretName()).ifPresent();
    return new StepOutline(step, step instanceof CredentialStep.Update update
        ? seen.map(there -> SecretDifference.between(update.desired(), there)).orElse(List.of())
        : List.of());
  }

  /** The Secret as it is sent; none for a deletion. */
  public static Optional<Secret> sent(CredentialStep step) {
    if (step instanceof CredentialStep.Create create) {
      return Optional.of(create.desired());
    }
    return step instanceof CredentialStep.Update update ? Optional.of(update.desired()) : Optional.empty();
  }

  boolean creates() {
    return step instanceof CredentialStep.Create;
  }

  boolean publishes() {
    return step.effects().stream().anyMatch(Effect.Published.class::isInstance);
  }

  /** It changes nothing by which anybody is let in or reads a secret. */
  boolean isUpkeep() {
    return step.effects().isEmpty() && !changes.isEmpty()
        && changes.stream().noneMatch(difference -> difference.field().text().startsWith("data."));
  }

  /** To be compared with others. */
  public Seen<HasMetadata> text() {
    return sent(step).<Seen<HasMetadata>>map(secret -> Seen.present(new SecretBuilder()
        .withNewMetadata()
        .withName(step.secretName())
        .withAnnotations(Map.of(MEANS, means()))
        .endMetadata()
        .withData(withoutValues(secret))
        .build())).orElseGet(Seen::absent);
  }

  private String means() {
    return isUpkeep()
        ? "upkeep"
        : step.effects().stream().map(effect -> effect.getClass().getSimpleName()).collect(Collectors.joining(" "));
  }

  private static Map<String, String> withoutValues(Secret secret) {
    var keys = new TreeMap<String, String>();
    Optional.ofNullable(secret.getData()).orElse(Map.of()).keySet().forEach(key -> keys.put(key, ""));
    return keys;
  }
}

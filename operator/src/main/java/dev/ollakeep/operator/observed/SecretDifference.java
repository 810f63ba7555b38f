package dev.ollakeep.operator.observed;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What of one of the operator's Secrets is not as it was written.
 *
 * <p>What others add is their own, but in {@code data} and under {@code ollakeep.dev/}. Values are told of labels alone.
 */
public final class SecretDifference {

  private static final String OURS = "ollakeep.dev/";
  private static final String COMMON = "app.kubernetes.io/";
  private static final FieldPath DATA = FieldPath.WHOLE.field("data");
  private static final FieldPath METADATA = FieldPath.WHOLE.field("metadata");
  private static final FieldPath LABELS = METADATA.field("labels");
  private static final FieldPath ANNOTATIONS = METADATA.field("annotations");
  private static final String FOR_PEOPLE = LABELS.field(COMMON).text();

  private SecretDifference() {}

  /** In the order of labels, annotations, owners and data; empty when it is as it was written. */
  public static List<Difference> between(Secret asked, Secret found) {
    var differences = new ArrayList<Difference>();
    var labels = labels(asked);
    var labelsFound = labels(found);
    labels.forEach((key, value) -> {
      var there = labelsFound.getOrDefault(key, "nothing");
      if ((key.startsWith(OURS) || key.startsWith(COMMON)) && !value.equals(there)) {
        differences.add(new Difference(LABELS.field(key), value, there, there));
      }
    });
    differing(annotations(asked), annotations(found)).stream()
        .filter(key -> key.startsWith(OURS))
        .forEach(key -> differences.add(silent(ANNOTATIONS.field(key))));
    if (!owners(found).containsAll(owners(asked))) {
      differences.add(silent(METADATA.field("ownerReferences")));
    }
    differing(data(asked), data(found)).forEach(key -> differences.add(silent(DATA.field(key))));
    return differences;
  }

  /** A label by which only people find the Secret: nothing that the operator does rests on it. */
  public static boolean isForPeopleOnly(Difference difference) {
    return difference.field().text().startsWith(FOR_PEOPLE);
  }

  private static Difference silent(FieldPath field) {
    return new Difference(field, "", "", "");
  }

  private static TreeSet<String> differing(Map<String, String> asked, Map<String, String> found) {
    var keys = new TreeSet<>(asked.keySet());
    keys.addAll(found.keySet());
    keys.removeIf(key -> Objects.equals(asked.get(key), found.get(key)));
    return keys;
  }

  private static List<String> owners(Secret secret) {
    return secret.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid).toList();
  }

  private static Map<String, String> labels(Secret secret) {
    return Optional.of(secret.getMetadata()).map(ObjectMeta::getLabels).orElse(Map.of());
  }

  private static Map<String, String> annotations(Secret secret) {
    return Optional.of(secret.getMetadata()).map(ObjectMeta::getAnnotations).orElse(Map.of());
  }

  private static Map<String, String> data(Secret secret) {
    return Optional.ofNullable(secret.getData()).orElse(Map.of());
  }
}

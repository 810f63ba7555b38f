package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What holds for every field of the schema. */
class SchemaTest {
  /** Kubernetes' own types: their fields are explained where they come from. */
  private static final List<String> FOREIGN = List.of("spec.scheduling.affinity.", "spec.scheduling.tolerations[].",
      "spec.scheduling.topologySpreadConstraints[].", "spec.networkPolicy.from[].");
  private static final Set<String> LONGS = Set.of("observedGeneration", "revision", "tolerationSeconds");

  private final List<SchemaPath> places = SchemaPath.below("", GeneratedCrd.ofTheRecords().schema());

  @Test
  void everyFieldIsDescribedInAFewSentences() {
    assertThat(offenders(place -> !isForeign(place) && !isElement(place) && !isDescribed(place.schema().getDescription()))).isEmpty();
  }

  @Test
  void everyListMapAndTextIsBounded() {
    assertThat(offenders(place -> "array".equals(place.schema().getType()) && place.schema().getMaxItems() == null)).isEmpty();
    assertThat(offenders(place -> place.schema().getAdditionalProperties() != null && place.schema().getMaxProperties() == null)).isEmpty();
    assertThat(offenders(place -> place.isFreeText() && place.schema().getMaxLength() == null)).isEmpty();
  }

  @Test
  void aNumberThatTheRecordsCannotHoldIsRefused() {
    assertThat(offenders(place -> "integer".equals(place.schema().getType()) && !LONGS.contains(place.name())
        && (place.schema().getMaximum() == null || place.schema().getMaximum() > Integer.MAX_VALUE))).isEmpty();
  }

  @Test
  void theMarkerForUnknownValuesIsNotAValue() {
    assertThat(places).anyMatch(SchemaPath::isChoice);
    assertThat(offenders(place -> place.isChoice() && place.schema().getEnum().stream()
        .anyMatch(value -> value.asText().isEmpty() || value.asText().equals("UNRECOGNISED")))).isEmpty();
  }

  @Test
  void nothingUnknownIsKept() {
    assertThat(offenders(place -> Boolean.TRUE.equals(place.schema().getXKubernetesPreserveUnknownFields()))).isEmpty();
  }

  private List<String> offenders(Predicate<SchemaPath> offends) {
    return places.stream().filter(offends).map(SchemaPath::text).toList();
  }

  private static boolean isDescribed(String text) {
    return text != null && text.matches("(?s)[A-Z0-9].{8,320}\\.") && text.split("\\. ").length <= 4;
  }

  private static boolean isForeign(SchemaPath place) {
    return FOREIGN.stream().anyMatch(place.text()::startsWith);
  }

  /** Items of lists and values of maps are described with their list or map. */
  private static boolean isElement(SchemaPath place) {
    return place.text().endsWith("[]") || place.text().endsWith("{}");
  }
}

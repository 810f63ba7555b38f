package dev.ollakeep.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Kubernetes asks of its own types, whose classes say nothing but names and kinds: required fields, enumerations, bounds.
 *
 * <p>A Deployment or NetworkPolicy that the API server would refuse is refused with the resource that asks for it.
 */
final class ForeignTypes {
  private static final long ITEMS = 32;
  private static final long TEXT = 512;
  private static final long CIDR = 64;
  /** Where no rule speaks: a map of quantities is too expensive for one. */
  private static final String QUANTITY =
      "^([0-9]{1,15}(\\.[0-9]{0,15})?|\\.[0-9]{1,15})(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9])?$";

  /** By the end of the path, as {@link SchemaPath} writes it. */
  private static final Map<String, List<String>> ENUMS = Map.of(
      "tolerations[].operator", List.of("Exists", "Equal"),
      "tolerations[].effect", List.of("NoSchedule", "PreferNoSchedule", "NoExecute"),
      "topologySpreadConstraints[].whenUnsatisfiable", List.of("DoNotSchedule", "ScheduleAnyway"),
      "topologySpreadConstraints[].nodeAffinityPolicy", List.of("Honor", "Ignore"),
      "topologySpreadConstraints[].nodeTaintsPolicy", List.of("Honor", "Ignore"),
      "elector.matchExpressions[].operator", List.of("In", "NotIn", "Exists", "DoesNotExist"),
      "nodeSelectorTerms[].matchExpressions[].operator", List.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
      "preference.matchExpressions[].operator", List.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"));

  private static final Map<String, List<String>> REQUIRED = Map.of(
      "topologySpreadConstraints[]", List.of("maxSkew", "topologyKey", "whenUnsatisfiable"),
      "ipBlock", List.of("cidr"),
      "matchExpressions[]", List.of("key", "operator"),
      "matchFields[]", List.of("key", "operator"),
      "requiredDuringSchedulingIgnoredDuringExecution[]", List.of("topologyKey"),
      "podAffinityTerm", List.of("topologyKey"),
      "nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[]", List.of("weight", "preference"),
      "odAffinity.preferredDuringSchedulingIgnoredDuringExecution[]", List.of("weight", "podAffinityTerm"),
      "odAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[]", List.of("weight", "podAffinityTerm"));

  private static final Set<String> POSITIVE = Set.of("maxSkew", "minDomains", "weight");

  private ForeignTypes() {
  }

  static void constrain(JSONSchemaProps root) {
    for (var place : SchemaPath.below("", root)) {
      say(place);
      bound(place);
    }
  }

  private static void say(SchemaPath place) {
    endings(place, ENUMS).forEach(values ->
        place.schema().setEnum(values.stream().<JsonNode>map(TextNode::valueOf).toList()));
    endings(place, REQUIRED).forEach(place.schema()::setRequired);
    if (POSITIVE.contains(place.name())) {
      place.schema().setMinimum(1.0);
      place.schema().setMaximum("weight".equals(place.name()) ? 100.0 : Integer.MAX_VALUE);
    }
    if (place.text().endsWith("ipBlock.cidr") || place.text().endsWith("ipBlock.except[]")) {
      place.schema().setMaxLength(CIDR);
    }
  }

  private static Stream<List<String>> endings(SchemaPath place, Map<String, List<String>> table) {
    return table.entrySet().stream().filter(entry -> place.text().endsWith(entry.getKey())).map(Map.Entry::getValue);
  }

  private static void bound(SchemaPath place) {
    var schema = place.schema();
    if ("array".equals(schema.getType()) && schema.getMaxItems() == null) {
      schema.setMaxItems(ITEMS);
    }
    if (schema.getAdditionalProperties() != null && schema.getMaxProperties() == null) {
      schema.setMaxProperties(ITEMS);
    }
    if (place.isFreeText() && schema.getMaxLength() == null) {
      schema.setMaxLength(TEXT);
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString()) && schema.getXKubernetesValidations().isEmpty()) {
      schema.setPattern(QUANTITY);
      schema.setMinimum(0.0);
    }
  }
}

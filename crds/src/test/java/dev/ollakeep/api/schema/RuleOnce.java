package dev.ollakeep.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.LinkedHashSet;

/** An annotation on a record component is on its field and on its accessor, so the generator sees each rule twice. */
final class RuleOnce {
  private RuleOnce() {
  }

  static void in(JSONSchemaProps root) {
    for (var place : SchemaPath.below("", root)) {
      var rules = place.schema().getXKubernetesValidations();
      if (rules != null) {
        place.schema().setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(rules)));
      }
    }
  }
}

package dev.ollakeep.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;

/** Which lists are maps with a key, and which are sets: the API server then refuses duplicates and merges by key. */
final class ListTypes {
  private ListTypes() {
  }

  static void set(JSONSchemaProps root) {
    map(root, "status.conditions", "type");
    map(root, "spec.auth.users", "name");
    map(root, "spec.env", "name");
    map(root, "spec.imagePullSecrets", "name");
    map(root, "spec.proxy.extraRoutes", "method", "path");
    set(root, "spec.proxy.cors.allowedOrigins");
    set(root, "spec.exposure.extraHosts");
    set(root, "spec.tls.certManager.dnsNames");
    set(root, "spec.networkPolicy.egressPorts");
  }

  private static void map(JSONSchemaProps root, String path, String... keys) {
    var list = SchemaPath.at(root, path);
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(keys));
  }

  private static void set(JSONSchemaProps root, String path) {
    SchemaPath.at(root, path).setXKubernetesListType("set");
  }
}

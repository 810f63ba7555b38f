package dev.ollakeep.operator.chart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An object of every kind that the operator writes, as it makes it for the server {@code hello}. */
enum OwnObject {
  CONFIG_MAP("out-configmap.yaml"),
  CLAIM("out-persistentvolumeclaim.yaml"),
  NETWORK_POLICY("out-networkpolicy.yaml"),
  SERVICE("out-service.yaml"),
  DEPLOYMENT("out-deployment.yaml"),
  INGRESS("out-ingress.yaml"),
  SECRET("""
      apiVersion: v1
      kind: Secret
      metadata:
        name: hello-alice-credentials
        labels: {ollakeep.dev/server: hello, ollakeep.dev/component: credentials}
        annotations: {ollakeep.dev/layout: "1"}
        ownerReferences: [{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer, name: hello, uid: uid-1, controller: true}]
      type: servicebinding.io/ollama
      data: {username: YWxpY2U=}
      """),
  POD("""
      apiVersion: v1
      kind: Pod
      metadata:
        name: hello-1
        labels: {ollakeep.dev/server: hello, ollakeep.dev/component: server}
        annotations: {example.com/a: b}
        ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: hello-1, uid: uid-2, controller: true}]
      spec:
        automountServiceAccountToken: false
        containers: [{name: proxy, image: "nginx:1"}]
      """);

  private final String yaml;

  OwnObject(String source) {
    this.yaml = source.endsWith(".yaml") ? read(source) : source;
  }

  /** Those that the operator creates, changes and deletes; pods are made by others. */
  static List<OwnObject> written() {
    return Arrays.stream(values()).filter(kind -> kind != POD).toList();
  }

  String kind() {
    return in("any").getKind();
  }

  /** As the operator makes it. */
  HasMetadata in(String namespace) {
    HasMetadata object = Serialization.unmarshal(yaml);
    object.getMetadata().setNamespace(namespace);
    return object;
  }

  HasMetadata named(String name, String namespace) {
    var object = in(namespace);
    object.getMetadata().setName(name);
    return object;
  }

  /** Of another name, without labels and owner. */
  HasMetadata foreign(String namespace) {
    var object = named("foreign", namespace);
    object.getMetadata().setLabels(Map.of());
    object.getMetadata().setOwnerReferences(List.of());
    return object;
  }

  /** With this YAML at the JSON pointer. */
  HasMetadata with(String pointer, String value, String namespace) {
    return Json.with(in(namespace), pointer, value);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of("src/test/resources/golden/ingress-with-cert-manager-comes-with-its-certificate", file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.ollakeep.api.schema;

import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/** A namespace of a real API server that serves the committed CRD. */
record Served(ApiServer server, String namespace) {
  static final Path CRD = Path.of("ollamaservers.ollakeep.dev-v1.yml");

  static Served with(ApiServer server) {
    server.applyCrd(CRD);
    return new Served(server, server.freshNamespace("crd"));
  }

  void create(GenericKubernetesResource resource) {
    in(resource).create();
  }

  /** What would be stored, every default filled in; a field that the schema does not know is an error. */
  GenericKubernetesResource accepted(GenericKubernetesResource resource) {
    return in(resource).dryRun(true).fieldValidation(FieldValidateable.Validation.STRICT).create();
  }

  /** What would be stored; fields that the schema does not know are dropped. */
  GenericKubernetesResource stored(GenericKubernetesResource resource) {
    return in(resource).dryRun(true).create();
  }

  /** The message of the refusal; fails when there is none. */
  String refusal(GenericKubernetesResource resource) {
    return refusal(() -> in(resource).dryRun(true).create());
  }

  /** The message with which an update of a stored resource is refused. */
  String refusal(GenericKubernetesResource stored, GenericKubernetesResource changed) {
    in(stored).create();
    try {
      return refusal(() -> in(changed).dryRun(true).update());
    } finally {
      in(stored).delete();
    }
  }

  private Resource<GenericKubernetesResource> in(GenericKubernetesResource resource) {
    return server.client().resource(resource).inNamespace(namespace);
  }

  private static String refusal(Runnable write) {
    var thrown = Assertions.catchThrowableOfType(KubernetesClientException.class, write::run);
    Assertions.assertThat(thrown).as("the API server must refuse this").isNotNull();
    Assertions.assertThat(thrown.getCode()).as(thrown.getMessage()).isEqualTo(422);
    return thrown.getStatus().getMessage();
  }
}

package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SeenOrGone;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that a newer version stored: values that the schema of this version refuses and its records have no name for. */
@RequiresApiServer
class NewerVersionTest {
  private static final String SERVER = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: %s}
      spec:
        auth:
          users: [{name: alice, role: %s}]
        exposure: {type: %s, allowPlaintext: true}
      """;

  @AfterEach
  void restoreTheSchema(ApiServer server) {
    server.applyCrd(Served.CRD);
  }

  @Test
  void anUnknownRoleIsReadAsUnrecognisedAndTheInformerGoesOn(ApiServer server) {
    var namespace = server.freshNamespace("newer");
    widen(server, "spec.auth.users.role", "Auditor");
    create(server, namespace, SERVER.formatted("newer", "Auditor", "ClusterIP"));
    var seen = new ConcurrentHashMap<String, OllamaServer>();
    try (var informer = server.client().resources(OllamaServer.class).inNamespace(namespace).runnableInformer(0)) {
      informer.addEventHandler(new SeenOrGone<>(
          known -> seen.put(known.getMetadata().getName(), known), gone -> seen.remove(gone.getMetadata().getName())));
      informer.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> seen.containsKey("newer"));
      server.applyCrd(Served.CRD);
      create(server, namespace, SERVER.formatted("known", "Viewer", "ClusterIP"));
      await().atMost(Duration.ofSeconds(60)).until(() -> seen.containsKey("known"));
      assertThat(informer.isRunning()).isTrue();
    }
    assertThat(seen.get("newer").getSpec().auth().users().get(0).role()).isEqualTo(Role.UNRECOGNISED);
    assertThat(seen.get("known").getSpec().auth().users().get(0).role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void anUnknownExposureIsReadAsUnrecognised(ApiServer server) {
    var namespace = server.freshNamespace("newer");
    widen(server, "spec.exposure.type", "Tunnel");
    create(server, namespace, SERVER.formatted("newer", "User", "Tunnel"));
    server.applyCrd(Served.CRD);
    var read = server.client().resources(OllamaServer.class).inNamespace(namespace).withName("newer").get();
    assertThat(read.getSpec().exposure().type()).isEqualTo(ExposureType.UNRECOGNISED);
  }

  @Test
  void theStatusOfSuchAnObjectCanStillBeWritten(ApiServer server) {
    var namespace = server.freshNamespace("newer");
    widen(server, "spec.auth.users.role", "Auditor");
    create(server, namespace, SERVER.formatted("newer", "Auditor", "ClusterIP"));
    server.applyCrd(Served.CRD);
    var servers = server.client().resources(OllamaServer.class).inNamespace(namespace).withName("newer");
    servers.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), """
        {"status": {"observedGeneration": 1, "auth": {"users": [{"name": "alice", "role": ""}]}}}""");
    assertThat(servers.get().getStatus().observedGeneration()).isEqualTo(1);
  }

  /** Again and again until the changed schema is served. */
  private static void create(ApiServer server, String namespace, String text) {
    var resource = new Sentence(null, text).server();
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() ->
        server.client().resource(resource).inNamespace(namespace).create() != null);
  }

  private static void widen(ApiServer server, String path, String value) {
    var definitions = server.client().apiextensions().v1().customResourceDefinitions();
    CustomResourceDefinition crd = definitions.load(Served.CRD.toFile()).item();
    var field = SchemaPath.at(crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema(), path);
    var values = new ArrayList<>(field.getEnum());
    values.add(TextNode.valueOf(value));
    field.setEnum(values);
    definitions.resource(crd).forceConflicts().serverSideApply();
  }
}

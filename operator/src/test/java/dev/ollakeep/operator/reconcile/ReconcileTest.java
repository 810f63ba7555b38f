package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a server on a real API server; no pod ever runs. */
@RequiresApiServer
class ReconcileTest {

  private static TestNamespace namespace;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("reconcile"));
    operator = OperatorUnderTest.start(api, namespace.name());
  }

  @AfterAll
  static void stop() {
    operator.close();
    assertThat(operator.ends()).isEmpty();
  }

  @Test
  void oneUserGivesEveryObjectAStatusAndAStory() {
    namespace.create("hello", "alice=User");
    namespace.settled("hello");

    assertThat(namespace.objects("hello")).containsOnlyKeys(
        "ConfigMap/hello-proxy", "Deployment/hello", "NetworkPolicy/hello", "PersistentVolumeClaim/hello-models",
        "Secret/hello-alice-credentials", "Secret/hello-operator", "Secret/hello-proxy-auth", "Service/hello");
    assertThat(namespace.objects("hello").values()).filteredOn(object -> !(object instanceof PersistentVolumeClaim))
        .allSatisfy(object -> assertThat(object.getMetadata().getOwnerReferences()).hasSize(1));
    assertThat(namespace.server("hello").getStatus().observedGeneration()).isEqualTo(1L);
    assertThat(namespace.reason("hello", "CredentialsReady")).isEqualTo("Published");
    eventually(() -> assertThat(namespace.events("hello")).extracting(Event::getReason)
        .contains("Created", "CredentialsPublished"));
    assertThat(namespace.events("hello"))
        .allSatisfy(event -> assertThat(event.getInvolvedObject().getUid())
            .isEqualTo(namespace.server("hello").getMetadata().getUid()));
  }

  @Test
  void nobodyButTheOperatorMovesMetadataOfTheServer() {
    namespace.create("plain", "alice=User");
    namespace.settled("plain");

    var meta = namespace.server("plain").getMetadata();
    assertThat(meta.getFinalizers()).isEmpty();
    assertThat(meta.getAnnotations()).isNullOrEmpty();
    assertThat(meta.getGeneration()).isEqualTo(1);
  }

  @Test
  void aRemovedUsersHashRoleAndSecretAreGone() {
    namespace.create("team", "alice=User", "bob=Admin");
    namespace.settled("team");
    assertThat(namespace.secret("team-bob-credentials", "password")).isPresent();
    assertThat(namespace.secret("team-proxy-auth", "role.admin.bob")).isPresent();

    namespace.edit("team", "{\"spec\":{\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"User\"}]}}}");

    eventually(() -> assertThat(namespace.secret("team-bob-credentials", "password")).isEmpty());
    assertThat(namespace.secret("team-proxy-auth", "role.admin.bob")).isEmpty();
    assertThat(namespace.secret("team-proxy-auth", "htpasswd")).hasValueSatisfying(
        hashes -> assertThat(hashes).contains("alice:").doesNotContain("bob:"));
    assertThat(namespace.secret("team-alice-credentials", "password")).isPresent();
  }

  @Test
  void aNewRequestIdRotatesAndPublishes() {
    namespace.create("turn", "alice=User");
    namespace.settled("turn");
    var before = namespace.secret("turn-alice-credentials", "password").orElseThrow();

    namespace.edit("turn", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");

    eventually(() -> assertThat(namespace.secret("turn-alice-credentials", "password")).isPresent().get().isNotEqualTo(before));
    eventually(() -> assertThat(namespace.reason("turn", "CredentialsRotated")).isEqualTo("InGrace"));
    assertThat(namespace.secret("turn-auth-next", "alice")).isEmpty();
    assertThat(namespace.secret("turn-proxy-auth", "htpasswd.previous")).hasValueSatisfying(
        hashes -> assertThat(hashes).contains("alice:"));
  }

  @Test
  void aSourceSecretIsAskedForThenItsConsentThenItIsFollowed() {
    namespace.createFrom("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: own}
        spec: {auth: {users: [{name: alice, role: User, passwordSecretRef: {name: alice-source}}]}}
        """);
    eventually(() -> assertThat(namespace.reason("own", "CredentialsReady")).isEqualTo("SourceSecretMissing"));

    var secrets = namespace.client().secrets().inNamespace(namespace.name());
    secrets.resource(source("Tr0ub4dor-and-3-moons")).create();
    namespace.edit("own", "{\"spec\":{\"drainTimeout\":\"11m\"}}");
    eventually(() -> assertThat(namespace.reason("own", "CredentialsReady")).isEqualTo("SourceSecretNotLabelled"));

    secrets.withName("alice-source").edit(it -> new SecretBuilder(it).editMetadata()
        .addToLabels("ollakeep.dev/auth-source", "true").endMetadata().build());
    eventually(() -> assertThat(namespace.secret("own-alice-credentials", "password")).contains("Tr0ub4dor-and-3-moons"));

    secrets.withName("alice-source").edit(it -> new SecretBuilder(it)
        .withStringData(Map.of("password", "another-19-Vivid-Zebras")).build());
    eventually(() -> assertThat(namespace.secret("own-alice-credentials", "password")).contains("another-19-Vivid-Zebras"));
  }

  private static Secret source(String password) {
    return new SecretBuilder()
        .withNewMetadata().withName("alice-source").endMetadata()
        .addToStringData("password", password)
        .build();
  }
}

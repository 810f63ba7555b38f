package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Secret that may not be written stops nothing that does not rest on it, and no condition says that all is well. */
@RequiresApiServer
class SecretRefusalTest {

  private TestNamespace namespace;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("secrets"));
    operator = OperatorUnderTest.start(api, namespace.name());
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @SideBySide
  @Test
  void aNewServerHasItsObjectsAndSaysWhatIsRefused() {
    try (var rules = SecretRules.refusing(namespace, "CREATE", "true")) {
      namespace.create("hello", "alice=User");

      eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ApplyRefused"));
      assertThat(namespace.condition("hello", "Stalled").orElseThrow().message())
          .contains("Secret hello-auth-next", "rule seven of the house");
      assertThat(namespace.objects("hello")).containsKeys("Deployment/hello", "Service/hello", "NetworkPolicy/hello");
      assertThat(namespace.condition("hello", "Ready").orElseThrow().status()).isEqualTo("False");
      operator.requests().clear();
      await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
          assertThat(operator.requests().writes()).as("attempts").filteredOn(call -> call.endsWith("/secrets")).hasSizeLessThan(4));
    }
    eventually(() -> assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent());
    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEmpty());
  }

  @SideBySide
  @Test
  void whatDoesNotRestOnARefusedSecretGoesOn() {
    namespace.create("hello", "alice=User", "bob=User");
    namespace.settled("hello");
    try (var rules = SecretRules.refusing(namespace, "CREATE", "object.metadata.name.endsWith(\"-auth-next\")")) {
      namespace.edit("hello", "{\"spec\":{\"settings\":{\"keepAlive\":\"7m\"},\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"User\","
          + "\"suspended\":true},{\"name\":\"bob\",\"role\":\"User\"},{\"name\":\"carol\",\"role\":\"User\"}]}}}");

      eventually(() -> assertThat(namespace.secret("hello-proxy-auth", "htpasswd").orElseThrow()).doesNotContain("alice").contains("bob"));
      eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ApplyRefused"));
      var server = namespace.server("hello");
      assertThat(server.getStatus().observedGeneration()).isEqualTo(server.getMetadata().getGeneration());
      assertThat(server.getStatus().auth().users()).filteredOn(user -> user.name().equals("alice"))
          .singleElement().satisfies(user -> assertThat(user.state()).isEqualTo("Suspended"));
      assertThat(namespace.objects("hello").get("Deployment/hello").toString()).contains("7m");
      assertThat(namespace.condition("hello", "Ready").orElseThrow().status()).isEqualTo("False");
    }
    eventually(() -> assertThat(namespace.secret("hello-carol-credentials", "password")).isPresent());
    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEmpty());
  }

  @SideBySide
  @Test
  void aLockdownThatFailedDoesNotReadAsOneThatHolds() {
    namespace.create("hello", "alice=User");
    namespace.settled("hello");
    try (var rules = SecretRules.refusing(namespace, "UPDATE", "object.metadata.name == \"hello-proxy-auth\"")) {
      namespace.edit("hello", "{\"spec\":{\"auth\":{\"lockdown\":true}}}");

      eventually(() -> assertThat(namespace.condition("hello", "Ready").orElseThrow()).satisfies(ready -> {
        assertThat(ready.status()).isEqualTo("False");
        assertThat(ready.reason()).isEqualTo("ApplyRefused");
        assertThat(ready.message()).contains("Secret hello-proxy-auth", "rule seven of the house");
      }));
      assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ApplyRefused");
    }
    eventually(() -> assertThat(namespace.secret("hello-proxy-auth", "htpasswd").orElseThrow()).doesNotContain("alice"));
    eventually(() -> assertThat(namespace.reason("hello", "Ready")).isEqualTo("Lockdown"));
  }

  /** Who rotates because a secret leaked must not be told that the leaked one is gone. */
  @SideBySide
  @Test
  void aRotationThatIsRefusedDoesNotReadAsOneThatIsOver() {
    namespace.create("hello", "alice=User");
    namespace.settled("hello");
    var leaked = namespace.secret("hello-alice-credentials", "password").orElseThrow();
    try (var rules = SecretRules.refusing(namespace, "CREATE", "object.metadata.name.endsWith(\"-auth-next\")")) {
      namespace.edit("hello", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"leaked-on-friday\",\"gracePeriod\":\"0s\"}}}}");

      eventually(() -> assertThat(namespace.condition("hello", "CredentialsRotated").orElseThrow()).satisfies(rotated -> {
        assertThat(rotated.status()).isEqualTo("False");
        assertThat(rotated.reason()).isEqualTo("ApplyRefused");
        assertThat(rotated.message()).contains("none is made for alice", "Secret hello-auth-next", "rule seven of the house");
      }));
      assertThat(namespace.server("hello").getStatus().auth().pendingRequestId()).isEqualTo("leaked-on-friday");
      assertThat(namespace.server("hello").getStatus().auth().observedRequestId()).isNullOrEmpty();
      assertThat(namespace.secret("hello-alice-credentials", "password")).contains(leaked);
    }
    eventually(() -> assertThat(namespace.secret("hello-alice-credentials", "password").orElseThrow()).isNotEqualTo(leaked));
    eventually(() -> assertThat(namespace.server("hello").getStatus().auth().observedRequestId()).isEqualTo("leaked-on-friday"));
  }
}

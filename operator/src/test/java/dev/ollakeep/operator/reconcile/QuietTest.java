package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator with nothing to do does nothing. */
@RequiresApiServer
class QuietTest {

  private TestNamespace namespace;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("quiet"));
    operator = OperatorUnderTest.start(api, namespace.name());
    namespace.create("hello", "alice=User", "bob=Viewer");
    namespace.settled("hello");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aNewServerCostsFewWrites() {
    var writes = operator.requests().writes();

    assertThat(writes.stream().filter(call -> !call.contains("/events"))).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void aReconcileWithNothingToDoAsksAndWritesNothing() {
    operator.requests().clear();

    wake();

    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(operator.requests().calls()).isEmpty());
  }

  @Test
  void aRestartWritesNothing() {
    var before = namespace.versions("hello");
    operator.stop();
    operator.requests().clear();

    operator.start();

    eventually(() -> assertThat(operator.isReady()).isTrue());
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(6))
        .untilAsserted(() -> assertThat(operator.requests().writes()).isEmpty());
    assertThat(namespace.versions("hello")).isEqualTo(before);
  }

  /** An object under the server's label wakes the server and changes nothing about it. */
  private void wake() {
    var maps = namespace.client().configMaps().inNamespace(namespace.name());
    var bystander = new ConfigMapBuilder()
        .withNewMetadata().withName("bystander").addToLabels("ollakeep.dev/server", "hello").endMetadata()
        .build();
    maps.resource(bystander).create();
    maps.withName("bystander").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"b\"}}");
  }
}

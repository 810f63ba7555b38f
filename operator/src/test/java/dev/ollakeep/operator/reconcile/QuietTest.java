package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator with nothing to do does nothing. */
@RequiresApiServer
class QuietTest {

  private static final int CHANGES_A_ROUND = 20;

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
  void aNewServerCostsFewCalls() {
    var calls = operator.requests().calls().stream().filter(call -> call.contains("/" + namespace.name() + "/")).toList();

    assertThat(calls).as("reads, writes and events for two users, and the lists that fill the caches").hasSizeLessThanOrEqualTo(56);
  }

  @Test
  void aThousandReconcilesWithNothingToDoAskAndWriteNothing() {
    var before = namespace.versions("hello");
    operator.requests().clear();
    var done = reconciles();

    for (var wakes = 0; reconciles() < done + 1_000; wakes++) {
      assertThat(wakes).as("rounds of events").isLessThan(1_000);
      wake(wakes);
    }

    assertThat(operator.requests().calls()).isEmpty();
    assertThat(namespace.versions("hello")).containsAllEntriesOf(before);
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

  /** As versions made it that did not say which families it has; where the cluster has one, that is no other Service. */
  @Test
  void aServiceOfOneFamilyIsToldItsFamiliesOnceAndThenLeftAlone() {
    operator.stop();
    var service = namespace.client().services().inNamespace(namespace.name()).withName("hello");
    var address = service.get().getSpec().getClusterIP();
    service.edit(it -> new ServiceBuilder(it).editSpec().withIpFamilyPolicy("SingleStack").endSpec().build());
    operator.requests().clear();

    operator.start();

    eventually(() -> assertThat(service.get().getSpec().getIpFamilyPolicy()).isEqualTo("PreferDualStack"));
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(operator.requests().writes()).filteredOn(call -> !call.contains("/events")).hasSize(1));
    assertThat(service.get().getSpec().getClusterIP()).isEqualTo(address);
    operator.stop();
    operator.requests().clear();
    operator.start();
    eventually(() -> assertThat(operator.isReady()).isTrue());
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(6))
        .untilAsserted(() -> assertThat(operator.requests().writes()).isEmpty());
  }

  /** An object under the server's label wakes the server, every time it changes, and changes nothing about it. */
  private void wake(int round) {
    var maps = namespace.client().configMaps().inNamespace(namespace.name());
    for (var change = 0; change < CHANGES_A_ROUND; change++) {
      maps.resource(new ConfigMapBuilder()
          .withNewMetadata().withName("bystander").addToLabels("ollakeep.dev/server", "hello").endMetadata()
          .addToData("change", round + "." + change)
          .build()).forceConflicts().serverSideApply();
    }
  }

  private double reconciles() {
    return operator.metrics().lines().filter(line -> line.startsWith("operator_sdk_reconciliations_success_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
  }
}

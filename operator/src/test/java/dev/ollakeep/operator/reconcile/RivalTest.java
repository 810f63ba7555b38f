package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.chaos.ShiftedClock;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever keeps undoing the operator's work is told about, and not fought; what changes it at admission is told about, too. */
@RequiresApiServer
class RivalTest {

  private static final int MOST_WRITES = 5;
  private static final String MIRROR = "mirror.example.com/nginx:1";
  private final ShiftedClock clock = new ShiftedClock();
  private TestNamespace namespace;
  private OperatorUnderTest operator;
  private ScheduledExecutorService rival;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("rival"));
    operator = OperatorUnderTest.start(api, OperatorUnderTest.config(namespace.name()), clock);
    namespace.create("hello", "alice=User");
    namespace.settled("hello");
    operator.requests().clear();
  }

  @AfterEach
  void stop() {
    stopRival();
    operator.close();
  }

  @SideBySide
  @Test
  void whoeverKeepsChangingAFieldIsNamedAndNotFought() {
    again(() -> {
      if (deployment().get().getSpec().getReplicas() != 7) {
        deployment().patch(as("autoscaler"), "{\"spec\":{\"replicas\":7}}");
      }
    });

    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ChildContention"));
    assertThat(namespace.condition("hello", "Stalled").orElseThrow().message())
        .contains("field manager autoscaler keeps changing spec.replicas of Deployment hello",
            "kubectl -n " + namespace.name() + " get deployment hello -o yaml --show-managed-fields");
    staysQuiet("/deployments/hello");

    stopRival();
    clock.jump(Duration.ofMinutes(6));
    eventually(() -> {
      wake();
      assertThat(deployment().get().getSpec().getReplicas()).isEqualTo(1);
    });
    assertThat(namespace.reason("hello", "Stalled")).as("it may begin again").isEqualTo("ChildContention");
    clock.jump(Duration.ofHours(1));
    eventually(() -> {
      wake();
      assertThat(namespace.reason("hello", "Stalled")).isEmpty();
    });
    assertThat(events("ChildContention")).singleElement().satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
  }

  @SideBySide
  @Test
  void whoAsksForWhatTheRivalWantsEndsIt() {
    var wanted = "nginx:1.30.0";
    again(() -> {
      if (!image().equals(wanted)) {
        deployment().patch(
            new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE).withFieldManager("updater").build(),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"proxy\",\"image\":\"" + wanted + "\"}]}}}}");
      }
    });
    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ChildContention"));
    assertThat(namespace.condition("hello", "Stalled").orElseThrow().message())
        .contains("field manager updater keeps changing spec.template.spec.containers[name=proxy].image of Deployment hello");

    namespace.edit("hello", "{\"spec\":{\"proxy\":{\"image\":\"" + wanted + "\"}}}");
    eventually(() -> {
      clock.jump(Duration.ofMinutes(1));
      wake();
      assertThat(namespace.reason("hello", "Stalled")).isEmpty();
    });
    assertThat(image()).isEqualTo(wanted);
  }

  /** Who gets to the server rests on it: that it is not fought over for a moment is no reason to say that all is well. */
  @SideBySide
  @Test
  void whileSomebodyElsesConfigurationStandsTheServerIsNotReady() {
    again(() -> namespace.client().configMaps().inNamespace(namespace.name()).withName("hello-proxy")
        .patch(as("mallory"), "{\"data\":{\"nginx.conf\":\"daemon off;\"}}"));

    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ChildContention"));
    eventually(() -> assertThat(namespace.condition("hello", "Ready").orElseThrow()).satisfies(ready -> {
      assertThat(ready.status()).isEqualTo("False");
      assertThat(ready.message()).contains("ConfigMap hello-proxy is not as asked for");
    }));

    stopRival();
    clock.jump(Duration.ofSeconds(61));
    eventually(() -> {
      wake();
      assertThat(namespace.client().configMaps().inNamespace(namespace.name()).withName("hello-proxy").get().getData().get("nginx.conf"))
          .contains("auth_request");
    });
  }

  @SideBySide
  @Test
  void whoeverKeepsDeletingAnObjectIsNotFought() {
    again(() -> namespace.client().services().inNamespace(namespace.name()).withName("hello").delete());

    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ChildContention"));
    assertThat(namespace.condition("hello", "Stalled").orElseThrow().message()).contains("keeps deleting Service hello");
    staysQuiet("/services/hello");
  }

  @SideBySide
  @Test
  void whatAPolicyChangesIsToldOnceAndStallsNothing() {
    try (var policy = new AdmissionRules(namespace, ImageMirror.policyAndBinding(namespace.name(), MIRROR))) {
      policy.create();
      eventually(() -> {
        namespace.edit("hello", "{\"spec\":{\"drainTimeout\":\"" + (60 + System.nanoTime() % 1000) + "s\"}}");
        assertThat(image()).isEqualTo(MIRROR);
      });
      eventually(() -> assertThat(namespace.reason("hello", "Altered")).isEqualTo("ChangedAtAdmission"));
      namespace.settled("hello");
      isToldQuietly();
      var before = deployment().get().getMetadata().getUid();
      deployment().delete();
      eventually(() -> assertThat(deployment().get()).extracting(made -> made.getMetadata().getUid()).isNotEqualTo(before));

      restart();
      eventually(() -> assertThat(namespace.reason("hello", "Altered")).as("found out again").isEqualTo("ChangedAtAdmission"));
      staysQuiet("/deployments/hello");
    }
    eventually(() -> {
      // Again and again: for a moment the API server goes on as the policy said.
      clock.jump(Duration.ofMinutes(11));
      wake();
      assertThat(image()).isNotEqualTo(MIRROR);
      assertThat(namespace.condition("hello", "Altered")).isEmpty();
    });
  }

  private void isToldQuietly() {
    operator.requests().clear();
    for (int event = 0; event < 50; event++) {
      wake();
    }
    staysQuiet("/deployments/hello");
    assertThat(namespace.condition("hello", "Altered").orElseThrow().message()).contains(
        "Deployment hello is changed when it is written: spec.template.spec.containers[name=proxy].image is " + MIRROR + " instead of ");
    assertThat(namespace.condition("hello", "Stalled")).isEmpty();
    assertThat(events("ChangedAtAdmission")).isNotEmpty().allSatisfy(event -> assertThat(event.getType()).isEqualTo("Normal"));
  }

  private void restart() {
    operator.stop();
    operator.requests().clear();
    operator.start();
    eventually(() -> assertThat(operator.isReady()).isTrue());
  }

  /** No more writes than may be, and none in a while in which a loop would make hundreds. */
  private void staysQuiet(String object) {
    await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
        assertThat(operator.requests().writes().stream().filter(call -> call.endsWith(object))).hasSizeLessThanOrEqualTo(MOST_WRITES));
  }

  private void again(Runnable work) {
    rival = Executors.newSingleThreadScheduledExecutor();
    rival.scheduleWithFixedDelay(() -> {
      try {
        work.run();
      } catch (KubernetesClientException notNow) {
        Thread.yield();
      }
    }, 0, 20, TimeUnit.MILLISECONDS);
  }

  private void stopRival() {
    if (rival != null) {
      rival.shutdown();
      await().until(() -> rival.awaitTermination(1, TimeUnit.SECONDS));
    }
  }

  /** An object under the server's label changes. */
  private void wake() {
    namespace.client().resource(new ConfigMapBuilder()
        .withNewMetadata().withName("bystander").withNamespace(namespace.name()).addToLabels("ollakeep.dev/server", "hello").endMetadata()
        .addToData("change", String.valueOf(System.nanoTime()))
        .build()).forceConflicts().serverSideApply();
  }

  private String image() {
    return deployment().get().getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  private RollableScalableResource<Deployment> deployment() {
    return namespace.client().apps().deployments().inNamespace(namespace.name()).withName("hello");
  }

  private List<Event> events(String reason) {
    return namespace.events("hello").stream().filter(event -> event.getReason().equals(reason)).toList();
  }

  private static PatchContext as(String manager) {
    return new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(manager).build();
  }
}

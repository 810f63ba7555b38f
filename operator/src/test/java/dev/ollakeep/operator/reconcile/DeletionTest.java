package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting a server needs no operator: there is no finalizer, and every child but the model volume names its owner. */
@RequiresApiServer
class DeletionTest {

  private TestNamespace namespace;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("deletion"));
    operator = OperatorUnderTest.start(api, namespace.name());
    namespace.create("hello", "alice=User");
    namespace.settled("hello");
  }

  @AfterEach
  void stop() {
    operator.close();
    assertThat(operator.ends()).isEmpty();
  }

  @Test
  void itIsGoneAtOnceAndNothingIsMadeAfterwards() {
    delete();

    assertThat(namespace.server("hello")).isNull();
    operatorKnows();
    collectGarbage();
    staysEmptyButForTheModels();
  }

  @Test
  void itIsGoneAlsoWhileTheOperatorIsAway() {
    operator.stop();
    delete();
    assertThat(namespace.server("hello")).isNull();

    operator.start();

    collectGarbage();
    staysEmptyButForTheModels();
  }

  @Test
  void aNamesakeTakesTheModelsBackAndMakesTheRestAnew() {
    var volume = namespace.objects("hello").get("PersistentVolumeClaim/hello-models").getMetadata().getUid();
    var password = namespace.secret("hello-alice-credentials", "password");
    delete();
    operatorKnows();
    collectGarbage();

    namespace.create("hello", "alice=User");

    namespace.settled("hello");
    assertThat(namespace.objects("hello").get("PersistentVolumeClaim/hello-models").getMetadata().getUid()).isEqualTo(volume);
    assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent().isNotEqualTo(password);
  }

  @Test
  void whatTheCollectorHasNotReachedYetIsAStrangersToANamesake() {
    delete();

    namespace.create("hello", "alice=User");

    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("NameConflict"));
    collectGarbage();
    namespace.settled("hello");
    assertThat(namespace.condition("hello", "Stalled")).isEmpty();
  }

  private void delete() {
    namespace.client().resource(namespace.server("hello")).delete();
  }

  /** Until it has heard of the deletion it makes again what is collected; here nobody would collect that once more. */
  private void operatorKnows() {
    eventually(() -> assertThat(operator.metrics()).doesNotContain("name=\"hello\""));
  }

  /** What the garbage collector of a controller manager would do, which these tests run without. */
  private void collectGarbage() {
    var current = namespace.server("hello");
    namespace.objects("hello").values().stream()
        .filter(object -> !object.getMetadata().getOwnerReferences().isEmpty())
        .filter(object -> current == null
            || !object.getMetadata().getOwnerReferences().get(0).getUid().equals(current.getMetadata().getUid()))
        .forEach(object -> namespace.client().resource(object).delete());
  }

  private void staysEmptyButForTheModels() {
    await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).untilAsserted(
        () -> assertThat(namespace.objects("hello")).containsOnlyKeys("PersistentVolumeClaim/hello-models"));
  }
}

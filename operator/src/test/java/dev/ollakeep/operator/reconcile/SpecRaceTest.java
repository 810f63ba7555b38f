package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Every edit of a spec is heard, also one that arrives while a status is being written. */
@RequiresApiServer
class SpecRaceTest {

  private static final int EDITS = 40;

  @Test
  void noneOfFortyEditsIsLost(ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("race"));
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      namespace.create("hello", "alice=User");
      namespace.edit("hello", "{\"spec\":{\"replicas\":0}}");
      namespace.settled("hello");
      for (int edit = 1; edit <= EDITS; edit++) {
        editWhileStatusIsWritten(namespace, operator, edit);
      }
    }
  }

  /** The first edit makes the operator write a status; the second is sent as soon as that write is on its way. */
  private static void editWhileStatusIsWritten(TestNamespace namespace, OperatorUnderTest operator, int edit) {
    var raced = new AtomicReference<Runnable>(() ->
        namespace.edit("hello", "{\"spec\":{\"replicas\":0,\"drainTimeout\":\"" + (60 + edit) + "s\"}}"));
    operator.requests().onStatusWrite(() -> {
      var once = raced.getAndSet(null);
      if (once != null) {
        once.run();
      }
    });
    namespace.edit("hello", "{\"spec\":{\"replicas\":1}}");

    eventually(() -> {
      var deployment = (Deployment) namespace.objects("hello").get("Deployment/hello");
      assertThat(raced.get()).as("the status was written").isNull();
      assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
          .as("edit %d", edit).isGreaterThanOrEqualTo(60L + edit);
      assertThat(namespace.server("hello").getStatus().observedGeneration())
          .isEqualTo(namespace.server("hello").getMetadata().getGeneration());
    });
  }
}

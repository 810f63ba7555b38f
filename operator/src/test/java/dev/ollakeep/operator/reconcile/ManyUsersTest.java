package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As many users as a resource may have: they get their credentials, and new ones, without one reconcile that fails. */
@RequiresApiServer
class ManyUsersTest {

  private static final int MOST_USERS = 100;
  /** Some hundred writes, each after a look of its own, on machines that are shared. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void areMadeAndRotatedWithoutAFailure(ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("many"));
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      namespace.create("many", IntStream.range(0, MOST_USERS).mapToObj("user-%03d=User"::formatted).toArray(String[]::new));
      await().atMost(PATIENCE).until(() -> namespace.reason("many", "CredentialsReady").equals("Published")
          && namespace.reason("many", "CredentialsRotated").equals("Stable"));
      var first = passwords(namespace);
      assertThat(first).hasSize(MOST_USERS + 1);

      namespace.edit("many", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");
      await().atMost(PATIENCE).until(() -> namespace.reason("many", "CredentialsRotated").equals("InGrace"));

      assertThat(passwords(namespace)).hasSize(MOST_USERS + 1).doesNotContainAnyElementsOf(first);
      assertThat(operator.metrics().lines().filter(line -> line.startsWith("operator_sdk_reconciliations_failed_total")))
          .allMatch(line -> line.endsWith(" 0.0"));
      assertThat(operator.metrics()).contains("operator_sdk_reconciliations_success_total");
    }
  }

  private static Set<String> passwords(TestNamespace namespace) {
    var passwords = new TreeSet<String>();
    namespace.client().secrets().inNamespace(namespace.name()).withLabel("ollakeep.dev/user").list().getItems()
        .forEach(secret -> passwords.add(secret.getData().get("password")));
    return passwords;
  }
}

package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import org.junit.jupiter.api.Test;

/** A new secret is published only after every pod accepts it. */
@RequiresApiServer
@RequiresNginx
class GateTest {

  @Test
  void aPodThatIsHeldBackHoldsThePublicationBack(ApiServer api) {
    try (var site = Site.open(api, "gate")) {
      site.create("two", """
          replicas: 2
          storage: {type: Ephemeral}
          auth: {users: [{name: alice, role: User}]}
          """);
      assertThat(site.pods()).hasSize(2);
      var held = site.pods().get(0);
      var free = site.pods().get(1);
      var old = site.login("two", "alice");
      held.hold();

      site.patch("two", "{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}");
      Site.until("one pod has the new revision", () -> "1/2".equals(site.server("two").getStatus().auth().podsAtRevision()));
      Site.until("the touch of the held pod is repeated", () -> touches(site, held.name()) >= 3);

      assertThat(site.login("two", "alice")).as("what clients read while one pod lags").isEqualTo(old);
      assertThat(site.reason("two", "CredentialsRotated")).contains("WaitingForPods");
      assertThat(site.condition("two", "Ready")).as("a rotation never lowers Ready").contains("True");
      assertThat(Site.ask(held, "/api/version", old)).isEqualTo(200);
      assertThat(Site.ask(free, "/api/version", old)).isEqualTo(200);

      held.release();
      Site.until("published", () -> !site.login("two", "alice").equals(old));
      bothWorkEverywhere(site, site.login("two", "alice"), old);
    }
  }

  private static void bothWorkEverywhere(Site site, String now, String old) {
    for (var pod : site.pods()) {
      assertThat(Site.ask(pod, "/api/version", now)).as("the new secret on %s", pod.name()).isEqualTo(200);
      assertThat(Site.ask(pod, "/api/version", old)).as("the old secret in its grace on %s", pod.name()).isEqualTo(200);
    }
  }

  /** The annotation tells the attempt: {@code <what is waited for> <attempt> <time>}. */
  private static int touches(Site site, String pod) {
    var annotations = site.client().pods().inNamespace(site.namespace()).withName(pod).get().getMetadata().getAnnotations();
    return Integer.parseInt(annotations.get("ollakeep.dev/touch").split(" ")[1]);
  }
}

package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import org.junit.jupiter.api.Test;

/** A new secret is published only after every pod accepts it. */
@RequiresApiServer
@RequiresNginx
class PublicationTest {

  private static final String SPEC = """
      replicas: 2
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User}]}
      """;

  @Test
  void aPodThatIsHeldBackHoldsThePublicationBack(ApiServer api) {
    try (var site = Site.open(api, "gate")) {
      site.create("two", SPEC);
      Site.until("two pods are ready", () -> "2/2".equals(site.server("two").getStatus().auth().podsAtRevision()));
      var held = site.pods().get(0);
      var old = site.login("two", "alice");
      held.hold();

      site.patch("two", "{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}");
      Site.until("one pod has the new revision", () -> "1/2".equals(site.server("two").getStatus().auth().podsAtRevision()));
      Site.until("the touch of the held pod is repeated", () -> touches(site, held.name()) >= 3);
      assertThat(site.login("two", "alice")).as("what clients read while one pod lags").isEqualTo(old);
      assertThat(site.reason("two", "CredentialsRotated")).contains("WaitingForPods");
      assertThat(site.condition("two", "Ready")).as("a rotation never lowers Ready").contains("True");
      everyPodAccepts(site, old);

      held.release();
      Site.until("published", () -> !site.login("two", "alice").equals(old));
      everyPodAccepts(site, site.login("two", "alice"));
      everyPodAccepts(site, old);
    }
  }

  private static void everyPodAccepts(Site site, String login) {
    for (var pod : site.pods()) {
      assertThat(Site.ask(pod, "/api/version", login)).as("on %s", pod.name()).isEqualTo(200);
    }
  }

  /** The annotation tells the attempt: {@code <what is waited for> <attempt> <time>}. */
  private static int touches(Site site, String pod) {
    var annotations = site.client().pods().inNamespace(site.namespace()).withName(pod).get().getMetadata().getAnnotations();
    return Integer.parseInt(annotations.get("ollakeep.dev/touch").split(" ")[1]);
  }
}

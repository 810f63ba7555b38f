package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.player.PlayedPod;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One user's 24 hours of grace delay nobody else; what is taken away from a user is gone at once. */
@RequiresApiServer
@RequiresNginx
class IndependenceTest {

  private static final String TAGS = "/api/tags";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static Site site;
  private static PlayedPod pod;
  private static String alicesOld;

  @BeforeAll
  static void aliceIsInGrace(ApiServer api) {
    site = Site.open(api, "independence");
    site.create("shared", """
        storage: {type: Ephemeral}
        auth:
          rotation: {gracePeriod: 24h}
          users:
            - {name: alice, role: User}
            - {name: bob, role: User}
            - {name: carol, role: User}
            - {name: dave, role: ModelManager}
            - {name: frank, role: User}
        """);
    pod = site.pods().get(0);
    alicesOld = site.login("shared", "alice");
    site.replace("shared", "/spec/auth/users/0/requestId", "\"first\"");
    Site.until("alice is rotated", () -> !site.login("shared", "alice").equals(alicesOld));
    Site.until("alice is in grace", () -> phase("alice").equals("InGrace"));
  }

  @AfterEach
  void aliceHasHerGrace() {
    assertThat(phase("alice")).isEqualTo("InGrace");
    assertThat(Site.ask(pod, TAGS, alicesOld)).as("alice's old secret").isEqualTo(200);
    assertThat(Site.ask(pod, TAGS, site.login("shared", "alice"))).as("alice's new secret").isEqualTo(200);
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void anotherUserRotates() {
    var old = site.login("shared", "bob");
    site.replace("shared", "/spec/auth/users/1/requestId", "\"second\"");
    soon("bob is rotated", () -> !site.login("shared", "bob").equals(old));
    assertThat(Site.ask(pod, TAGS, site.login("shared", "bob"))).isEqualTo(200);
  }

  @Test
  void aNewUserLogsIn() {
    site.replace("shared", "/spec/auth/users/-", "{\"name\":\"erin\",\"role\":\"Viewer\"}");
    soon("erin has a Secret", () -> site.secret("shared-erin-credentials") != null);
    assertThat(Site.ask(pod, TAGS, site.login("shared", "erin"))).isEqualTo(200);
  }

  @Test
  void aSuspendedUserIsRefusedAndComesBackWithTheSameSecret() {
    var secret = site.login("shared", "carol");
    site.replace("shared", "/spec/auth/users/2/suspended", "true");
    soon("carol is refused", () -> Site.ask(pod, TAGS, secret) == 401);
    site.replace("shared", "/spec/auth/users/2/suspended", "false");
    soon("carol is back", () -> Site.ask(pod, TAGS, secret) == 200);
    assertThat(site.login("shared", "carol")).isEqualTo(secret);
  }

  @Test
  void aDeletedCredentialIsReplacedAndTheOldOneGoesOnForItsGrace() {
    var old = site.login("shared", "frank");
    site.client().secrets().inNamespace(site.namespace()).withName("shared-frank-credentials").delete();
    soon("frank has another secret", () -> !site.login("shared", "frank").equals(old));
    assertThat(Site.ask(pod, TAGS, site.login("shared", "frank"))).as("the new secret").isEqualTo(200);
    assertThat(Site.ask(pod, TAGS, old)).as("the old secret").isEqualTo(200);
  }

  @Test
  void aDemotedUserIsRefusedWithoutAReload() {
    var dave = site.login("shared", "dave");
    var delete = ClientCall.post("/api/copy", dave, "{\"source\":\"tiny\",\"destination\":\"copy\"}");
    assertThat(delete.on(Site.door(pod))).as("a ModelManager copies").isEqualTo(200);
    var log = pod.log("proxy").lines().filter(line -> !line.startsWith("{")).toList();
    site.replace("shared", "/spec/auth/users/3/role", "\"User\"");
    soon("dave is refused", () -> delete.on(Site.door(pod)) == 403);
    assertThat(Site.ask(pod, TAGS, dave)).as("what a User may do").isEqualTo(200);
    assertThat(pod.log("proxy").lines().filter(line -> !line.startsWith("{")).toList()).as("no word of a reload").isEqualTo(log);
  }

  /** In seconds, which the hours of somebody else's grace do not prolong. */
  private static void soon(String what, Callable<Boolean> holds) {
    await(what).atMost(SOON).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(holds);
  }

  private static String phase(String user) {
    return site.server("shared").getStatus().auth().users().stream()
        .filter(status -> status.name().equals(user)).findFirst().orElseThrow().phase();
  }
}

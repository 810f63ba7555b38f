package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.player.PlayedPod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One user's 24 hours of grace delay nobody else; what is taken away from a user is gone at once. */
@RequiresApiServer
@RequiresNginx
class IndependenceTest {

  private static final String TAGS = "/api/tags";

  private static Site site;
  private static PlayedPod pod;

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
        """);
    pod = site.pods().get(0);
    var old = site.login("shared", "alice");
    site.replace("shared", "/spec/auth/users/0/requestId", "\"first\"");
    Site.until("alice is rotated", () -> !site.login("shared", "alice").equals(old));
    Site.until("alice is in grace", () -> phase("alice").equals("InGrace"));
    assertThat(Site.ask(pod, TAGS, old)).as("alice's old secret in grace").isEqualTo(200);
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void anotherUserRotates() {
    var old = site.login("shared", "bob");
    site.replace("shared", "/spec/auth/users/1/requestId", "\"second\"");
    Site.until("bob is rotated", () -> !site.login("shared", "bob").equals(old));
    assertThat(Site.ask(pod, TAGS, site.login("shared", "bob"))).isEqualTo(200);
    assertThat(phase("alice")).isEqualTo("InGrace");
  }

  @Test
  void aNewUserLogsIn() {
    site.replace("shared", "/spec/auth/users/-", "{\"name\":\"erin\",\"role\":\"Viewer\"}");
    Site.until("erin has a Secret", () -> site.secret("shared-erin-credentials") != null);
    assertThat(Site.ask(pod, TAGS, site.login("shared", "erin"))).isEqualTo(200);
  }

  @Test
  void aSuspendedUserIsRefusedAndComesBackWithTheSameSecret() {
    var secret = site.login("shared", "carol");
    site.replace("shared", "/spec/auth/users/2/suspended", "true");
    Site.until("carol is refused", () -> Site.ask(pod, TAGS, secret) == 401);
    site.replace("shared", "/spec/auth/users/2/suspended", "false");
    Site.until("carol is back", () -> Site.ask(pod, TAGS, secret) == 200);
    assertThat(site.login("shared", "carol")).isEqualTo(secret);
  }

  @Test
  void aDemotedUserIsRefusedWithoutAReload() {
    var dave = site.login("shared", "dave");
    var delete = Call.post("/api/copy", dave, "{\"source\":\"tiny\",\"destination\":\"copy\"}");
    assertThat(delete.on(Site.door(pod))).as("a ModelManager copies").isEqualTo(200);
    var log = pod.log("proxy").lines().filter(line -> !line.startsWith("{")).toList();
    site.replace("shared", "/spec/auth/users/3/role", "\"User\"");
    Site.until("dave is refused", () -> delete.on(Site.door(pod)) == 403);
    assertThat(Site.ask(pod, TAGS, dave)).as("what a User may do").isEqualTo(200);
    assertThat(pod.log("proxy").lines().filter(line -> !line.startsWith("{")).toList()).as("no word of a reload").isEqualTo(log);
  }

  private static String phase(String user) {
    return site.server("shared").getStatus().auth().users().stream()
        .filter(status -> status.name().equals(user)).findFirst().orElseThrow().phase();
  }
}

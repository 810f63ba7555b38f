package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hashes and roles change by swapping files: the next request sees it, on a connection that is already open, without a reload. */
@RequiresNginx
class AccountsSwapTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());
  private static final Accounts USUAL = RIG.cast().accounts();

  @AfterEach
  void everybodyIsBack() throws IOException {
    RIG.publish(USUAL);
  }

  @Test
  void removedCredentialsAreRefusedOnTheSameConnection() throws IOException {
    Login leaving = RIG.cast().next("user");
    Login staying = RIG.cast().next("user");
    try (RawHttp client = new RawHttp(RIG.open())) {
      assertThat(status(client, "GET /api/tags", leaving)).isEqualTo(200);
      RIG.publish(USUAL.withoutHashesOf(leaving.name()));
      assertThat(status(client, "GET /api/tags", leaving)).isEqualTo(401);
      assertThat(status(client, "GET /api/tags", staying)).isEqualTo(200);
      RIG.publish(USUAL);
      assertThat(status(client, "GET /api/tags", leaving)).isEqualTo(200);
    }
  }

  @Test
  void aDemotionWorksOnTheSameConnection() throws IOException {
    Login demoted = RIG.cast().next("admin");
    try (RawHttp client = new RawHttp(RIG.open())) {
      assertThat(status(client, "POST /api/push", demoted)).isEqualTo(200);
      RIG.publish(USUAL.withRole(demoted.name(), "viewer"));
      assertThat(status(client, "POST /api/push", demoted)).isEqualTo(403);
      assertThat(status(client, "GET /api/tags", demoted)).isEqualTo(200);
    }
  }

  @Test
  void whileTwoRolesAreThereTheLowerOneDecides() throws IOException {
    Login user = RIG.cast().next("admin");
    Map<String, String> files = new TreeMap<>(USUAL.files());
    files.put("role.viewer." + user.name(), "");
    RIG.publishFiles(files);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("POST /api/push", user)).status()).isEqualTo(403);
  }

  @Test
  void anUnknownRoleIsNoRole() throws IOException {
    Login user = RIG.cast().next("admin");
    RIG.publish(USUAL.withRole(user.name(), "superuser"));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", user)).status()).isEqualTo(403);
  }

  @Test
  void bothSecretsOfARotationWorkAndTheOldOneIsMarked() throws IOException {
    Login old = RIG.cast().next("user");
    Login fresh = Login.random(old.name(), new Random(7));
    RIG.publish(USUAL.withCurrent(fresh).withPrevious(old));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags?by=old", old)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/ps?by=new", fresh)).status()).isEqualTo(200);
    Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() ->
        assertThat(RIG.accessLines()).filteredOn(line -> line.path("user").asText().equals(old.name()))
            .extracting(line -> line.path("path").asText() + " by " + line.path("credential").asText())
            .contains("/api/tags by previous", "/api/ps by current"));
    RIG.publish(USUAL.withCurrent(fresh));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", old)).status()).isEqualTo(401);
  }

  @Test
  void lockdownRefusesEverybodyButTheOperatorsDoor() throws IOException {
    Login operator = RIG.cast().login("ollakeep", 0);
    RIG.publish(USUAL.withoutUsers());
    for (String role : Cast.ROLES) {
      assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next(role))).status()).isEqualTo(401);
    }
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", operator)).status()).isEqualTo(401);
    assertThat(RawHttp.ask(RIG.internal(), AttackRig.request("GET /ollama/api/tags", operator)).status()).isEqualTo(200);
  }

  @Test
  void withoutAnyFileNobodyGetsIn() throws IOException {
    RIG.publishFiles(Map.of());
    int mark = RIG.upstream().count();
    Answer answer = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("admin")));
    assertThat(answer.status()).isEqualTo(401);
    Login operator = RIG.cast().login("ollakeep", 0);
    Answer door = RawHttp.ask(RIG.internal(), AttackRig.request("GET /ollama/api/tags", operator));
    assertThat(door.status()).isIn(401, 403);
    assertThat(RIG.upstream().count()).isEqualTo(mark);
  }

  @Test
  void theOperatorsDoorKnowsItsPreviousSecretButNobodyElses() throws IOException {
    Login old = RIG.cast().login("ollakeep", 0);
    Login fresh = Login.random(old.name(), new Random(8));
    Login user = RIG.cast().next("admin");
    RIG.publish(USUAL.withOperator(fresh).withCurrent(fresh).withPrevious(old).withPrevious(user));
    assertThat(RawHttp.ask(RIG.internal(), AttackRig.request("GET /ollama/api/tags", fresh)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.internal(), AttackRig.request("GET /ollama/api/tags", old)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.internal(), AttackRig.request("GET /ollama/api/tags", user)).status()).isEqualTo(401);
    RIG.publish(USUAL.withOperator(fresh).withCurrent(fresh));
    assertThat(RawHttp.ask(RIG.internal(), AttackRig.request("GET /ollama/api/tags", old)).status()).isEqualTo(401);
  }

  private static int status(RawHttp client, String line, Login login) throws IOException {
    client.send(AttackRig.request(line, login));
    return client.answer(false).status();
  }
}

package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hashes and roles change by swapping files: the next request sees it, on a connection that is already open, without a reload. */
@RequiresNginx
class AccountsSwapTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());
  private static final Accounts USUAL = RIG.cast().accounts();

  @AfterEach
  void everybodyIsBack() throws IOException {
    publish(Layout.PER_USER, USUAL);
  }

  @ParameterizedTest
  @EnumSource
  void removedCredentialsAreRefusedOnTheSameConnection(Layout layout) throws IOException {
    Login leaving = RIG.cast().next("user");
    Login staying = RIG.cast().next("user");
    try (RawHttp client = new RawHttp(RIG.open())) {
      assertThat(status(client, "GET /api/tags", leaving)).isEqualTo(200);
      publish(layout, USUAL.withoutHashesOf(leaving.name()));
      assertThat(status(client, "GET /api/tags", leaving)).isEqualTo(401);
      assertThat(status(client, "GET /api/tags", staying)).isEqualTo(200);
      publish(layout, USUAL);
      assertThat(status(client, "GET /api/tags", leaving)).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDemotionWorksOnTheSameConnection(Layout layout) throws IOException {
    Login demoted = RIG.cast().next("admin");
    try (RawHttp client = new RawHttp(RIG.open())) {
      assertThat(status(client, "POST /api/push", demoted)).isEqualTo(200);
      publish(layout, USUAL.withRole(demoted.name(), "viewer"));
      assertThat(status(client, "POST /api/push", demoted)).isEqualTo(403);
      assertThat(status(client, "GET /api/tags", demoted)).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileTwoRolesAreThereTheLowerOneDecides(Layout layout) throws IOException {
    Login user = RIG.cast().next("admin");
    Map<String, String> files = new TreeMap<>(layout.files(USUAL));
    files.put("role.viewer." + user.name(), files.get("role.admin." + user.name()));
    RIG.publishFiles(files);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("POST /api/push", user)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownRoleIsNoRole(Layout layout) throws IOException {
    Login user = RIG.cast().next("admin");
    publish(layout, USUAL.withRole(user.name(), "superuser"));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", user)).status())
        .isEqualTo(layout == Layout.PER_USER ? 401 : 403);
  }

  @Test
  void aSecretCountsWithTheRoleInTheNameOfTheFileThatHoldsItsHash() throws IOException {
    Login old = RIG.cast().next("admin");
    Login fresh = Login.random(old.name(), new Random(6));
    Map<String, String> files = new TreeMap<>(Layout.PER_USER.files(USUAL));
    files.put("role.admin." + old.name(), fresh.line(new byte[16]));
    RIG.publishFiles(files);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("POST /api/push", old)).status()).as("only htpasswd knows it").isEqualTo(401);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("POST /api/push", fresh)).status()).isEqualTo(200);
  }

  /** Whatever lies in the volume: a name of a client's choice becomes part of a path. */
  @ParameterizedTest
  @EnumSource
  void aNameThatNoUserCanHaveIsRefusedEvenIfThereIsAFileForIt(Layout layout) throws IOException {
    for (String name : List.of("Admin", "a.b", "a_b", "-a", "a-", "a".repeat(33), "a b")) {
      Login odd = Login.random(name, new Random(9));
      RIG.publishFiles(layout.files(USUAL.withCurrent(odd).withPrevious(odd).withRole(name, "admin")));
      assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", odd)).status()).as(name).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothSecretsOfARotationWorkAndTheOldOneIsMarked(Layout layout) throws IOException {
    Login old = RIG.cast().next("user");
    Login fresh = Login.random(old.name(), new Random(7));
    publish(layout, USUAL.withCurrent(fresh).withPrevious(old));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags?by=old", old)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/ps?by=new", fresh)).status()).isEqualTo(200);
    Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() ->
        assertThat(RIG.accessLines()).filteredOn(line -> line.path("user").asText().equals(old.name()))
            .extracting(line -> line.path("path").asText() + " by " + line.path("credential").asText())
            .contains("/api/tags by previous", "/api/ps by current"));
    publish(layout, USUAL.withCurrent(fresh));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", old)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource
  void lockdownRefusesEverybodyTheOperatorToo(Layout layout) throws IOException {
    Login operator = RIG.cast().login("ollakeep", 0);
    publish(layout, USUAL.withoutUsers());
    for (String role : Cast.ROLES) {
      assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next(role))).status()).isEqualTo(401);
    }
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", operator)).status()).isEqualTo(401);
    publish(layout, USUAL);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", operator)).status()).as("afterwards").isEqualTo(200);
  }

  @Test
  void withoutAnyFileNobodyGetsIn() throws IOException {
    RIG.publishFiles(Map.of());
    int mark = RIG.upstream().count();
    Answer answer = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("admin")));
    assertThat(answer.status()).isEqualTo(401);
    Answer operators = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().login("ollakeep", 0)));
    assertThat(operators.status()).isEqualTo(401);
    assertThat(RIG.upstream().count()).isEqualTo(mark);
  }

  /** Its hash lies in a file of its own, too, which is there in a lockdown: what is written there lets nobody in. */
  @ParameterizedTest
  @EnumSource
  void theOperatorLogsInAsEverybodyDoes(Layout layout) throws IOException {
    Login old = RIG.cast().login("ollakeep", 0);
    Login fresh = Login.random(old.name(), new Random(8));
    Login alone = Login.random(old.name(), new Random(10));
    publish(layout, USUAL.withOperator(alone).withCurrent(fresh).withPrevious(old));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/version", fresh)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/version", old)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/version", alone)).status()).isEqualTo(401);
    publish(layout, USUAL.withOperator(fresh).withCurrent(fresh));
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/version", old)).status()).isEqualTo(401);
  }

  private static void publish(Layout layout, Accounts accounts) throws IOException {
    RIG.publishFiles(layout.files(accounts));
  }

  private static int status(RawHttp client, String line, Login login) throws IOException {
    client.send(AttackRig.request(line, login));
    return client.answer(false).status();
  }
}

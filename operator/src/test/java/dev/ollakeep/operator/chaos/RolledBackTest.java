package dev.ollakeep.operator.chaos;

import static dev.ollakeep.operator.chaos.Beginnings.ALICE;
import static dev.ollakeep.operator.chaos.Beginnings.BOBS_ENTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operator that is rolled back in the middle of a rotation to a version which knows less than the one before it.
 *
 * <p>The newer one dies after the n-th write to a Secret, having stored what this version has no name for. Everything stands still
 * until that is taken back: nobody is locked out.
 */
@Isolated("opens the schema, which all tests of the API server share")
@RequiresApiServer
class RolledBackTest {

  private static final Workflow ROTATION = Workflows.named("every secret is rotated by the request of the server");
  private static final String OF_A_NEWER_VERSION = """
      {"escrow": {"keep": "3"}, "auth": {"sessions": "5m", "rotation": {"pace": "Careful"}}}""";
  private static final String TAKEN_BACK = """
      {"escrow": null, "auth": {"sessions": null, "rotation": {"pace": null}}}""";

  private static Scene scene;
  private static OpenSchema schema;

  @BeforeAll
  static void open(ApiServer api) {
    scene = new Scene(api, new ShiftedClock(), 1);
    Beginnings.settled(scene);
    schema = new OpenSchema(api.client(), () -> {
      scene.edit(OF_A_NEWER_VERSION);
      return scene.stored().contains("\"escrow\"");
    });
    scene.edit(TAKEN_BACK);
  }

  @AfterAll
  static void close() {
    scene.deleteServer();
    if (schema != null) {
      schema.close();
    }
    scene.close();
  }

  @ParameterizedTest(name = "after {0} writes")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void fieldsThatItDoesNotKnowStopTheRotationAndLockNobodyOut(int writes) {
    var goal = rotateUntilTheOperatorDies(writes);
    scene.edit(OF_A_NEWER_VERSION);
    users("User", ",\"devices\":{\"most\":2}");
    scene.note("ollakeep.dev/escrow", "kept");

    everythingStandsStill();
    assertThat(scene.stored()).as("the spec keeps what it does not know")
        .contains("\"pace\":\"Careful\"", "\"devices\":{\"most\":2}", "\"escrow\":{\"keep\":\"3\"}");

    scene.edit(TAKEN_BACK);
    goesOn(goal);
  }

  @ParameterizedTest(name = "after {0} writes")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aRoleThatItDoesNotKnowStopsTheRotationAndLocksNobodyOut(int writes) {
    var goal = rotateUntilTheOperatorDies(writes);
    users("Auditor", "");

    everythingStandsStill();
    goesOn(goal);
  }

  private static void everythingStandsStill() {
    scene.revive(Faults.NONE);
    scene.settle(() -> scene.says("Stalled", "InvalidSpec"));
    await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
        assertThat(scene.operator().api().writes()).allMatch(write -> write.endsWith("/status")));
    assertThat(scene.auth().admits("alice", scene.password(ALICE))).as("what Alice reads").isTrue();
    assertThat(scene.pods().serving()).hasSize(2).allMatch(pod -> pod.admits("alice", scene.password(ALICE)));
  }

  private static void goesOn(BooleanSupplier goal) {
    users("User", "");
    scene.settle(goal);
    assertThat(scene.ledger().takeBroken()).isEmpty();
  }

  private static void users(String role, String more) {
    Beginnings.users(scene, "{\"name\":\"alice\",\"role\":\"" + role + "\"" + more + "}", BOBS_ENTRY);
  }

  private static BooleanSupplier rotateUntilTheOperatorDies(int writes) {
    ROTATION.prepare().accept(scene);
    scene.ledger().takeBroken();
    var seen = new AtomicInteger();
    scene.operator().api().play((call, write) ->
        call.writesSecret() && seen.incrementAndGet() == writes ? Fate.DIE_AFTER : Fate.PASS);
    var goal = ROTATION.act().apply(scene);
    scene.settleOrDie(goal);
    assertThat(scene.operator().isDead()).as("the operator died after write %d to a Secret", writes).isTrue();
    return goal;
  }
}

package dev.ollakeep.operator.chaos;

import static dev.ollakeep.operator.chaos.Beginnings.ALICE;
import static dev.ollakeep.operator.chaos.Beginnings.BOB;
import static dev.ollakeep.operator.chaos.Beginnings.BOBS_ENTRY;
import static dev.ollakeep.operator.chaos.Beginnings.OPERATOR;
import static dev.ollakeep.operator.chaos.Beginnings.alice;
import static dev.ollakeep.operator.chaos.Beginnings.ready;
import static dev.ollakeep.operator.chaos.Beginnings.users;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Everything that gives somebody a new secret, or ends an old one. */
final class Rotations {

  private Rotations() {}

  static BooleanSupplier everybodyByRequest(Scene scene) {
    var replaced = aliceAndTheOperatorReplaced(scene);
    scene.edit("{\"auth\":{\"rotation\":{\"requestId\":\"" + scene.request() + "\"}}}");
    return () -> replaced.getAsBoolean() && ended(scene);
  }

  static BooleanSupplier oneByRequest(Scene scene) {
    var replaced = replaced(scene, ALICE);
    users(scene, alice(",\"requestId\":\"" + scene.request() + "\""), BOBS_ENTRY);
    return () -> replaced.getAsBoolean() && ended(scene);
  }

  /** Twice the interval goes by, so that everybody's is over, each with a delay of its own. */
  static BooleanSupplier byInterval(Scene scene) {
    var replaced = aliceAndTheOperatorReplaced(scene);
    scene.jump(Duration.ofHours(2));
    scene.edit("{\"auth\":{\"rotation\":{\"interval\":\"1h\"}}}");
    return () -> replaced.getAsBoolean() && ended(scene);
  }

  static BooleanSupplier atTheSource(Scene scene) {
    var password = "Correct-horse-" + scene.request() + "-battery";
    scene.overwrite("source", password);
    return () -> scene.password(BOB).equals(password) && ended(scene);
  }

  static BooleanSupplier deleted(Scene scene) {
    var replaced = replaced(scene, ALICE);
    scene.deleteSecret(ALICE);
    return () -> scene.has(ALICE) && replaced.getAsBoolean() && ended(scene);
  }

  static BooleanSupplier overwritten(Scene scene) {
    var replaced = replaced(scene, ALICE);
    var byHand = "Typed-by-a-person-" + scene.request();
    scene.overwrite(ALICE, byHand);
    return () -> replaced.getAsBoolean() && !scene.password(ALICE).equals(byHand) && ended(scene);
  }

  /** Alice, who is in grace, has lost her secret; everybody else keeps the grace. */
  static BooleanSupplier emergency(Scene scene) {
    var replaced = replaced(scene, ALICE);
    scene.ledger().grace("alice", Duration.ZERO);
    users(scene, alice(",\"gracePeriod\":\"0s\",\"requestId\":\"" + scene.request() + "\""), BOBS_ENTRY);
    return () -> replaced.getAsBoolean() && scene.upToDate() && scene.says("CredentialsRotated", "InGrace")
        && !scene.auth().previous().containsKey("alice") && scene.auth().previous().containsKey("ollakeep");
  }

  static BooleanSupplier endOfGrace(Scene scene) {
    scene.ledger().grace(Beginnings.GRACE);
    scene.edit("{\"auth\":{\"rotation\":{\"gracePeriod\":\"1s\"}}}");
    return () -> ended(scene);
  }

  /** The operator before this one did not write down how it lays out its Secrets, and a rotation was just asked for. */
  static BooleanSupplier afterAnUpgrade(Scene scene) {
    scene.tellLayout(null);
    var rotated = everybodyByRequest(scene);
    return () -> rotated.getAsBoolean() && scene.tellsItsLayout();
  }

  private static BooleanSupplier aliceAndTheOperatorReplaced(Scene scene) {
    var alices = replaced(scene, ALICE);
    var operators = replaced(scene, OPERATOR);
    return () -> alices.getAsBoolean() && operators.getAsBoolean();
  }

  private static BooleanSupplier replaced(Scene scene, String secret) {
    var before = scene.password(secret);
    return () -> !scene.password(secret).equals(before);
  }

  private static boolean ended(Scene scene) {
    return ready(scene) && scene.auth().previous().isEmpty();
  }
}

package dev.ollakeep.operator.chaos;

import static dev.ollakeep.operator.chaos.Beginnings.ALICE;
import static dev.ollakeep.operator.chaos.Beginnings.BOBS_ENTRY;
import static dev.ollakeep.operator.chaos.Beginnings.CAROL;
import static dev.ollakeep.operator.chaos.Beginnings.DORA;
import static dev.ollakeep.operator.chaos.Beginnings.alice;
import static dev.ollakeep.operator.chaos.Beginnings.ready;
import static dev.ollakeep.operator.chaos.Beginnings.users;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Everything that can happen to the credentials of a server. */
final class Workflows {

  static final List<Workflow> ALL = List.of(
      Workflow.of("a server is created", Beginnings::removed, Beginnings::create).restarting(),
      Workflow.of("every secret is rotated by the request of the server", Beginnings::settled, Rotations::everybodyByRequest),
      Workflow.of("one user is rotated by a request", Beginnings::settled, Rotations::oneByRequest),
      Workflow.of("every secret is rotated by the interval", Beginnings::settled, Rotations::byInterval),
      Workflow.of("a supplied password changes at its source", Beginnings::settled, Rotations::atTheSource),
      Workflow.of("a credential Secret is deleted", Beginnings::anew, Rotations::deleted),
      Workflow.of("a password is overwritten by hand", Beginnings::anew, Rotations::overwritten),
      Workflow.of("a user in grace is rotated without any grace", Beginnings::inGrace, Rotations::emergency),
      Workflow.of("a grace period ends", Beginnings::inGrace, Rotations::endOfGrace),
      Workflow.of("a rotation begins right after an upgrade of the layout", Workflows::upgraded, Rotations::afterAnUpgrade),
      Workflow.of("a user is added", Beginnings::settled, Workflows::addUser),
      Workflow.of("a user is removed", Workflows::withCarol, Workflows::removeUser),
      Workflow.of("a user is renamed", Workflows::withCarol, Workflows::renameUser),
      Workflow.of("a user is suspended", Beginnings::settled, Workflows::suspend),
      Workflow.of("a user is resumed", Workflows::suspended, Workflows::resume),
      Workflow.of("a role changes", Beginnings::settled, Workflows::changeRole),
      Workflow.of("image and resources change", Beginnings::settled, Workflows::changePods).restarting(),
      Workflow.of("lockdown begins", Beginnings::settled, Workflows::lock),
      Workflow.of("lockdown ends", Workflows::locked, Workflows::unlock),
      Workflow.of("a server is deleted", Beginnings::settled, Workflows::delete).restarting());

  private static final String CAROLS_ENTRY = "{\"name\":\"carol\",\"role\":\"Admin\"}";
  private static final String DORAS_ENTRY = "{\"name\":\"dora\",\"role\":\"Admin\"}";

  private Workflows() {}

  static Workflow named(String sentence) {
    return ALL.stream().filter(it -> it.sentence().equals(sentence)).findFirst().orElseThrow();
  }

  private static BooleanSupplier addUser(Scene scene) {
    scene.ledger().bind("carol");
    users(scene, alice(""), BOBS_ENTRY, CAROLS_ENTRY);
    return () -> ready(scene) && scene.has(CAROL);
  }

  /** By another operator: to one that goes on, whoever takes the layout away again and again is a rival. */
  private static void upgraded(Scene scene) {
    Beginnings.settled(scene);
    scene.revive(Faults.NONE);
  }

  private static void withCarol(Scene scene) {
    Beginnings.settled(scene);
    scene.settle(addUser(scene));
  }

  private static BooleanSupplier removeUser(Scene scene) {
    scene.ledger().release("carol");
    users(scene, alice(""), BOBS_ENTRY);
    return () -> ready(scene) && !scene.has(CAROL) && !scene.auth().current().containsKey("carol");
  }

  /** Another name is another user: the old one is gone, the new one gets a secret of its own. */
  private static BooleanSupplier renameUser(Scene scene) {
    var carols = scene.password(CAROL);
    scene.ledger().release("carol");
    scene.ledger().bind("dora");
    users(scene, alice(""), BOBS_ENTRY, DORAS_ENTRY);
    return () -> ready(scene) && !scene.has(CAROL) && !scene.auth().current().containsKey("carol")
        && scene.has(DORA) && !scene.password(DORA).equals(carols);
  }

  private static BooleanSupplier suspend(Scene scene) {
    scene.ledger().release("alice");
    users(scene, alice(",\"suspended\":true"), BOBS_ENTRY);
    return () -> scene.stable() && scene.auth().hashes("alice").findAny().isEmpty();
  }

  private static void suspended(Scene scene) {
    Beginnings.settled(scene);
    scene.settle(suspend(scene));
  }

  private static BooleanSupplier resume(Scene scene) {
    var kept = scene.password(ALICE);
    users(scene, alice(""), BOBS_ENTRY);
    return () -> ready(scene) && scene.auth().admits("alice", kept) && scene.password(ALICE).equals(kept);
  }

  private static BooleanSupplier changeRole(Scene scene) {
    users(scene, "{\"name\":\"alice\",\"role\":\"Admin\"}", BOBS_ENTRY);
    return () -> ready(scene) && scene.allows("alice", "admin");
  }

  private static BooleanSupplier changePods(Scene scene) {
    var before = scene.pods().uids();
    scene.edit("{\"image\":\"ollama/ollama:0.17.4-rocm\",\"resources\":{\"requests\":{\"memory\":\"3Gi\"}}}");
    return () -> ready(scene) && scene.rolledOut()
        && scene.pods().uids().stream().noneMatch(before::contains) && scene.pods().uids().size() == 2;
  }

  private static BooleanSupplier lock(Scene scene) {
    scene.ledger().release("alice", "bob");
    scene.edit("{\"auth\":{\"lockdown\":true}}");
    return () -> scene.stable() && scene.auth().hashes("alice").findAny().isEmpty() && scene.auth().hashes("bob").findAny().isEmpty();
  }

  private static void locked(Scene scene) {
    Beginnings.settled(scene);
    scene.settle(lock(scene));
  }

  private static BooleanSupplier unlock(Scene scene) {
    var kept = scene.password(ALICE);
    scene.edit("{\"auth\":{\"lockdown\":false}}");
    return () -> ready(scene) && scene.auth().admits("alice", kept) && scene.password(ALICE).equals(kept);
  }

  private static BooleanSupplier delete(Scene scene) {
    scene.ledger().release("alice", "bob", "ollakeep");
    scene.deleteServer();
    return () -> !scene.exists();
  }
}

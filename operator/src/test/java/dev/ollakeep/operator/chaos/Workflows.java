package dev.ollakeep.operator.chaos;

import static dev.ollakeep.operator.chaos.Scene.SERVER;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Everything that can happen to the credentials of a server. */
final class Workflows {

  private static final String ALICE = SERVER + "-alice-credentials";
  private static final String BOB = SERVER + "-bob-credentials";
  private static final String CAROL = SERVER + "-carol-credentials";
  private static final String SOURCE = """
      apiVersion: v1
      kind: Secret
      metadata: {name: source, labels: {ollakeep.dev/auth-source: "true"}}
      stringData: {password: Tr0ub4dor-and-3-moons}
      """;
  private static final String WITH_TWO_USERS = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: %s}
      spec:
        replicas: 2
        storage: {type: Ephemeral}
        auth:
          rotation: {gracePeriod: 1s}
          users:
          - {name: alice, role: User}
          - {name: bob, role: Viewer, passwordSecretRef: {name: source}}
      """.formatted(SERVER);
  private static final String BOBS_ENTRY = "{\"name\":\"bob\",\"role\":\"Viewer\",\"passwordSecretRef\":{\"name\":\"source\"}}";

  static final List<Workflow> ALL = List.of(
      Workflow.of("a server is created", Workflows::remove, Workflows::create).restarting(),
      Workflow.of("every secret is rotated by the request of the server", Workflows::settled, Workflows::rotateAll),
      Workflow.of("one user is rotated by a request", Workflows::settled, Workflows::rotateAlice),
      Workflow.of("a supplied password changes at its source", Workflows::settled, Workflows::changeSource),
      Workflow.of("a credential Secret is deleted", Workflows::anew, Workflows::deleteCredentials),
      Workflow.of("a grace period ends", Workflows::inGrace, Workflows::endGrace),
      Workflow.of("a user is added", Workflows::settled, Workflows::addUser),
      Workflow.of("a user is removed", Workflows::withCarol, Workflows::removeUser),
      Workflow.of("a user is suspended", Workflows::settled, Workflows::suspend),
      Workflow.of("a user is resumed", Workflows::suspended, Workflows::resume),
      Workflow.of("a role changes", Workflows::settled, Workflows::changeRole),
      Workflow.of("the image changes", Workflows::settled, Workflows::changeImage).restarting(),
      Workflow.of("lockdown begins", Workflows::settled, Workflows::lock),
      Workflow.of("lockdown ends", Workflows::locked, Workflows::unlock),
      Workflow.of("a server is deleted", Workflows::settled, Workflows::delete).restarting());

  private Workflows() {}

  static Workflow named(String sentence) {
    return ALL.stream().filter(it -> it.sentence().equals(sentence)).findFirst().orElseThrow();
  }

  private static void remove(Scene scene) {
    scene.ledger().release("alice", "bob", "ollakeep");
    if (scene.exists()) {
      scene.deleteServer();
    }
    scene.collectGarbage();
  }

  private static BooleanSupplier create(Scene scene) {
    if (!scene.has("source")) {
      scene.create(SOURCE);
    }
    scene.ledger().grace("1s");
    scene.ledger().bind("alice", "bob", "ollakeep");
    scene.create(WITH_TWO_USERS);
    return () -> scene.stable() && scene.says("Ready", "AllReady") && scene.has(ALICE) && scene.has(BOB);
  }

  /** As after the creation, whatever happened since. */
  private static void settled(Scene scene) {
    if (!scene.exists()) {
      scene.collectGarbage();
      scene.settle(create(scene));
    }
    scene.ledger().grace("1s");
    scene.ledger().release("carol");
    scene.edit("{\"image\":\"ollama/ollama:0.17.4\",\"auth\":{\"lockdown\":false,\"rotation\":{\"gracePeriod\":\"1s\"},\"users\":["
        + alice("") + "," + BOBS_ENTRY + "]}}");
    scene.settle(() -> scene.stable() && scene.says("Ready", "AllReady")
        && !scene.has(CAROL) && scene.auth().current().containsKey("alice") && scene.rolledOut());
    scene.ledger().bind("alice", "bob", "ollakeep");
  }

  /** A new server of the same name: one that had to mend its credentials too often would stand still. */
  private static void anew(Scene scene) {
    remove(scene);
    scene.settle(create(scene));
  }

  private static String alice(String more) {
    return "{\"name\":\"alice\",\"role\":\"User\"" + more + "}";
  }

  private static void users(Scene scene, String... entries) {
    scene.edit("{\"auth\":{\"users\":[" + String.join(",", entries) + "]}}");
  }

  private static boolean ready(Scene scene) {
    return scene.stable() && scene.says("Ready", "AllReady");
  }

  private static BooleanSupplier rotateAll(Scene scene) {
    var before = scene.password(ALICE);
    var beforeOfOperator = scene.password(SERVER + "-operator");
    scene.edit("{\"auth\":{\"rotation\":{\"requestId\":\"" + scene.request() + "\"}}}");
    return () -> ready(scene) && !scene.password(ALICE).equals(before)
        && !scene.password(SERVER + "-operator").equals(beforeOfOperator) && scene.auth().previous().isEmpty();
  }

  private static BooleanSupplier rotateAlice(Scene scene) {
    var before = scene.password(ALICE);
    users(scene, alice(",\"requestId\":\"" + scene.request() + "\""), BOBS_ENTRY);
    return () -> ready(scene) && !scene.password(ALICE).equals(before) && scene.auth().previous().isEmpty();
  }

  private static BooleanSupplier changeSource(Scene scene) {
    var password = "Correct-horse-" + scene.request() + "-battery";
    scene.putSource(password);
    return () -> ready(scene) && scene.password(BOB).equals(password) && scene.auth().previous().isEmpty();
  }

  private static BooleanSupplier deleteCredentials(Scene scene) {
    var before = scene.password(ALICE);
    scene.deleteSecret(ALICE);
    return () -> ready(scene) && scene.has(ALICE) && !scene.password(ALICE).equals(before) && scene.auth().previous().isEmpty();
  }

  private static void inGrace(Scene scene) {
    settled(scene);
    scene.ledger().grace("9h");
    var before = scene.password(ALICE);
    scene.edit("{\"auth\":{\"rotation\":{\"gracePeriod\":\"9h\",\"requestId\":\"" + scene.request() + "\"}}}");
    scene.settle(() -> scene.says("CredentialsRotated", "InGrace") && !scene.password(ALICE).equals(before));
  }

  private static BooleanSupplier endGrace(Scene scene) {
    scene.ledger().grace("1s");
    scene.edit("{\"auth\":{\"rotation\":{\"gracePeriod\":\"1s\"}}}");
    return () -> ready(scene) && scene.auth().previous().isEmpty();
  }

  private static BooleanSupplier addUser(Scene scene) {
    scene.ledger().bind("carol");
    users(scene, alice(""), BOBS_ENTRY, "{\"name\":\"carol\",\"role\":\"Admin\"}");
    return () -> ready(scene) && scene.has(CAROL);
  }

  private static void withCarol(Scene scene) {
    settled(scene);
    scene.settle(addUser(scene));
  }

  private static BooleanSupplier removeUser(Scene scene) {
    scene.ledger().release("carol");
    users(scene, alice(""), BOBS_ENTRY);
    return () -> ready(scene) && !scene.has(CAROL) && !scene.auth().current().containsKey("carol");
  }

  private static BooleanSupplier suspend(Scene scene) {
    scene.ledger().release("alice");
    users(scene, alice(",\"suspended\":true"), BOBS_ENTRY);
    return () -> scene.stable() && scene.auth().hashes("alice").findAny().isEmpty();
  }

  private static void suspended(Scene scene) {
    settled(scene);
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

  private static BooleanSupplier changeImage(Scene scene) {
    var before = scene.pods().uids();
    scene.edit("{\"image\":\"ollama/ollama:0.17.4-rocm\"}");
    return () -> ready(scene) && scene.pods().uids().stream().noneMatch(before::contains) && scene.pods().uids().size() == 2;
  }

  private static BooleanSupplier lock(Scene scene) {
    scene.ledger().release("alice", "bob");
    scene.edit("{\"auth\":{\"lockdown\":true}}");
    return () -> scene.stable() && scene.auth().hashes("alice").findAny().isEmpty() && scene.auth().hashes("bob").findAny().isEmpty();
  }

  private static void locked(Scene scene) {
    settled(scene);
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

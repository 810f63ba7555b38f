package dev.ollakeep.operator.chaos;

import static dev.ollakeep.operator.chaos.Scene.SERVER;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Brings a scene, whatever happened in it, to where a workflow begins; and what workflows say alike. */
final class Beginnings {

  static final Duration GRACE = Duration.ofSeconds(1);
  static final Duration LONG_GRACE = Duration.ofHours(9);
  static final String ALICE = SERVER + "-alice-credentials";
  static final String BOB = SERVER + "-bob-credentials";
  static final String CAROL = SERVER + "-carol-credentials";
  static final String DORA = SERVER + "-dora-credentials";
  static final String OPERATOR = SERVER + "-operator";
  static final String BOBS_ENTRY = "{\"name\":\"bob\",\"role\":\"Viewer\",\"passwordSecretRef\":{\"name\":\"source\"}}";
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

  private Beginnings() {}

  static void removed(Scene scene) {
    scene.ledger().release("alice", "bob", "ollakeep");
    if (scene.exists()) {
      scene.deleteServer();
    }
    scene.collectGarbage();
  }

  static BooleanSupplier create(Scene scene) {
    if (!scene.has("source")) {
      scene.create(SOURCE);
    }
    scene.ledger().grace(GRACE);
    scene.ledger().bind("alice", "bob", "ollakeep");
    scene.create(WITH_TWO_USERS);
    return () -> ready(scene) && scene.has(ALICE) && scene.has(BOB);
  }

  /** As after the creation, whatever happened since. */
  static void settled(Scene scene) {
    if (!scene.exists()) {
      scene.collectGarbage();
      scene.settle(create(scene));
    }
    scene.ledger().grace(GRACE);
    scene.ledger().release("carol", "dora");
    scene.edit("{\"image\":\"ollama/ollama:0.17.4\",\"resources\":null,\"auth\":{\"lockdown\":false,"
        + "\"rotation\":{\"gracePeriod\":\"1s\",\"interval\":null},\"users\":[" + alice("") + "," + BOBS_ENTRY + "]}}");
    scene.settle(() -> ready(scene) && !scene.has(CAROL) && !scene.has(DORA)
        && scene.auth().current().containsKey("alice") && scene.rolledOut());
    scene.ledger().bind("alice", "bob", "ollakeep");
  }

  /** A new server of the same name: one that had to mend its credentials too often would stand still. */
  static void anew(Scene scene) {
    removed(scene);
    scene.settle(create(scene));
  }

  /** Alice and the operator's own user have just been rotated. */
  static void inGrace(Scene scene) {
    settled(scene);
    scene.ledger().grace(LONG_GRACE);
    var before = scene.password(ALICE);
    scene.edit("{\"auth\":{\"rotation\":{\"gracePeriod\":\"9h\",\"requestId\":\"" + scene.request() + "\"}}}");
    scene.settle(() -> scene.says("CredentialsRotated", "InGrace") && !scene.password(ALICE).equals(before));
  }

  static String alice(String more) {
    return "{\"name\":\"alice\",\"role\":\"User\"" + more + "}";
  }

  static void users(Scene scene, String... entries) {
    scene.edit("{\"auth\":{\"users\":[" + String.join(",", entries) + "]}}");
  }

  static boolean ready(Scene scene) {
    return scene.stable() && scene.says("Ready", "AllReady");
  }
}

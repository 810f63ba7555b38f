package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that another version of the operator wrote, found at any step of a rotation. */
class LayoutTest {

  private static final String LAYOUT = "ollakeep.dev/layout";

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
  private final String old = sim.secretOf("alice");
  private final String bobs = sim.secretOf("bob");

  @ParameterizedTest(name = "after {0} writes")
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void secretsThatDoNotTellTheirLayoutAreOfTheFirstAndAreTakenOver(int writes) {
    rotate(writes);
    List.copyOf(sim.secrets.values()).forEach(secret -> sim.store(with(secret, null)));

    sim.settle();

    assertThat(sim.secrets.values()).allSatisfy(secret ->
        assertThat(secret.getMetadata().getAnnotations()).as(secret.getMetadata().getName()).containsEntry(LAYOUT, "1"));
    rotatedOnce();
  }

  @ParameterizedTest(name = "{1} after {0} writes")
  @CsvSource({"1, hello-auth-next", "2, hello-auth-next", "3, hello-auth-next", "1, hello-proxy-auth", "2, hello-proxy-auth",
    "3, hello-proxy-auth", "2, hello-alice-credentials", "3, hello-alice-credentials", "4, hello-proxy-auth"})
  void aLayoutThatIsNotKnownStopsEverythingUntilAVersionComesThatKnowsIt(int writes, String name) {
    rotate(writes);
    sim.store(with(sim.secrets.get(name), "2"));
    var before = new TreeMap<>(sim.secrets);

    var decision = sim.settle();

    assertThat(sim.secrets).isEqualTo(before);
    assertThat(decision.otherLayout()).hasValueSatisfying(stall -> {
      assertThat(stall.reason()).isEqualTo(Reason.UNSUPPORTED_LAYOUT);
      assertThat(stall.message()).contains(name, "layout 2");
    });
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).as("what clients read").isTrue();

    sim.store(with(sim.secrets.get(name), "1"));
    sim.settle();
    rotatedOnce();
  }

  /** As after an upgrade, and after a rollback that is taken back. */
  @Test
  void hashesAndRolesThatAreApartAreBroughtTogetherByOneWrite() {
    var complete = sim.auth();
    sim.store(inFormerLayout(sim.secrets.get("hello-proxy-auth")));
    assertThat(sim.accepted("alice", old)).as("by the former configuration").isTrue();

    assertThat(sim.step()).isTrue();
    assertThat(sim.auth()).containsAllEntriesOf(without("revision", complete)).hasSameSizeAs(complete);
    assertThat(Peek.revision(sim.auth())).isGreaterThan(Peek.revision(complete));
    assertThat(sim.step()).as("one write was enough").isFalse();
  }

  @ParameterizedTest(name = "after {0} writes")
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aRotationGoesOnOverTheChangeOfTheLayout(int writes) {
    rotate(writes);
    sim.store(inFormerLayout(sim.secrets.get("hello-proxy-auth")));

    assertThat(sim.settle().otherLayout()).isEmpty();

    assertThat(Peek.layoutsAgree(sim.auth())).isTrue();
    rotatedOnce();
  }

  @Test
  void aHundredUsersInTheMiddleOfARotationAreFarBelowWhatASecretMayHold() {
    var entries = new TreeMap<String, AuthEntry>();
    var hash = SaltedSha1.hash(new Plaintext("a secret of somebody"), new byte[SaltedSha1.SALT_LENGTH]);
    for (var number = 0; number < 100; number++) {
      entries.put("a".repeat(29) + "%03d".formatted(number), new AuthEntry(hash, hash, "modelmanager"));
    }
    var data = AuthFiles.data(ProxyAuth.empty().with(entries, 1_795_460_001)).wire();
    var bytes = data.entrySet().stream().mapToInt(entry -> entry.getKey().length() + entry.getValue().length()).sum();
    assertThat(bytes).isLessThan(100_000);
  }

  private static TreeMap<String, String> without(String key, Map<String, String> auth) {
    var others = new TreeMap<>(auth);
    others.remove(key);
    return others;
  }

  private static Secret inFormerLayout(Secret secret) {
    var data = new TreeMap<>(secret.getData());
    data.keySet().removeIf(key -> key.equals("per-user-files") || key.startsWith("previous."));
    data.replaceAll((key, value) -> key.startsWith("role.") ? "" : value);
    return new SecretBuilder(secret).withData(data).build();
  }

  private void rotate(int writes) {
    sim.sketch.request("alice", "x");
    for (var write = 0; write < writes; write++) {
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
      assertThat(sim.step()).as("write %d of a rotation", write + 1).isTrue();
    }
  }

  private void rotatedOnce() {
    assertThat(sim.reasons()).containsOnlyOnce(Reason.ROTATION_STARTED).containsOnlyOnce(Reason.CREDENTIALS_PUBLISHED);
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.IN_GRACE);
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.accepted("alice", old)).as("during its grace").isTrue();
    assertThat(sim.secretOf("bob")).isEqualTo(bobs);
  }

  private static Secret with(Secret secret, String layout) {
    var builder = new SecretBuilder(secret).editMetadata().removeFromAnnotations(LAYOUT);
    return (layout == null ? builder : builder.addToAnnotations(LAYOUT, layout)).endMetadata().build();
  }
}

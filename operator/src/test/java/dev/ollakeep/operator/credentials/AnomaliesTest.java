package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people, other controllers and bad luck do to our Secrets. */
class AnomaliesTest {

  private static final Duration GRACE = Duration.ofHours(24);
  private static final String CREDENTIALS = "hello-alice-credentials";

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
  private final String old = sim.secretOf("alice");

  @Test
  void aDeletedCredentialIsReplacedAndTheOldSecretKeepsItsGrace() {
    sim.secrets.remove(CREDENTIALS);
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).isTrue();
    sim.pass(GRACE);
    sim.settle();
    assertThat(sim.accepted("alice", old)).isFalse();
  }

  @Test
  void aCredentialDeletedDuringAGraceDoesNotWaitForItsEnd() {
    sim.sketch.request("alice", "x");
    sim.settle();
    var second = sim.secretOf("alice");
    sim.invariants.tamperedWith("alice");
    sim.secrets.remove(CREDENTIALS);
    sim.settle();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.accepted("alice", second)).as("the newest that clients have").isTrue();
  }

  @Test
  void anEditedPasswordIsNeverAcceptedAndSaidToBeOverwritten() {
    sim.invariants.tamperedWith("alice");
    sim.edit(CREDENTIALS, "password", "chosen by hand 12345");
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old).isNotEqualTo("chosen by hand 12345");
    assertThat(sim.accepted("alice", "chosen by hand 12345")).isFalse();
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.reasons()).startsWith(Reason.CREDENTIALS_OVERWRITTEN);
  }

  @Test
  void aPasswordEditedIntoGarbageIsReplaced() {
    sim.invariants.tamperedWith("alice");
    sim.edit(CREDENTIALS, "password", "x");
    sim.settle();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.accepted("alice", "x")).isFalse();
  }

  @Test
  void derivedKeysAreHealedInPlaceWithoutARotation() {
    var published = sim.progressOf("alice").publishedAt();
    sim.edit(CREDENTIALS, "host", "elsewhere");
    sim.edit(CREDENTIALS, "junk", "junk");
    sim.settle();
    assertThat(Peek.data(sim.secrets.get(CREDENTIALS))).containsEntry("host", "hello.ai.svc").doesNotContainKey("junk");
    assertThat(sim.secretOf("alice")).isEqualTo(old);
    assertThat(sim.progressOf("alice").publishedAt()).isEqualTo(published);
    assertThat(sim.announced).isEmpty();
  }

  @Test
  void strippedAnnotationsAreHealedWithoutARotation() {
    sim.sketch.request("all").request("alice", "x");
    sim.settle();
    sim.pass(GRACE);
    sim.settle();
    var secret = sim.secretOf("alice");
    sim.store(new SecretBuilder(sim.secrets.get(CREDENTIALS)).editMetadata()
        .withAnnotations(Map.of("team", "blue")).endMetadata().build());
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(secret);
    assertThat(sim.secrets.get(CREDENTIALS).getMetadata().getAnnotations())
        .containsEntry("ollakeep.dev/server-request-id", "all").containsEntry("ollakeep.dev/user-request-id", "x")
        .containsEntry("team", "blue").containsKey("ollakeep.dev/published-at");
  }

  @Test
  void aJournalDeletedHalfWayIsWrittenAnewAndThePublishedSecretStaysValid() {
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "x");
    sim.settle();
    sim.secrets.remove("hello-auth-next");
    sim.settle();
    assertThat(sim.accepted("alice", old)).isTrue();
    sim.pod("pod-a").heldBack = false;
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).isTrue();
  }

  @Test
  void aJournalDeletedBeforeItsHashWasWrittenStartsAgain() {
    sim.sketch.request("alice", "x");
    sim.step();
    sim.secrets.remove("hello-auth-next");
    sim.settle();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.accepted("alice", old)).isTrue();
  }

  @Test
  void garbageInTheJournalIsNotTakenForASecret() {
    sim.sketch.request("alice", "x");
    sim.step();
    sim.edit("hello-auth-next", "alice", "short");
    sim.edit("hello-auth-next", "nobody", "nothing");
    sim.settle();
    assertThat(sim.accepted("alice", "short")).isFalse();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.secrets).doesNotContainKey("hello-auth-next");
  }

  @Test
  void deletedHashesAreRebuiltFromWhatClientsRead() {
    var revision = Peek.revision(sim.auth());
    sim.secrets.remove("hello-proxy-auth");
    sim.settle();
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.secretOf("alice")).isEqualTo(old);
    assertThat(Peek.revision(sim.auth())).isGreaterThan(revision);
    assertThat(sim.reasons()).containsExactly(Reason.HASHES_REBUILT);
  }

  @Test
  void hashesDeletedHalfWayAreRebuiltFromCredentialAndJournal() {
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "x");
    sim.settle();
    var next = Peek.data(sim.secrets.get("hello-auth-next")).get("alice");
    sim.secrets.remove("hello-proxy-auth");
    sim.step();
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.accepted("alice", next)).isTrue();
  }

  @Test
  void aRevisionThatPodsAlreadyHaveIsNotGivenOutAgain() {
    sim.secrets.remove("hello-proxy-auth");
    var served = Peek.revision(sim.pod("pod-a").mounted);
    sim.pass(Duration.ofDays(-30));
    sim.step();
    assertThat(Peek.revision(sim.auth())).isGreaterThan(served);
  }

  @Test
  void hashesEditedByHandAreHealed() {
    sim.invariants.tamperedWith("alice", "bob", "ollakeep");
    sim.edit("hello-proxy-auth", "htpasswd", "mallory:{SSHA}nonsense\nnot a line\nalice:$apr1$x$y\n");
    sim.edit("hello-proxy-auth", "role.admin.alice", "");
    sim.edit("hello-proxy-auth", "revision", "a lot");
    sim.settle();
    assertThat(sim.auth().get("htpasswd").lines()).hasSize(3).noneMatch(line -> line.startsWith("mallory"));
    assertThat(sim.auth()).doesNotContainKey("role.admin.alice");
    assertThat(sim.accepted("alice", old)).isTrue();
  }

  @Test
  void aPasswordTypedInWhileItsUserIsSuspendedIsNotTakenUpIfItIsNoSecretOfOurs() {
    sim.sketch.suspended("alice", true);
    sim.settle();
    sim.invariants.tamperedWith("alice");
    sim.edit(CREDENTIALS, "password", "123456");
    sim.sketch.suspended("alice", false);
    sim.settle();
    assertThat(sim.accepted("alice", "123456")).isFalse();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
  }

  @Test
  void foreignLabelsAnnotationsAndOwnersStay() {
    sim.store(new SecretBuilder(sim.secrets.get(CREDENTIALS)).editMetadata()
        .addToLabels("team", "blue").addToAnnotations("reflector/allowed", "true").endMetadata().build());
    sim.sketch.request("alice", "x");
    sim.settle();
    var meta = sim.secrets.get(CREDENTIALS).getMetadata();
    assertThat(meta.getLabels()).containsEntry("team", "blue").containsEntry("ollakeep.dev/user", "alice");
    assertThat(meta.getAnnotations()).containsEntry("reflector/allowed", "true");
  }

  @Test
  void aCredentialUnderAnOldNameIsDeletedOnceTheNewOneWorks() {
    sim.invariants.tamperedWith("alice");
    sim.sketch.secretName("alice", "team-credentials");
    sim.settle();
    assertThat(sim.secrets).doesNotContainKey(CREDENTIALS);
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.accepted("alice", old)).isTrue();
  }

  /** A sum that no clock can show would end every reconcile of the server, lockdown included. */
  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z", "9999-01-01T00:00:00Z"})
  void aTimeAtWhichNothingCanHaveHappenedIsPutRight(String time) {
    sim.sketch.request("alice", "x").interval("8760h");
    sim.settle();
    sim.note(CREDENTIALS, "ollakeep.dev/published-at", time);

    sim.settle();

    assertThat(sim.progressOf("alice").publishedAt()).contains(sim.now);
    assertThat(sim.progressOf("alice").graceEndsAt()).contains(sim.now.plus(GRACE));
    sim.sketch.lockdown(true);
    sim.settle();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isFalse();
  }

  /** One more would have a digit that nobody reads, and every write would be of no use. */
  @ParameterizedTest
  @ValueSource(strings = {"999999999999999", "99999999999999999999", "-1", "x"})
  void aRevisionThatNobodyCanHaveWrittenIsPutRight(String revision) {
    sim.edit("hello-proxy-auth", "revision", revision);
    sim.sketch.lockdown(true);

    sim.settle();

    assertThat(sim.decide().revision()).isBetween(sim.now.getEpochSecond(), sim.now.getEpochSecond() + 10);
    assertThat(sim.accepted("alice", old)).isFalse();
    sim.sketch.lockdown(false);
    sim.settle();
    assertThat(sim.accepted("alice", old)).isTrue();
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who bring their own password. */
class SuppliedPasswordTest {

  private static final String GOOD = "tr0ub4dor-and-3-horses";
  private static final String BETTER = "nine lives, eight cats, 7 mice";

  private final Simulation sim = new Simulation(Sketch.with("alice").source("alice", "mine"), "pod-a");

  @Test
  void aSuppliedPasswordIsPublishedInEveryForm() {
    sim.supply("mine", GOOD + "\n", true);
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(GOOD);
    assertThat(sim.accepted("alice", GOOD)).isTrue();
    assertThat(sim.progressOf("alice").problem()).isEmpty();
  }

  @Test
  void withoutASourceTheOthersGoOnAndTheMessageSaysWhatToType() {
    var decision = sim.settle();
    assertThat(sim.accepted("ollakeep", sim.secretOf("ollakeep"))).isTrue();
    assertThat(sim.secrets).doesNotContainKey("hello-alice-credentials");
    assertThat(decision.users().get(0).problem()).hasValueSatisfying(problem ->
        assertThat(problem.message()).contains("kubectl -n ai create secret generic mine --from-file=password="));
  }

  @Test
  void anUnlabelledSourceIsNotReadAndTheMessageSaysHowToLabelIt() {
    sim.supply("mine", GOOD, false);
    sim.settle();
    assertThat(sim.secrets).doesNotContainKey("hello-alice-credentials");
    assertThat(sim.progressOf("alice").problem()).hasValueSatisfying(problem -> assertThat(problem.message())
        .contains("kubectl -n ai label secret mine ollakeep.dev/auth-source=true"));
  }

  /** Deleted as told, labelled as told, it would come back again and again. */
  @ParameterizedTest
  @ValueSource(strings = {"hello-alice-credentials", "hello-bob-credentials", "hello-operator", "hello-proxy-auth"})
  void whatTheOperatorWritesIsNoSource(String secret) {
    var own = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var before = own.secretOf("alice");
    own.sketch.source("alice", secret);
    own.settle();
    own.label(secret, "ollakeep.dev/auth-source", "true");
    own.settle();

    assertThat(own.progressOf("alice").problem()).hasValueSatisfying(problem ->
        assertThat(problem.message()).contains("Secret " + secret + " for user alice is one that the operator writes"));
    assertThat(own.accepted("alice", before)).isTrue();
    assertThat(own.secretOf("alice")).isEqualTo(before);
  }

  @Test
  void aChangedSourceRotatesWithGrace() {
    sim.supply("mine", GOOD, true);
    sim.settle();
    sim.supply("mine", BETTER, true);
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(BETTER);
    assertThat(sim.accepted("alice", GOOD)).isTrue();
    sim.pass(Duration.ofHours(24));
    sim.settle();
    assertThat(sim.accepted("alice", GOOD)).isFalse();
  }

  @Test
  void theLastGoodPasswordStaysWhenTheSourceTurnsWeakMissingOrUnlabelled() {
    sim.supply("mine", GOOD, true);
    sim.settle();
    sim.supply("mine", "short", true);
    sim.settle();
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.WEAK_PASSWORD);
    sim.supply("mine", BETTER, false);
    sim.settle();
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.SOURCE_SECRET_NOT_LABELLED);
    sim.secrets.remove("mine");
    sim.settle();
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.SOURCE_SECRET_MISSING);
    sim.cannotRead("mine", "403");
    sim.settle();
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.NOT_OBSERVED);
    assertThat(sim.secretOf("alice")).isEqualTo(GOOD);
    assertThat(sim.accepted("alice", GOOD)).isTrue();
  }

  @Test
  void aMissingKeyAndBytesThatAreNoTextAreProblemsOfTheirOwn() {
    sim.supply("mine", GOOD, true);
    var secret = sim.secrets.get("mine");
    secret.setData(Map.of("other", "eA=="));
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.SOURCE_SECRET_MISSING);
    secret.setData(Map.of("password", "//79/Pv6+fj39vX08/Lx8O/u7ezr6unn5uXk4w=="));
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.WEAK_PASSWORD);
    secret.setData(null);
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.SOURCE_SECRET_MISSING);
  }

  @Test
  void requestsDoNotConcernASuppliedPassword() {
    sim.supply("mine", GOOD, true);
    sim.settle();
    sim.sketch.request("everybody").request("alice", "x");
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(GOOD);
    assertThat(Peek.hashes(sim.auth(), "htpasswd.previous", "alice")).isEmpty();
    assertThat(sim.progressOf("alice").pendingRequestId()).isEmpty();
  }

  @Test
  void aPasswordThatIsNoLongerSuppliedIsReplacedByAGeneratedOne() {
    sim.supply("mine", GOOD, true);
    sim.settle();
    sim.sketch.source("alice", null);
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(GOOD).hasSizeGreaterThanOrEqualTo(32);
    assertThat(sim.accepted("alice", GOOD)).isTrue();
    sim.pass(Duration.ofHours(24));
    sim.settle();
    sim.sketch.source("alice", "mine");
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(GOOD);
  }

  @Test
  void aDeletedCredentialComesBackWithTheSuppliedPasswordAndTheSameHash() {
    sim.supply("mine", GOOD, true);
    sim.settle();
    var auth = sim.auth();
    sim.secrets.remove("hello-alice-credentials");
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(GOOD);
    assertThat(sim.auth()).isEqualTo(auth);
  }

  @Test
  void aSourceThatReturnsToTheOldPasswordDuringItsGraceWaits() {
    sim.supply("mine", GOOD, true);
    sim.settle();
    sim.supply("mine", BETTER, true);
    sim.settle();
    sim.supply("mine", GOOD, true);
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(BETTER);
    sim.pass(Duration.ofHours(24));
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(GOOD);
    assertThat(sim.accepted("alice", BETTER)).isTrue();
  }
}

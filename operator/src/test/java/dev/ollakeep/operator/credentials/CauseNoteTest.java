package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the journal notes why there is a new secret: what another version of the operator wrote is read, and kept. */
class CauseNoteTest {

  private static final String NOTE = "ollakeep.dev/cause.alice";

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");

  /** The words are for ever, and so are the sentences that were written before there were words. */
  @ParameterizedTest
  @CsvSource({
    "USER_ADDED, UserAdded, the user is new",
    "CREDENTIALS_MISSING, CredentialsMissing, the Secret is gone",
    "CREDENTIALS_OVERWRITTEN, CredentialsOverwritten, the password in the Secret was changed by hand",
    "JOURNAL_LOST, JournalLost, the journal of a rotation was lost",
    "SOURCE_CHANGED, SourceChanged, the password comes from elsewhere or was changed there",
    "REQUESTED_FOR_USER, RequestedForUser, the user's requestId changed",
    "REQUESTED_FOR_SERVER, RequestedForServer, rotation.requestId changed",
    "SCHEDULED, Scheduled, rotation.interval is over",
  })
  void aWordIsWrittenAndTheFormerSentenceIsUnderstood(RotationCause cause, String word, String sentence) {
    assertThat(cause.word()).isEqualTo(word);
    assertThat(RotationCause.of(word)).contains(cause);
    assertThat(RotationCause.of(sentence)).contains(cause);
  }

  @Test
  void theTableAboveIsComplete() throws NoSuchMethodException {
    var table = getClass().getDeclaredMethod(
        "aWordIsWrittenAndTheFormerSentenceIsUnderstood", RotationCause.class, String.class, String.class);
    assertThat(table.getAnnotation(CsvSource.class).value()).hasSameSizeAs(RotationCause.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Auditors", "the moon is full", "useradded"})
  void anotherNoteIsNoCauseThatIsKnown(String note) {
    assertThat(RotationCause.of(note)).isEmpty();
  }

  /** What counts against whoever quarrels about a Secret counts in the journal of a former version, too. */
  @ParameterizedTest
  @CsvSource({"CredentialsMissing, 1", "the Secret is gone, 1", "JournalLost, 1", "RequestedForUser, 0", "Auditors, 0"})
  void aSecretThatNobodyAskedForIsCounted(String note, int regenerations) {
    sim.sketch.request("alice", "x");
    sim.untilNextStepIs("hello-proxy-auth");
    sim.store(noting(note));
    sim.settle();
    assertThat(Regenerations.of(sim.secrets.get("hello-proxy-auth")).times()).hasSize(regenerations);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Auditors", "the user's requestId changed"})
  void theNoteOfAnotherVersionStaysWhenSomebodyElseJoins(String note) {
    sim.sketch.request("alice", "x");
    sim.untilNextStepIs("hello-proxy-auth");
    sim.store(noting(note));
    sim.sketch.request("bob", "y");
    sim.step();

    assertThat(sim.secrets.get("hello-auth-next").getMetadata().getAnnotations())
        .containsEntry(NOTE, note).containsEntry("ollakeep.dev/cause.bob", "RequestedForUser");
    sim.settle();
    assertThat(List.of(sim.phaseOf("alice"), sim.phaseOf("bob"))).containsOnly(RotationPhase.IN_GRACE);
  }

  private Secret noting(String note) {
    return new SecretBuilder(sim.secrets.get("hello-auth-next")).editMetadata().addToAnnotations(NOTE, note).endMetadata().build();
  }
}

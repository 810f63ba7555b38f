package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody who deletes or changes our Secrets for ever is not answered for ever. */
class ContentionTest {

  private static final String CREDENTIALS = "hello-alice-credentials";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");

  /** What somebody does to alice's Secrets. */
  enum Harm {
    DELETED {
      @Override
      void to(Simulation sim) {
        sim.secrets.remove(CREDENTIALS);
      }
    },
    OVERWRITTEN {
      @Override
      void to(Simulation sim) {
        sim.edit(CREDENTIALS, "password", "typed in by somebody 123");
      }
    },
    JOURNAL_LOST {
      @Override
      void to(Simulation sim) {
        // An emergency has no grace that it would have to wait for.
        sim.sketch.grace("alice", "0s").request("alice", "at-" + sim.now.getEpochSecond());
        sim.untilNextStepIs(CREDENTIALS);
        sim.secrets.remove("hello-auth-next");
        sim.untilNextStepIs(CREDENTIALS);
        sim.secrets.remove("hello-auth-next");
      }
    };

    abstract void to(Simulation sim);
  }

  @ParameterizedTest
  @EnumSource(value = Harm.class, names = {"DELETED", "OVERWRITTEN"})
  void theSixthTimeWithinAnHourNothingIsMadeAnew(Harm harm) {
    var began = sim.now;
    quarrel(harm, 5);
    var last = sim.secretOf("alice");
    assertThat(sim.decide().stalled()).as("nothing is withheld yet").isEmpty();
    harm.to(sim);
    var decision = sim.settle();

    assertThat(decision.stalled()).singleElement().satisfies(stall -> {
      assertThat(stall.reason()).isEqualTo(Reason.CREDENTIAL_CONTENTION);
      assertThat(stall.message())
          .contains("before " + began.plus(HOUR) + " for alice", "kubectl -n ai get secrets -l ollakeep.dev/server=hello");
    });
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.CREDENTIAL_CONTENTION);
    assertThat(sim.accepted("alice", last)).as("what clients read last still works").isTrue();
    assertThat(sim.decide().wakeAt()).contains(began.plus(HOUR));
  }

  @Test
  void itEndsByItselfWhenTheHourIsOver() {
    var began = sim.now;
    quarrel(Harm.DELETED, 5);
    Harm.DELETED.to(sim);
    sim.settle();
    sim.now = began.plus(HOUR).minusSeconds(1);
    assertThat(sim.step()).isFalse();
    sim.now = began.plus(HOUR);
    assertThat(sim.settle().stalled()).isEmpty();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    Harm.DELETED.to(sim);
    assertThat(sim.settle().stalled()).as("one of the five has come free, not all").isNotEmpty();
  }

  @Test
  void aLostJournalCountsAsWell() {
    quarrel(Harm.JOURNAL_LOST, 3);
    assertThat(sim.decide().stalled()).extracting(Complaint::reason).containsExactly(Reason.CREDENTIAL_CONTENTION);
    var clientsRead = sim.secretOf("alice");
    assertThat(sim.accepted("alice", clientsRead)).isTrue();
    sim.pass(HOUR);
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(clientsRead);
  }

  @Test
  void everythingElseGoesOn() {
    quarrel(Harm.OVERWRITTEN, 5);
    Harm.OVERWRITTEN.to(sim);
    sim.settle();
    var bobs = sim.secretOf("bob");
    sim.sketch.request("bob", "now");
    sim.settle();
    assertThat(sim.secretOf("bob")).isNotEqualTo(bobs);
    sim.sketch.suspended("alice", true);
    sim.settle();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).as("closing writes go on").isEmpty();
  }

  @Test
  void aSecretThatIsRestoredWithItsOldNotesIsNoNewRequest() {
    sim.sketch.grace("alice", "0s").request("alice", "now");
    var old = sim.secrets.get(CREDENTIALS);
    for (var i = 0; i < 20; i++) {
      sim.settle();
      sim.invariants.tamperedWith("alice");
      sim.store(old);
    }
    assertThat(sim.settle().stalled()).extracting(Complaint::reason).containsExactly(Reason.CREDENTIAL_CONTENTION);
    assertThat(noted(sim)).hasSize(5);
  }

  @Test
  void manyCredentialsDeletedAtOnceAreNoQuarrel() {
    var many = Simulation.settled(Sketch.with("a", "b", "c", "d", "e", "f", "g", "h"), "pod-a");
    many.secrets.keySet().removeIf(name -> name.endsWith("-credentials"));
    assertThat(many.settle().stalled()).isEmpty();
    assertThat(noted(many)).hasSize(1);
    assertThat(many.accepted("h", many.secretOf("h"))).isTrue();
  }

  @Test
  void newUsersAndRequestsDoNotCount() {
    sim.sketch.user("carol", Role.USER).request("all");
    sim.settle();
    assertThat(noted(sim)).isEmpty();
  }

  @Test
  void theMemoryIsBoundedAndHoldsTimesOnly() {
    for (var day = 0; day < 20; day++) {
      sim.invariants.tamperedWith("alice");
      Harm.DELETED.to(sim);
      sim.settle();
      sim.pass(Duration.ofDays(1));
    }
    assertThat(noted(sim)).hasSize(1).allSatisfy(time -> assertThat(Instant.parse(time)).isBefore(sim.now));
  }

  @Test
  void timesThatTheClockHasGoneBackBehindDoNotCount() {
    quarrel(Harm.DELETED, 5);
    sim.pass(Duration.ofDays(-400));
    Harm.DELETED.to(sim);
    assertThat(sim.settle().stalled()).isEmpty();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
  }

  @Test
  void aMemoryWithRubbishInItIsReadAsFarAsItCanBe() {
    sim.store(new SecretBuilder(sim.secrets.get("hello-proxy-auth")).editMetadata()
        .addToAnnotations("ollakeep.dev/regenerations", "yesterday  2026-11-24T13:00:00Z x").endMetadata().build());
    Harm.DELETED.to(sim);
    assertThat(sim.settle().stalled()).isEmpty();
    assertThat(noted(sim)).hasSize(2);
  }

  /** It is not counted, since nothing has come of it: nobody was told a secret, nobody lost one. */
  @Test
  void aJournalThatIsTakenAwayAtOnceChangesNothingForAnybody() {
    sim.sketch.request("alice", "now");
    var auth = sim.secrets.get("hello-proxy-auth");
    var credential = sim.secrets.get(CREDENTIALS);
    for (var i = 0; i < 100; i++) {
      assertThat(sim.decide().step()).containsInstanceOf(CredentialStep.Create.class);
      sim.step();
      sim.secrets.remove("hello-auth-next");
    }
    assertThat(sim.secrets.get("hello-proxy-auth")).isSameAs(auth);
    assertThat(sim.secrets.get(CREDENTIALS)).isSameAs(credential);
    assertThat(sim.settle().stalled()).as("and when it ends, what was asked for is done").isEmpty();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
  }

  /** The memory goes with the hashes, but without them the published secrets are taken up again: none is made anew. */
  @Test
  void whoDeletesTheHashesGetsTheSameSecretsBackHoweverOften() {
    var alices = sim.secretOf("alice");
    for (var i = 0; i < 100; i++) {
      sim.invariants.tamperedWith("alice");
      sim.secrets.remove("hello-proxy-auth");
      sim.pass(Duration.ofSeconds(1));
      var before = sim.steps;
      sim.settle();
      assertThat(sim.steps - before).as("one write").isEqualTo(1);
      assertThat(sim.secretOf("alice")).isEqualTo(alices);
      assertThat(sim.accepted("alice", alices)).isTrue();
    }
  }

  /** With the hashes and the credential nothing is left of a secret: to make a new one is all that can be done. */
  @Test
  void whoDeletesEverythingGetsOneNewSecretForEachTime() {
    for (var i = 0; i < 20; i++) {
      sim.invariants.tamperedWith("alice");
      sim.secrets.keySet().removeAll(List.of("hello-proxy-auth", CREDENTIALS));
      sim.pass(Duration.ofSeconds(1));
      var before = sim.steps;
      sim.settle();
      assertThat(sim.steps - before).as("journal, hashes, credential, end of the journal").isLessThanOrEqualTo(5);
      assertThat(sim.step()).as("and then no more by itself").isFalse();
    }
  }

  private void quarrel(Harm harm, int times) {
    sim.invariants.tamperedWith("alice");
    for (var i = 0; i < times; i++) {
      harm.to(sim);
      sim.settle();
      sim.invariants.tamperedWith("alice");
      sim.pass(Duration.ofSeconds(30));
    }
  }

  private static List<String> noted(Simulation sim) {
    var text = sim.secrets.get("hello-proxy-auth").getMetadata().getAnnotations().getOrDefault("ollakeep.dev/regenerations", "");
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}

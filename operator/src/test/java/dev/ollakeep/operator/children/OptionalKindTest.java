package dev.ollakeep.operator.children;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.cluster.InMemoryCluster;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Discovered;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.reconcile.TolerantSerialization;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row of a table makes a kind optional: here budgets, as if something had to be installed for them. */
class OptionalKindTest {

  private static final OptionalKind BUDGETS =
      new OptionalKind(Child.DISRUPTION_BUDGET, "budgeteer", Reason.UNSCHEDULABLE, "set spec.replicas to 1");
  private static final List<OptionalKind> TABLE = List.of(OptionalKind.ALL.get(0), BUDGETS);
  private static final Complaint ABSENCE = new Complaint(
      Reason.UNSCHEDULABLE, "the cluster does not serve policy/v1: install budgeteer, or set spec.replicas to 1");
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final InMemoryCluster cluster = new InMemoryCluster(() -> NOW);
  private final Planner planner = new Planner(OperatorConfig.of(Map.of()).defaults());

  @Test
  void itsAbsenceIsSaidInItsWordsAndTheRestGoesOn() {
    var plan = plan(server(2), Served.NO);

    assertThat(budget(plan)).isEqualTo(new Verdict.Keep(Child.DISRUPTION_BUDGET, "Unschedulable: " + ABSENCE.message()));
    assertThat(plan.findings().complaints()).contains(ABSENCE);
    assertThat(plan.children()).filteredOn(Verdict.Want.class::isInstance).extracting(Verdict::child)
        .containsExactly(Child.PROXY_CONFIG, Child.NETWORK_POLICY, Child.SERVICE, Child.DEPLOYMENT);
  }

  @Test
  void itsArrivalIsLookedForWhileItIsMissedAndWhatIsCalledForIsMade() {
    settle(server(2), Served.NO);
    assertThat(plan(server(2), Served.NO).wakeUp()).contains(Discovered.IN_NEED);

    settle(server(2), Served.YES);

    assertThat(cluster.find("PodDisruptionBudget/hello", PodDisruptionBudget.class)).isPresent();
    assertThat(plan(server(2), Served.YES).findings().complaints()).doesNotContain(ABSENCE);
    assertThat(plan(server(2), Served.YES).wakeUp()).isEmpty();
  }

  @Test
  void whatIsNoLongerCalledForIsDeletedWhereTheKindIsThere() {
    settle(server(2), Served.YES);

    assertThat(budget(plan(server(1), Served.YES))).isEqualTo(new Verdict.Absent(Child.DISRUPTION_BUDGET));
    assertThat(observed(server(1), Served.YES).child(Child.DISRUPTION_BUDGET)).isInstanceOf(Seen.Present.class);
  }

  @Test
  void ofAKindThatIsGoneNothingIsLeftToDelete() {
    settle(server(2), Served.YES);

    assertThat(observed(server(1), Served.NO).child(Child.DISRUPTION_BUDGET)).isEqualTo(Seen.absent());
    assertThat(budget(plan(server(1), Served.NO))).isEqualTo(new Verdict.Absent(Child.DISRUPTION_BUDGET));
  }

  @ParameterizedTest
  @EnumSource(value = Served.class, names = {"NO", "UNKNOWN"})
  void nobodyIsAskedForObjectsOfAKindThatMayNotBeThere(Served served) {
    kinds(served).see(Child.DISRUPTION_BUDGET, () -> {
      throw new AssertionError("a look");
    });
  }

  @Test
  void whatCouldNotBeFoundOutChangesNothing() {
    var doubt = "whether budgeteer is installed could not be found out";

    assertThat(budget(plan(server(2), Served.UNKNOWN))).isEqualTo(new Verdict.Keep(Child.DISRUPTION_BUDGET, "NotObserved: " + doubt));
    assertThat(budget(plan(server(1), Served.UNKNOWN))).isEqualTo(new Verdict.Keep(Child.DISRUPTION_BUDGET, doubt));
  }

  /** Until there is nothing left to do. */
  private void settle(OllamaServer server, Served budgets) {
    for (int pass = 0; pass < 20; pass++) {
      var plan = plan(server, budgets);
      plan.credentialStep().ifPresent(cluster::write);
      if (plan.credentialStep().isEmpty()) {
        plan.children().forEach(verdict -> {
          if (verdict instanceof Verdict.Want want) {
            cluster.apply(want.desired());
          }
        });
      }
    }
    assertThat(plan(server, budgets).credentialStep()).isEmpty();
  }

  private Plan plan(OllamaServer server, Served budgets) {
    return planner.plan(server, observed(server, budgets), NOW, new Fresh(new byte[32]));
  }

  /** As an observer sees it: of kinds that are not there nothing is looked at. */
  private Observed observed(OllamaServer server, Served budgets) {
    var kinds = kinds(budgets);
    var around = new Cluster(kinds, Seen.unknown("not needed"), Optional.empty(), Seen.unknown("not needed"));
    var all = cluster.observed(server, List.of(), around, Optional.empty());
    var children = new EnumMap<Child, Seen<HasMetadata>>(Child.class);
    all.children().forEach((child, seen) -> children.put(child, kinds.see(child, () -> seen)));
    return new Observed(children, all.secrets(), all.existingClaim(), all.pods(), around, all.serverVersion(), all.contests(),
        all.secretContests());
  }

  private static ServedKinds kinds(Served budgets) {
    return ServedKinds.of(TABLE, kind -> kind == BUDGETS ? budgets : Served.YES);
  }

  private static Verdict budget(Plan plan) {
    return plan.children().stream().filter(verdict -> verdict.child() == Child.DISRUPTION_BUDGET).findFirst().orElseThrow();
  }

  private static OllamaServer server(int replicas) {
    return TolerantSerialization.create().unmarshal("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello, namespace: ai, uid: "1", generation: 1}
        spec:
          replicas: %d
          storage: {type: Ephemeral}
          auth: {users: [{name: alice, role: User}]}
        """.formatted(replicas), OllamaServer.class);
  }
}

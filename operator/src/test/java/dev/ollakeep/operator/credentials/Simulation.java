package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.plan.Cluster;
import dev.ollakeep.operator.plan.Needs;
import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.plan.Seen;
import dev.ollakeep.operator.status.Announcement;
import dev.ollakeep.operator.status.Reason;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * An API server's Secrets, pods and a clock in memory, on which whole rotations run.
 *
 * <p>Every step is checked against the invariants before and after it is applied.
 */
final class Simulation {

  final Sketch sketch;
  final Map<String, Secret> secrets = new TreeMap<>();
  final List<SimulatedPod> pods = new ArrayList<>();
  final List<Announcement> announced = new ArrayList<>();
  final Invariants invariants = new Invariants();
  final Map<String, String> unreadable = new HashMap<>();
  Instant now = Instant.parse("2026-11-24T12:00:00Z");
  Random random = new Random(1);
  int steps;
  private int version;

  Simulation(Sketch sketch, String... podNames) {
    this.sketch = sketch;
    for (var name : podNames) {
      pods.add(new SimulatedPod(name, now.minusSeconds(60)));
    }
  }

  /** A server that has been running: every user has a credential. */
  static Simulation settled(Sketch sketch, String... podNames) {
    var simulation = new Simulation(sketch, podNames);
    simulation.settle();
    simulation.pass(Duration.ofHours(1));
    simulation.announced.clear();
    return simulation;
  }

  Decision decide() {
    return Rotation.decide(sketch.spec(now), observe(), now, fresh());
  }

  /** Decides and applies one step; false when there is none. */
  boolean step() {
    var decision = decide();
    decision.step().ifPresent(this::apply);
    return decision.step().isPresent();
  }

  /** Runs until nothing is left to do, the pods refreshing as they can. */
  Decision settle() {
    for (var i = 0; i < 500; i++) {
      pods.forEach(pod -> pod.refresh(auth()));
      invariants.check(this);
      if (!step()) {
        pods.forEach(pod -> pod.refresh(auth()));
        var decision = decide();
        if (decision.step().isEmpty()) {
          return decision;
        }
      }
    }
    throw new AssertionError("still steps after 500: " + decide().step());
  }

  /** Runs steps until the next one is of the named Secret. */
  void untilNextStepIs(String secretName) {
    for (var i = 0; i < 500; i++) {
      pods.forEach(pod -> pod.refresh(auth()));
      var next = decide().step().map(CredentialStep::secretName);
      if (next.equals(Optional.of(secretName))) {
        return;
      }
      assertThat(step()).as("a step before that of " + secretName).isTrue();
    }
    throw new AssertionError("no step of " + secretName);
  }

  void apply(CredentialStep step) {
    var before = new TreeMap<>(secrets);
    assertThat(invariants.mayWrite(before.get(step.secretName()))).as("%s is ours to write", step).isTrue();
    if (step instanceof CredentialStep.Create create) {
      assertThat(secrets).as("no Secret of this name").doesNotContainKey(step.secretName());
      store(create.desired());
    } else if (step instanceof CredentialStep.Update update) {
      assertThat(update.desired().getMetadata().getResourceVersion()).isEqualTo(versionOf(step.secretName()));
      assertThat(before.get(step.secretName()).getImmutable()).as("%s may change", step.secretName()).isNotEqualTo(true);
      store(update.desired());
    } else if (step instanceof CredentialStep.Delete delete) {
      assertThat(delete.resourceVersion()).isEqualTo(versionOf(step.secretName()));
      secrets.remove(step.secretName());
    }
    steps++;
    announced.addAll(step.announcements());
    invariants.afterStep(this, before, step);
  }

  /** Whether the API server would still accept the step. */
  boolean holds(CredentialStep step) {
    var present = secrets.get(step.secretName());
    if (step instanceof CredentialStep.Create) {
      return present == null;
    }
    var wanted = step instanceof CredentialStep.Update update
        ? update.desired().getMetadata().getResourceVersion()
        : ((CredentialStep.Delete) step).resourceVersion();
    return present != null && present.getMetadata().getResourceVersion().equals(wanted);
  }

  void store(Secret secret) {
    var copy = new SecretBuilder(secret).build();
    var seen = secrets.get(copy.getMetadata().getName());
    copy.getMetadata().setUid(seen == null ? "uid-" + ++version : seen.getMetadata().getUid());
    copy.getMetadata().setResourceVersion(Integer.toString(++version));
    secrets.put(copy.getMetadata().getName(), copy);
  }

  private String versionOf(String name) {
    return secrets.get(name).getMetadata().getResourceVersion();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Fresh fresh() {
    var seed = new byte[32];
    random.nextBytes(seed);
    return new Fresh(seed);
  }

  Observed observe() {
    var seen = new HashMap<String, Seen<Secret>>();
    var needs = Needs.of(sketch.server());
    needs.own().forEach(name -> seen.put(name, Seen.absent()));
    needs.sources().forEach(name -> seen.put(name, Seen.absent()));
    secrets.forEach((name, secret) -> seen.put(name, Seen.present(secret)));
    unreadable.forEach((name, why) -> seen.put(name, Seen.unknown(why)));
    var cluster = new Cluster(Cluster.Answer.NO, Seen.absent(), Optional.empty(), Seen.absent());
    return new Observed(Map.of(), seen, Seen.absent(), pods.stream().map(SimulatedPod::seen).toList(), cluster,
        Optional.empty());
  }

  Map<String, String> auth() {
    return secrets.containsKey("hello-proxy-auth") ? Peek.data(secrets.get("hello-proxy-auth")) : Map.of();
  }

  /** The secret that the user's clients read. */
  String secretOf(String user) {
    return Peek.password(secrets.get(sketch.secretOf(user)));
  }

  boolean accepted(String user, String secret) {
    return Peek.accepts(auth(), user, secret);
  }

  RotationPhase phaseOf(String user) {
    return progressOf(user).phase();
  }

  UserProgress progressOf(String user) {
    return decide().users().stream().filter(known -> known.user().name().equals(user)).findFirst().orElseThrow();
  }

  SimulatedPod pod(String name) {
    return pods.stream().filter(pod -> pod.name.equals(name)).findFirst().orElseThrow();
  }

  List<Reason> reasons() {
    return announced.stream().map(Announcement::reason).toList();
  }

  /** A Secret that a person makes with a password for the operator. */
  void supply(String name, String password, boolean labelled) {
    invariants.learn(password.strip());
    store(new SecretBuilder().withNewMetadata().withName(name).withNamespace("ai")
        .withLabels(labelled ? Map.of("ollakeep.dev/auth-source", "true") : Map.of()).endMetadata()
        .withType("Opaque").withData(Map.of("password", SecretText.encoded(password))).build());
  }

  /** A person edits one key of a Secret. */
  void edit(String name, String key, String value) {
    var edited = new SecretBuilder(secrets.get(name)).addToData(key, SecretText.encoded(value)).build();
    store(edited);
  }

}

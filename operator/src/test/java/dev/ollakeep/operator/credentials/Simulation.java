package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.cluster.InMemoryCluster;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import dev.ollakeep.operator.words.Announcement;
import dev.ollakeep.operator.words.Reason;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Pods and a clock around an {@link InMemoryCluster}, on which whole rotations run.
 *
 * <p>Every step is checked against the invariants before and after it is applied.
 */
public final class Simulation {

  public final Sketch sketch;
  /** With a hundred users, reading the proxies' Secret anew for each of them would be most of what a test does. */
  private Secret authRead;
  private Map<String, String> auth = Map.of();
  private final InMemoryCluster cluster = new InMemoryCluster(this::now);
  final Map<String, Secret> secrets = cluster.secrets();
  final List<SimulatedPod> pods = new ArrayList<>();
  final List<Announcement> announced = new ArrayList<>();
  final Invariants invariants = new Invariants();
  public Instant now = Instant.parse("2026-11-24T12:00:00Z");
  Random random = new Random(1);
  int steps;

  public Simulation(Sketch sketch, String... podNames) {
    this.sketch = sketch;
    for (var name : podNames) {
      pods.add(new SimulatedPod(name, now.minusSeconds(60)));
    }
  }

  /** A server that has been running: every user has a credential. */
  public static Simulation settled(Sketch sketch, String... podNames) {
    var simulation = new Simulation(sketch, podNames);
    simulation.settle();
    simulation.pass(Duration.ofHours(1));
    simulation.announced.clear();
    return simulation;
  }

  public CredentialDecision decide() {
    return CredentialPlanner.decide(sketch.spec(now), observe(), now, fresh());
  }

  /** Decides and applies one step; false when there is none. */
  public boolean step() {
    var decision = decide();
    decision.step().ifPresent(this::apply);
    return decision.step().isPresent();
  }

  /** Runs until nothing is left to do, the pods refreshing as they can. */
  public CredentialDecision settle() {
    for (var i = 0; i < 500; i++) {
      pods.forEach(pod -> pod.refresh(auth()));
      invariants.look(this);
      if (!step()) {
        pods.forEach(pod -> pod.refresh(auth()));
        var decision = decide();
        if (decision.step().isEmpty()) {
          invariants.check(this);
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
    cluster.write(step);
    steps++;
    announced.addAll(step.announcements());
    invariants.afterStep(this, before, step);
  }

  /** Whether the API server would still accept the step. */
  boolean holds(CredentialStep step) {
    return cluster.accepts(step);
  }

  void store(Secret secret) {
    cluster.put(secret);
  }

  /** From now on this Secret, and no other, cannot be read. */
  void cannotRead(String name, String why) {
    cluster.cannotRead(Map.of("Secret/" + name, why));
  }

  private Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  Fresh fresh() {
    var seed = new byte[32];
    random.nextBytes(seed);
    return new Fresh(seed);
  }

  Observed observe() {
    var around = new Cluster(ServedKinds.of(OptionalKind.ALL, kind -> Served.NO), Seen.absent(), Optional.empty(), Seen.absent());
    return cluster.observed(sketch.server(), pods.stream().map(SimulatedPod::seen).toList(), around, Optional.empty());
  }

  public Map<String, String> auth() {
    var live = secrets.get("hello-proxy-auth");
    if (live != authRead) {
      authRead = live;
      auth = live == null ? Map.of() : Collections.unmodifiableMap(Peek.data(live));
    }
    return auth;
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

  public SimulatedPod pod(String name) {
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

  void note(String name, String annotation, String value) {
    store(new SecretBuilder(secrets.get(name)).editMetadata().addToAnnotations(annotation, value).endMetadata().build());
  }

  void label(String name, String label, String value) {
    store(new SecretBuilder(secrets.get(name)).editMetadata().addToLabels(label, value).endMetadata().build());
  }
}

package dev.ollakeep.operator.golden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.cluster.Documents;
import dev.ollakeep.operator.cluster.InMemoryCluster;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.plan.Touch;
import dev.ollakeep.operator.resources.OperatorDefaults;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A golden story played on an {@link InMemoryCluster}: what a plan wants is there at once, and controllers do their part when asked. */
final class World {

  private final InMemoryCluster cluster = new InMemoryCluster(this::now);
  private final Controllers controllers = new Controllers(cluster.objects());
  private Facts facts;
  private OllamaServer server;
  private int draws;

  World(Facts facts) {
    this.facts = facts;
  }

  OllamaServer server() {
    return server;
  }

  Map<String, HasMetadata> objects() {
    return cluster.objects();
  }

  private Instant now() {
    return facts.instant();
  }

  /** Applies the server and lets everything happen that then happens. */
  void settle(OllamaServer applied) {
    goOn(facts, applied);
    for (var pass = 0; pass < 60; pass++) {
      var plan = plan();
      var quiet = quiet(plan);
      carryOut(plan);
      controllers.act(server);
      if (quiet) {
        controllers.remember();
        return;
      }
    }
    throw new AssertionError("not settled after 60 passes: " + plan().credentialStep() + " " + plan().status().conditions());
  }

  /** Turns to another time and another version of the resource; its status stays. */
  void goOn(Facts next, OllamaServer applied) {
    var status = applied.getStatus() == null && server != null ? server.getStatus() : applied.getStatus();
    facts = next;
    server = applied;
    server.setStatus(status);
    cluster.cannotRead(facts.unknown().stream().collect(Collectors.toMap(key -> key, key -> "the server did not answer in time")));
  }

  Plan plan() {
    return new Planner(settings()).plan(server, observed(), facts.instant(), fresh(draws));
  }

  private OperatorDefaults settings() {
    return new OperatorDefaults(
        new OperatorDefaults.Images("ollama/ollama:0.17.4", "nginx:1.30.6-alpine", List.of()),
        facts.limits(),
        new OperatorDefaults.Self("ollakeep-system", Map.of("app.kubernetes.io/name", "ollakeep")),
        "cluster.local",
        facts.probing());
  }

  /** The plan of the same moment, drawn again: with the same randomness it must be the same. */
  static Fresh fresh(int draw) {
    var seed = new byte[32];
    Arrays.fill(seed, (byte) draw);
    return new Fresh(seed);
  }

  /** Nothing to write: no step, no touch, no object that differs, and the status as it is. */
  boolean quiet(Plan plan) {
    return plan.credentialStep().isEmpty()
        && plan.touches().isEmpty()
        && plan.children().stream().noneMatch(this::changes)
        && plan.status().equals(server.getStatus());
  }

  /** Whether carrying out the verdict writes anything. */
  boolean changes(Verdict verdict) {
    return verdict instanceof Verdict.Want want && cluster.changes(want.desired())
        || verdict instanceof Verdict.Absent && cluster.objects().containsKey(InMemoryCluster.key(verdict.child(), server));
  }

  void carryOut(Plan plan) {
    draws++;
    plan.credentialStep().ifPresent(cluster::write);
    if (plan.credentialStep().isEmpty()) {
      plan.children().forEach(this::write);
      plan.touches().forEach(this::write);
    }
    server.setStatus(plan.status());
  }

  /** Puts an object there, or changes the one that is there. */
  void overlay(ObjectNode document) {
    var metadata = document.withObject("/metadata");
    if (!metadata.has("namespace")) {
      metadata.put("namespace", server.getMetadata().getNamespace());
    }
    var before = cluster.objects().get(document.get("kind").asText() + "/" + metadata.get("name").asText());
    cluster.put(Documents.object(before == null ? document : Documents.merged(Documents.tree(before), document)));
  }

  void remove(String key) {
    cluster.remove(key);
  }

  Observed observed() {
    return cluster.observed(server, pods(), facts.cluster(), Optional.ofNullable(facts.serverVersion()));
  }

  private List<PodSeen> pods() {
    return cluster.objects().values().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .map(pod -> controllers.asked(server, pod, facts.answersOf(pod.getMetadata().getName())))
        .toList();
  }

  private void write(Verdict verdict) {
    if (verdict instanceof Verdict.Want want && changes(verdict)) {
      cluster.apply(want.desired());
    } else if (verdict instanceof Verdict.Absent) {
      cluster.remove(InMemoryCluster.key(verdict.child(), server));
    }
  }

  private void write(Touch touch) {
    var pod = cluster.objects().get("Pod/" + touch.podName());
    pod.getMetadata().getAnnotations().put(Touch.ANNOTATION, touch.value());
  }
}

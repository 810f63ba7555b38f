package dev.ollakeep.operator.golden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.CredentialStep;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.plan.Needs;
import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.Seen;
import dev.ollakeep.operator.plan.Touch;
import dev.ollakeep.operator.plan.Verdict;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.Names;
import dev.ollakeep.operator.resources.OperatorDefaults;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A cluster in memory: what a plan wants is there at once, and the controllers around do their part when asked to. */
final class World {

  private final Map<String, HasMetadata> objects = new TreeMap<>();
  /** What was applied last, field by field: what it had and the next one has not is taken away, as server-side apply does. */
  private final Map<String, ObjectNode> applied = new TreeMap<>();
  private final Controllers controllers = new Controllers(objects);
  private Facts facts;
  private OllamaServer server;
  private int draws;
  private int writes;

  World(Facts facts) {
    this.facts = facts;
  }

  OllamaServer server() {
    return server;
  }

  Map<String, HasMetadata> objects() {
    return objects;
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
    var key = key(verdict.child());
    var live = objects.get(key);
    if (verdict instanceof Verdict.Want want) {
      var desired = Documents.tree(want.desired());
      return live == null
          || !Documents.contains(Documents.tree(live), desired)
          || applied.containsKey(key) && !applied.get(key).equals(desired);
    }
    return verdict instanceof Verdict.Absent && live != null;
  }

  void carryOut(Plan plan) {
    draws++;
    plan.credentialStep().ifPresent(this::write);
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
    var key = document.get("kind").asText() + "/" + metadata.get("name").asText();
    var before = objects.get(key);
    put(Documents.object(before == null ? document : Documents.merged(Documents.tree(before), document)));
  }

  void remove(String key) {
    objects.remove(key);
  }

  Observed observed() {
    var children = new EnumMap<Child, Seen<HasMetadata>>(Child.class);
    Arrays.stream(Child.values()).forEach(child -> children.put(child, seen(key(child), HasMetadata.class)));
    var claim = server.getSpec().storage().claimName();
    return new Observed(
        children, secrets(), seen("PersistentVolumeClaim/" + claim, PersistentVolumeClaim.class), pods(), facts.cluster(),
        Optional.ofNullable(facts.serverVersion()));
  }

  private Map<String, Seen<Secret>> secrets() {
    var secrets = new TreeMap<String, Seen<Secret>>();
    var needs = Needs.of(server);
    Stream.of(needs.own(), needs.sources(), needs.tls()).flatMap(names -> names.stream())
        .forEach(name -> secrets.put(name, seen("Secret/" + name, Secret.class)));
    objects.values().stream()
        .filter(object -> object instanceof Secret && labelled(object))
        .forEach(object -> secrets.put(object.getMetadata().getName(), seen(key(object), Secret.class)));
    return secrets;
  }

  private boolean labelled(HasMetadata object) {
    var labels = object.getMetadata().getLabels();
    return labels != null && server.getMetadata().getName().equals(labels.get("ollakeep.dev/server"));
  }

  private List<PodSeen> pods() {
    return objects.values().stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .map(pod -> controllers.asked(server, pod, facts.answersOf(pod.getMetadata().getName())))
        .toList();
  }

  private <T extends HasMetadata> Seen<T> seen(String key, Class<T> type) {
    if (facts.unknown().contains(key)) {
      return Seen.unknown("the server did not answer in time");
    }
    return Optional.ofNullable(objects.get(key)).map(type::cast).<Seen<T>>map(Seen::present).orElseGet(Seen::absent);
  }

  private void write(CredentialStep step) {
    if (step instanceof CredentialStep.Create create) {
      put(create.desired());
    } else if (step instanceof CredentialStep.Update update) {
      put(update.desired());
    } else {
      remove("Secret/" + step.secretName());
    }
  }

  private void write(Verdict verdict) {
    if (verdict instanceof Verdict.Want want && changes(verdict)) {
      var key = key(verdict.child());
      var live = objects.get(key);
      var desired = Documents.tree(want.desired());
      var before = applied.put(key, desired);
      var base = live == null ? null : before == null ? Documents.tree(live) : Documents.without(Documents.tree(live), before);
      put(Documents.object(base == null ? desired.deepCopy() : Documents.merged(base, desired.deepCopy())));
    } else if (verdict instanceof Verdict.Absent) {
      remove(key(verdict.child()));
    }
  }

  private void write(Touch touch) {
    var pod = objects.get("Pod/" + touch.podName());
    pod.getMetadata().getAnnotations().put(Touch.ANNOTATION, touch.value());
  }

  private void put(HasMetadata object) {
    var copy = Documents.object(Documents.tree(object));
    var meta = copy.getMetadata();
    var before = objects.get(key(copy));
    meta.setResourceVersion(String.valueOf(++writes));
    meta.setUid(before == null ? Optional.ofNullable(meta.getUid()).orElse("uid-" + writes) : before.getMetadata().getUid());
    if (meta.getCreationTimestamp() == null) {
      meta.setCreationTimestamp(facts.now());
    }
    objects.put(key(copy), copy);
  }

  private String key(Child child) {
    return child.type().getSimpleName() + "/" + child.name(Names.of(server));
  }

  static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}

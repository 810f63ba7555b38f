package dev.ollakeep.operator.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;

/** A server whose whole spec changes, in a namespace where everything is that it may refer to, with its pods and its operator. */
final class ChangingServer implements AutoCloseable {

  static final String NAME = "s";
  static final Duration PATIENCE = Duration.ofSeconds(90);
  static final Duration POLL = Duration.ofMillis(150);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PatchContext PATCH = PatchContext.of(PatchType.JSON);
  private static final long QUIET_MILLIS = 300;
  private static final long LONG_MILLIS = 1_500;

  private final ApiServer api;
  private final String namespace;
  private final ShiftedClock clock;
  private final Upstream upstream;
  private final MirrorPods pods;
  private final Provisioner provisioner;
  private final GarbageCollector garbage;
  private MortalOperator operator;
  private long generation;

  ChangingServer(ApiServer api, ShiftedClock clock, long seed) {
    this.api = api;
    this.clock = clock;
    this.upstream = new Upstream(api);
    this.namespace = api.freshNamespace("changing");
    this.pods = new MirrorPods(api.client(), namespace, seed);
    this.provisioner = new Provisioner(api.client(), namespace);
    this.garbage = new GarbageCollector(api.client(), namespace);
    Surroundings.in(api.client(), namespace);
    revive(Faults.NONE);
  }

  /** Another operator takes over, and plays this script from its very start. */
  void revive(Faults script) {
    if (operator != null) {
      operator.close();
    }
    var faulty = new FaultyApi(upstream, call -> answer -> { });
    faulty.play(script);
    operator = MortalOperator.start(faulty, OperatorConfig.of(Map.of("OLLAKEEP_WATCH_NAMESPACES", namespace,
        "OLLAKEEP_PROBE_TIMEOUT", "500ms", "OLLAKEEP_ALLOWED_REPOSITORIES", Vocabulary.REPOSITORY)), clock);
  }

  MortalOperator operator() {
    return operator;
  }

  SortedSet<String> pods() {
    return pods.uids();
  }

  /** As the API server has them, for whoever has to find out why. */
  List<String> podsAsStored() {
    return api.client().pods().inNamespace(namespace).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName() + " of " + pod.getMetadata().getCreationTimestamp()
            + (pod.getStatus().getPodIP() == null ? ", never started" : "")
            + (pod.getMetadata().getDeletionTimestamp() == null ? "" : ", ending"))
        .toList();
  }

  void create(JsonNode spec) {
    generation = api.client().resource(resource(spec)).inNamespace(namespace).create().getMetadata().getGeneration();
  }

  /** Whether this could be a new server. */
  boolean couldBe(JsonNode spec) {
    return passes(() -> api.client().resource(resource(spec)).inNamespace(namespace).dryRun(true).create());
  }

  /** Whether the server may become this. */
  boolean mayBecome(JsonNode spec) {
    return passes(() -> server().dryRun().patch(PATCH, replacement(spec)));
  }

  /** The API server knows this field of the spec, which holds any text. */
  boolean keeps(String field) {
    var patch = "[{\"op\":\"add\",\"path\":\"/spec/" + field + "\",\"value\":\"x\"}]";
    return server().dryRun().patch(PATCH, patch).get("spec", field) != null;
  }

  void become(JsonNode spec) {
    generation = server().patch(PATCH, replacement(spec)).getMetadata().getGeneration();
  }

  /** The server, its claim and its pods are gone. */
  void remove() {
    server().delete();
    await().atMost(PATIENCE).pollInterval(POLL).until(() -> {
      var none = garbage.collectAll();
      api.client().persistentVolumeClaims().inNamespace(namespace).withLabel("ollakeep.dev/server", NAME).resources().forEach(claim -> {
        claim.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        claim.delete();
      });
      return none && server().get() == null && operator.api().isCaughtUpFor(QUIET_MILLIS) && garbage.collectAll() && pods.uids().isEmpty();
    });
  }

  /** The operator has told of the last spec, and has nothing more to write. */
  boolean isAtRest() {
    return operator.api().isCaughtUpFor(QUIET_MILLIS) && tree().at("/status/observedGeneration").asLong() >= generation;
  }

  void rest(BooleanSupplier goal) {
    await().atMost(PATIENCE).pollInterval(POLL).until(() -> operator.isDead() || isAtRest() && goal.getAsBoolean());
  }

  /** Nothing has been written for so long that nothing more can be under way. */
  boolean isQuietForLong() {
    return operator.api().isCaughtUpFor(LONG_MILLIS);
  }

  /** A day and more goes by; whoever takes over then does what has become due. */
  void passDay() {
    clock.jump(Duration.ofHours(25));
    revive(Faults.NONE);
    rest(() -> reason("CredentialsRotated").equals("Stable"));
  }

  /** Reason of the condition; empty while there is none. */
  String reason(String condition) {
    for (var told : tree().at("/status/conditions")) {
      if (told.path("type").asText().equals(condition)) {
        return told.path("reason").asText();
      }
    }
    return "";
  }

  /** Conditions besides Ready that are not met, since something is waited for or refused; empty where there are none. */
  String waiting() {
    var waiting = new StringBuilder();
    for (var told : tree().at("/status/conditions")) {
      var type = told.path("type").asText();
      if (!type.equals("Ready") && told.path("status").asText().equals(type.equals("Stalled") ? "True" : "False")) {
        waiting.append(type).append(": ").append(told.path("message").asText()).append("; ");
      }
    }
    return waiting.toString();
  }

  SortedMap<String, String> state() {
    return new EndState(api.client(), namespace).read();
  }

  /** What the pods are made from; empty where there is no Deployment. */
  Optional<String> template() {
    return Optional.ofNullable(api.client().apps().deployments().inNamespace(namespace).withName(NAME).get())
        .map(it -> api.client().getKubernetesSerialization().asJson(it.getSpec().getTemplate()).replace(namespace, "<namespace>"));
  }

  /** For whoever has to find out why. */
  String story() {
    return namespace + ": " + tree().at("/status/conditions") + ", last writes " + operator.api().writes();
  }

  private JsonNode tree() {
    var found = server().get();
    return found == null ? JSON.createObjectNode() : JSON.valueToTree(found.getAdditionalProperties());
  }

  private Resource<GenericKubernetesResource> server() {
    return api.client().genericKubernetesResources("ollakeep.dev/v1alpha1", "OllamaServer").inNamespace(namespace).withName(NAME);
  }

  private static GenericKubernetesResource resource(JsonNode spec) {
    var resource = new GenericKubernetesResource();
    resource.setApiVersion("ollakeep.dev/v1alpha1");
    resource.setKind("OllamaServer");
    resource.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    resource.setAdditionalProperty("spec", spec);
    return resource;
  }

  private static String replacement(JsonNode spec) {
    return "[{\"op\":\"replace\",\"path\":\"/spec\",\"value\":" + spec + "}]";
  }

  private static boolean passes(Runnable write) {
    try {
      write.run();
      return true;
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  @Override
  public void close() {
    remove();
    operator.close();
    provisioner.close();
    pods.close();
    api.client().namespaces().withName(namespace).delete();
  }
}

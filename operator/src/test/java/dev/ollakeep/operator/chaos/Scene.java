package dev.ollakeep.operator.chaos;

import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One namespace with one server in it, its pods, the operator that looks after it, and the oracle that watches. */
final class Scene implements AutoCloseable {

  static final String SERVER = "s";
  private static final String LAYOUT = "ollakeep.dev/layout";
  /** Long, because these machines are shared; a state that only the look of every five minutes would end is still noticed. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long QUIET_MILLIS = 300;

  private final ApiServer api;
  private final String namespace;
  private final ShiftedClock clock;
  private final Ends ends = new Ends();
  private final Ledger ledger = new Ledger();
  private final Thrift thrift;
  private final AtomicInteger requests = new AtomicInteger();
  private final GarbageCollector garbage;
  private final MirrorPods pods;
  private final Oracle oracle;
  private final Upstream upstream;
  private MortalOperator operator;
  private volatile long generation;

  Scene(ApiServer api, ShiftedClock clock, long seed) {
    OperatorUnderTest.installCrd(api);
    this.api = api;
    this.clock = clock;
    this.upstream = new Upstream(api);
    this.namespace = api.freshNamespace("chaos");
    this.garbage = new GarbageCollector(api.client(), namespace);
    this.pods = new MirrorPods(api.client(), namespace, seed);
    this.thrift = new Thrift(pods);
    this.oracle = new Oracle(api.client(), namespace, pods, new Oracle.Promises(ledger, clock));
    revive(Faults.NONE);
  }

  /** A new operator takes the place of the last, and plays this script from its very start. */
  void revive(Faults script) {
    if (operator != null) {
      operator.close();
    }
    operator = another(script);
  }

  /** One more operator of the same namespace; the caller closes it. */
  MortalOperator another(Faults script) {
    var faulty = new FaultyApi(upstream, new Inspection(api.client(), namespace, pods, ledger).and(thrift));
    faulty.play(script);
    return MortalOperator.start(faulty, namespace, clock);
  }

  MortalOperator operator() {
    return operator;
  }

  Ledger ledger() {
    return ledger;
  }

  Thrift thrift() {
    return thrift;
  }

  MirrorPods pods() {
    return pods;
  }

  /** Everything in the namespace. */
  EndState lying() {
    return new EndState(api.client(), namespace);
  }

  /** What lies in the namespace after a workflow. */
  SortedMap<String, String> endState(Workflow workflow) {
    return ends.of(workflow, lying());
  }

  /** Creates an object as a person would. */
  void create(String yaml) {
    var object = api.client().getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    var made = api.client().resource(object).inNamespace(namespace).create();
    if (made.getKind().equals("OllamaServer")) {
      ledger.serverIs(made.getMetadata().getUid());
      generation = made.getMetadata().getGeneration();
    }
  }

  /** Merges JSON into the server's spec. */
  void edit(String spec) {
    var edited = server().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    generation = edited.getMetadata().getGeneration();
  }

  /** Time passes for every operator. */
  void jump(Duration by) {
    clock.jump(by);
  }

  /** A request id that was never used before. */
  String request() {
    return "request-" + requests.incrementAndGet();
  }

  /** Somebody writes another password into a Secret. */
  void overwrite(String secret, String password) {
    merge(secret, "{\"stringData\":{\"password\":\"" + password + "\"}}");
  }

  /** The server's Secrets tell this layout from now on; null: none, as those of the first versions. */
  void tellLayout(String layout) {
    note(LAYOUT, layout);
  }

  /** Annotates every Secret of the server; null takes the annotation away. */
  void note(String annotation, String value) {
    var text = value == null ? "null" : "\"" + value + "\"";
    oracle.secrets().forEach(secret -> merge(secret.getMetadata().getName(),
        "{\"metadata\":{\"annotations\":{\"" + annotation + "\":" + text + "}}}"));
  }

  /** Every Secret of the server tells the layout that this version writes. */
  boolean tellsItsLayout() {
    return oracle.secrets().stream().allMatch(secret -> "1".equals(secret.getMetadata().getAnnotations().get(LAYOUT)));
  }

  private void merge(String secret, String json) {
    api.client().secrets().inNamespace(namespace).withName(secret).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  void deleteSecret(String name) {
    api.client().secrets().inNamespace(namespace).withName(name).delete();
  }

  String password(String secret) {
    return oracle.secret(secret).map(it -> AuthFile.text(it, "password")).orElse("");
  }

  boolean has(String secret) {
    return oracle.secret(secret).isPresent();
  }

  /** Whom the proxies' Secret admits now. */
  AuthFile auth() {
    return oracle.secret(SERVER + "-proxy-auth").map(AuthFile::of).orElse(AuthFile.NONE);
  }

  /** The server as it is stored: a watch that is older than the schema leaves out what the old one did not know. */
  String stored() {
    return api.client().getKubernetesSerialization().asJson(server().get());
  }

  boolean exists() {
    return !oracle.server().isEmpty();
  }

  /** The proxies' Secret gives the user this role. */
  boolean allows(String user, String role) {
    return oracle.secret(SERVER + "-proxy-auth").filter(it -> it.getData().containsKey("role." + role + "." + user)).isPresent();
  }

  /** The status speaks of the last edit, and this condition of it has this reason. */
  boolean says(String condition, String reason) {
    return oracle.server().at("/status/observedGeneration").asLong() >= generation && oracle.reasons(condition).contains(reason);
  }

  /** Every pod is made from the Deployment as it is now, and the status no longer counts one that a roll-out had in addition. */
  boolean rolledOut() {
    var deployment = api.client().apps().deployments().inNamespace(namespace).withName(SERVER).get();
    return deployment != null && deployment.getStatus() != null
        && deployment.getMetadata().getGeneration().equals(deployment.getStatus().getObservedGeneration())
        && oracle.server().at("/status/auth/podsAtRevision").asText().endsWith("/" + deployment.getSpec().getReplicas());
  }

  /** No rotation is under way. */
  boolean stable() {
    return says("CredentialsRotated", "Stable") && upToDate();
  }

  /** Nobody waits for a secret, and the status says that every pod has the newest revision. */
  boolean upToDate() {
    var auth = oracle.server().path("status").path("auth");
    var pods = auth.path("podsAtRevision").asText().split("/");
    return auth.path("revision").asLong() == auth().revision() && pods[0].equals(pods[pods.length - 1]) && !has(SERVER + "-auth-next");
  }

  /** Waits until the goal is reached and the operator has nothing more to write. */
  void settle(BooleanSupplier goal) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> isSettled(goal));
  }

  /** Waits until all is done, or the operator is dead. */
  void settleOrDie(BooleanSupplier goal) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> operator.isDead() || isSettled(goal));
  }

  private boolean isSettled(BooleanSupplier goal) {
    if (oracle.reasons("Ready").contains("NameConflict")) {
      garbage.collectOrphans(oracle.server().at("/metadata/uid").asText());
    }
    return operator.api().isQuietFor(QUIET_MILLIS) && goal.getAsBoolean();
  }

  /** Deletes the server, and does what a garbage collector would. */
  void deleteServer() {
    ledger.serverGone();
    server().delete();
    await().atMost(PATIENCE).until(() -> oracle.server().isEmpty());
  }

  /** Again and again: an operator that has not heard of the deletion yet makes for its server whatever it misses. */
  void collectGarbage() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
      var none = garbage.collectAll();
      return none && operator.api().isCaughtUpFor(QUIET_MILLIS) && !has(SERVER + "-proxy-auth") && pods.uids().isEmpty();
    });
    oracle.forget();
  }

  /** Where it stands, for whoever has to find out why. */
  String story() {
    return namespace + ": " + oracle.server().path("status").path("conditions") + ", last writes " + operator.api().writes();
  }

  private Resource<GenericKubernetesResource> server() {
    return api.client().genericKubernetesResources("ollakeep.dev/v1alpha1", "OllamaServer").inNamespace(namespace).withName(SERVER);
  }

  @Override
  public void close() {
    operator.close();
    oracle.close();
    pods.close();
    api.client().namespaces().withName(namespace).delete();
  }
}

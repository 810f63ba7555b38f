package dev.ollakeep.operator.realcluster;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.system.ClientCall;
import dev.ollakeep.operator.system.Site;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One server on a real cluster, where an installed operator looks after its namespace.
 *
 * <p>Each Ollama is given what one slow reader needs and a little more; see {@link EndlessStream}.
 *
 * <p>Three users work and have a grace period; the fourth has none, so that its old secret is refused as soon as can be.
 */
record KubeletSite(KubernetesClient client, String namespace) {

  static final String SERVER = "busy";
  static final String OWNER = "alice";
  static final List<String> WORKERS = List.of("bob", "carol");
  static final String WITHOUT_GRACE = "dave";
  static final List<String> USERS = List.of(OWNER, "bob", "carol", WITHOUT_GRACE);
  private static final int PUBLIC_PORT = 8080;
  private static final String SPEC = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: busy, namespace: %s}
      spec:
        replicas: %d
        storage: {type: Ephemeral}
        resources: {requests: {cpu: 100m}, limits: {cpu: 300m}}
        networkPolicy: {from: [{ipBlock: {cidr: %s}}]}
        proxy: {limits: {requestsPerSecond: 10000, requestBurst: 1000, generationsPerUser: 100, generationsTotal: 1000}}
        auth:
          rotation: {gracePeriod: 3s}
          users:
            - {name: alice, role: Admin}
            - {name: bob, role: User}
            - {name: carol, role: User}
            - {name: dave, role: User, gracePeriod: 0s}
      """;

  /** Creates the server, open to the addresses that the load comes from, and returns when all its pods are ready. */
  void create(int replicas, String source) {
    client.resource(SPEC.formatted(namespace, replicas, source)).create();
    Site.until("ollamaserver/" + SERVER + " is Ready", () -> condition("Ready"));
    untilPods(replicas);
  }

  Resource<OllamaServer> server() {
    return client.resources(OllamaServer.class).inNamespace(namespace).withName(SERVER);
  }

  private boolean condition(String type) {
    var status = server().get().getStatus();
    return status != null && status.conditions().stream()
        .anyMatch(condition -> condition.type().equals(type) && condition.status().equals("True"));
  }

  /** Asks for new secrets: of everybody, or of the user without grace alone. */
  void rotate(boolean everybody, String request) {
    if (everybody) {
      patch(PatchType.JSON_MERGE, "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"" + request + "\"}}}}");
    } else {
      var path = "/spec/auth/users/" + USERS.indexOf(WITHOUT_GRACE) + "/requestId";
      patch(PatchType.JSON, "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":\"" + request + "\"}]");
    }
  }

  void scale(int replicas) {
    patch(PatchType.JSON_MERGE, "{\"spec\":{\"replicas\":" + replicas + "}}");
  }

  private void patch(PatchType type, String text) {
    server().patch(PatchContext.of(type), text);
  }

  /** All that have not ended, those that are ending included. */
  List<Pod> allPods() {
    return client.pods().inNamespace(namespace).withLabel("ollakeep.dev/server", SERVER).list().getItems().stream()
        .filter(pod -> Stream.of("Succeeded", "Failed").noneMatch(pod.getStatus().getPhase()::equals))
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /** Those that stay. */
  List<Pod> lastingPods() {
    return allPods().stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null).toList();
  }

  List<Pod> readyPods() {
    return lastingPods().stream().filter(KubeletSite::isReady).toList();
  }

  void untilPods(int replicas) {
    Site.until(replicas + " pods are ready", () -> readyPods().size() == replicas && lastingPods().size() == replicas);
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(condition -> condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  /** Makes this pod the first to go when there shall be fewer. */
  void markForRemoval(Pod pod) {
    var patch = new PodBuilder().withNewMetadata()
        .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", "-100").endMetadata().build();
    client.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  Secret secret(String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }

  String login(String user) {
    return Site.decoded(secret(SERVER + "-" + user + "-credentials"), "basic-auth");
  }

  Map<String, String> logins(List<String> users) {
    var logins = new HashMap<String, String>();
    users.forEach(user -> logins.put(user, login(user)));
    return logins;
  }

  boolean isJournaled() {
    return secret(SERVER + "-auth-next") != null;
  }

  /** Nothing is in flight: neither in what the operator says nor in what it has written. */
  void untilSettled() {
    Site.until("no rotation is in flight", () -> !isJournaled()
        && Site.decoded(secret(SERVER + "-proxy-auth"), "htpasswd.previous").isBlank()
        && condition("CredentialsRotated"));
  }

  static InetSocketAddress door(Pod pod) {
    return new InetSocketAddress(pod.getStatus().getPodIP(), PUBLIC_PORT);
  }

  static int ask(Pod pod, String login) {
    return ClientCall.get("/api/version", login).on(door(pod));
  }

  InetSocketAddress serviceDoor() {
    var service = client.services().inNamespace(namespace).withName(SERVER).get().getSpec();
    return new InetSocketAddress(service.getClusterIP(), service.getPorts().get(0).getPort());
  }

  /** Deletes the server and waits for the end of its pods. */
  void remove() {
    server().delete();
    Site.until("the pods are gone", () -> allPods().isEmpty());
  }

  @Override
  public String toString() {
    return "ollamaserver/" + SERVER + " in " + namespace;
  }
}

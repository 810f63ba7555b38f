package dev.ollakeep.operator.system;

import dev.ollakeep.testing.player.PlayedPod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A server of many users on a site, and what clients mount of it.
 *
 * <p>The clients of {@link #WORKERS} are never refused.
 */
record BusyServer(Site site, MountedSecrets mounted) implements AutoCloseable {

  static final String NAME = "busy";
  static final List<String> WORKERS = List.of("alice", "bob", "carol", "dave", "erin", "frank");
  /** The one who brings a password. */
  static final String SUPPLIED = "frank";
  private static final String SOURCE = "source-of-frank";
  private static final Duration MOUNT_LAG = Duration.ofMillis(500);
  private static final String SPEC = """
      replicas: %d
      storage: {type: Ephemeral}
      proxy: {limits: {requestsPerSecond: 10000, requestBurst: 1000, generationsPerUser: 100, generationsTotal: 1000}}
      auth:
        rotation: {gracePeriod: 3s}
        users:
          - {name: alice, role: User}
          - {name: bob, role: User}
          - {name: carol, role: ModelManager}
          - {name: dave, role: Admin}
          - {name: erin, role: User}
          - {name: frank, role: User, passwordSecretRef: {name: source-of-frank}}
          - {name: grace, role: User}
          - {name: heidi, role: User}
          - {name: ivan, role: User}
      """;

  /** Creates it and returns when all its pods are ready and everybody's Secret is mounted. */
  static BusyServer open(Site site, int replicas, String password) {
    var server = new BusyServer(site, new MountedSecrets(site, MOUNT_LAG));
    site.client().resource(new SecretBuilder()
        .withNewMetadata()
        .withName(SOURCE)
        .withNamespace(site.namespace())
        .addToLabels("ollakeep.dev/auth-source", "true")
        .endMetadata()
        .addToStringData("password", password)
        .build()).create();
    site.create(NAME, SPEC.formatted(replicas));
    var all = replicas + "/" + replicas;
    Site.until("all pods are ready", () -> all.equals(site.server(NAME).getStatus().auth().podsAtRevision()));
    Site.until("everybody's Secret is mounted", () -> WORKERS.stream().allMatch(user -> server.login(user) != null));
    return server;
  }

  String login(String user) {
    return mounted.login(NAME, user);
  }

  List<Supplier<String>> logins() {
    return WORKERS.stream().<Supplier<String>>map(user -> () -> login(user)).toList();
  }

  List<PlayedPod> pods() {
    return site.pods();
  }

  /** A new secret for one user, by a request, or by another password at its source. */
  void rotate(String user, String text) {
    if (user.equals(SUPPLIED)) {
      site.client().secrets().inNamespace(site.namespace()).withName(SOURCE)
          .edit(source -> new SecretBuilder(source).addToStringData("password", text).build());
    } else {
      change(user, "requestId", "\"" + text + "\"");
    }
  }

  /** Everybody whose secret is generated, by one request; returns when all old secrets are refused. */
  void rotateEverybody() {
    var generated = WORKERS.stream().filter(user -> !user.equals(SUPPLIED)).toList();
    var old = generated.stream().collect(Collectors.toMap(user -> user, this::login));
    site.patch(NAME, "{\"auth\":{\"rotation\":{\"requestId\":\"everybody\"}}}");
    for (var user : generated) {
      Site.until(user + " has a new secret", () -> !login(user).equals(old.get(user)));
    }
    for (var pod : pods()) {
      generated.forEach(user ->
          Site.until(user + "'s old secret is refused", () -> Site.ask(pod, "/api/version", old.get(user)) == 401));
    }
  }

  /** One field of one user. */
  void change(String user, String field, String value) {
    site.replace(NAME, "/spec/auth/users/" + index(user) + "/" + field, value);
  }

  void remove(String user) {
    site.remove(NAME, "/spec/auth/users/" + index(user));
  }

  private int index(String user) {
    return site.server(NAME).getSpec().auth().users().stream().map(found -> found.name()).toList().indexOf(user);
  }

  /** Which containers run, and how often they were restarted. */
  Map<String, String> identity() {
    var containers = new TreeMap<String, String>();
    for (var pod : pods()) {
      for (var container : List.of("proxy", "ollama")) {
        containers.put(pod.uid() + " " + container, pod.containerId(container) + " restarts " + pod.restartCount(container));
      }
    }
    return containers;
  }

  /** Nothing is under way, and every worker's mounted secret logs in everywhere. */
  void untilSettled() {
    Site.until("no rotation is in flight", () -> site.condition(NAME, "CredentialsRotated").filter("True"::equals).isPresent());
    Site.until("the journal is gone", () -> site.secret(NAME + "-auth-next") == null);
    Site.until("no previous hash is left", () -> Site.decoded(site.secret(NAME + "-proxy-auth"), "htpasswd.previous").isBlank());
    for (var pod : pods()) {
      WORKERS.forEach(user -> Site.until(user + " logs in", () -> Site.ask(pod, "/api/version", login(user)) == 200));
    }
  }

  @Override
  public void close() throws Exception {
    mounted.close();
  }
}

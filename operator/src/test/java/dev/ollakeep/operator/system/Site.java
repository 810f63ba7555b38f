package dev.ollakeep.operator.system;

import static org.awaitility.Awaitility.await;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.SecretText;
import dev.ollakeep.testing.player.PlayedPod;
import dev.ollakeep.testing.player.PlayerSettings;
import dev.ollakeep.testing.player.PodPlayer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** A namespace of a real API server in which the real operator works and pods really run. */
public final class Site implements AutoCloseable {

  /** Long, because these machines are shared; nothing waits this long when all is well. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ApiServer api;
  private final String namespace;
  private final AutoCloseable operator;
  private final PodPlayer player;

  private Site(ApiServer api, String namespace, AutoCloseable operator, PodPlayer player) {
    this.api = api;
    this.namespace = namespace;
    this.operator = operator;
    this.player = player;
  }

  static Site open(ApiServer api, String name) {
    var namespace = api.freshNamespace(name);
    return of(api, namespace, OperatorUnderTest.start(api, namespace));
  }

  /** A site for an operator that works in this namespace already; it is closed with the site. */
  public static Site of(ApiServer api, String namespace, AutoCloseable operator) {
    return of(api, namespace, operator, settings -> settings);
  }

  /** The same, where pods are played in another way than quickly. */
  public static Site of(ApiServer api, String namespace, AutoCloseable operator, UnaryOperator<PlayerSettings> pace) {
    var programs = PlayerSettings.Programs.ofThisMachine().withFakeOllama();
    var settings = pace.apply(PlayerSettings.quick(programs).withNamespaces(namespace));
    return new Site(api, namespace, operator, PodPlayer.start(api.client(), settings));
  }

  public KubernetesClient client() {
    return api.client();
  }

  ApiServer api() {
    return api;
  }

  public String namespace() {
    return namespace;
  }

  /** Creates a server from the YAML of its spec and waits until it is Ready. */
  public void create(String name, String spec) {
    var yaml = "apiVersion: ollakeep.dev/v1alpha1\nkind: OllamaServer\nmetadata: {name: " + name + ", namespace: " + namespace
        + "}\nspec:\n" + spec.indent(2);
    client().resource(yaml).create();
    until("ready", () -> condition(name, "Ready").filter("True"::equals).isPresent());
  }

  /** Merges a piece of spec, in JSON, into a server. */
  public void patch(String name, String spec) {
    client().resources(OllamaServer.class).inNamespace(namespace).withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  /** Changes one place of a server, by a JSON patch. */
  public void replace(String name, String path, String value) {
    json(name, "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":" + value + "}]");
  }

  void remove(String name, String path) {
    json(name, "[{\"op\":\"remove\",\"path\":\"" + path + "\"}]");
  }

  private void json(String name, String patch) {
    client().resources(OllamaServer.class).inNamespace(namespace).withName(name).patch(PatchContext.of(PatchType.JSON), patch);
  }

  public OllamaServer server(String name) {
    return client().resources(OllamaServer.class).inNamespace(namespace).withName(name).get();
  }

  public Optional<String> condition(String name, String type) {
    return found(name, type).map(Condition::status);
  }

  public Optional<String> reason(String name, String type) {
    return found(name, type).map(Condition::reason);
  }

  private Optional<Condition> found(String name, String type) {
    return Optional.ofNullable(server(name).getStatus()).stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  Secret secret(String name) {
    return client().secrets().inNamespace(namespace).withName(name).get();
  }

  /** The header value with which a user of a server logs in now. */
  public String login(String server, String user) {
    return decoded(secret(server + "-" + user + "-credentials"), "basic-auth");
  }

  public static String decoded(Secret secret, String key) {
    return SecretText.of(secret, key).orElseThrow();
  }

  public List<PlayedPod> pods() {
    return player.pods(namespace);
  }

  public static InetSocketAddress door(PlayedPod pod) {
    return new InetSocketAddress(pod.podIp(), 8080);
  }

  /** The status that a call without a body gets from a pod. */
  public static int ask(PlayedPod pod, String call, String login) {
    return ClientCall.get(call, login).on(door(pod));
  }

  public static void until(String what, Callable<Boolean> holds) {
    await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(holds);
  }

  /** What every container has printed since the start, ended pods included. */
  List<Path> podLogs() {
    return player.logFiles();
  }

  @Override
  public void close() {
    try (player) {
      operator.close();
    } catch (Exception e) {
      throw new IllegalStateException("the operator did not end", e);
    }
  }
}

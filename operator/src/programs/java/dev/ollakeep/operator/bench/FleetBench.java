package dev.ollakeep.operator.bench;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Many servers without pods, all rotated at once, by an operator in this JVM: {@code FleetBench [servers]}.
 *
 * <p>What bounds it are calls, one after the other on each thread of the operator.
 */
public final class FleetBench {

  private static final String SERVER = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: fleet-%d, namespace: %s}
      spec:
        replicas: 0
        storage: {type: Ephemeral}
        auth:
          rotation: {gracePeriod: 0s}
          users: [{name: alice, role: User}, {name: bob, role: User}, {name: carol, role: Viewer}]
      """;
  /** Three users and the operator's own. */
  private static final int SECRETS_A_SERVER = 4;
  private static final long MEBIBYTE = 1 << 20;
  private static final Duration POLL = Duration.ofMillis(250);

  private final ApiServer api;
  private final int servers;
  private final String namespace;
  private final Map<String, String> first = new ConcurrentHashMap<>();
  private final Set<String> replaced = ConcurrentHashMap.newKeySet();

  private FleetBench(ApiServer api, int servers) {
    this.api = api;
    this.servers = servers;
    this.namespace = api.freshNamespace("fleet");
  }

  /** Prints everything, in some minutes. */
  public static void main(String[] arguments) throws Exception {
    try (var api = ApiServer.shared()) {
      Machine.print("at the start");
      new FleetBench(api, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200).run();
      Machine.print("at the end");
    }
    // Threads of the libraries would keep the process.
    System.exit(0);
  }

  private void run() throws Exception {
    System.out.println(servers + " servers of 3 users, no pods");
    var before = heap();
    try (var operator = OperatorUnderTest.start(api, namespace);
        var watch = api.client().secrets().inNamespace(namespace).inform(new Passwords())) {
      var created = System.nanoTime();
      IntStream.range(0, servers).parallel().forEach(i -> api.client().resource(SERVER.formatted(i, namespace)).create());
      Pause.until(POLL, () -> first.size() == servers * SECRETS_A_SERVER && settled());
      print("creation", created, operator);
      var asked = System.nanoTime();
      IntStream.range(0, servers).parallel().forEach(this::ask);
      Pause.until(POLL, () -> replaced.size() == servers * SECRETS_A_SERVER);
      System.out.println("  all at once, first request -> last published: " + seconds(asked));
      Pause.until(POLL, this::settled);
      print("rotation", asked, operator);
      System.out.printf(Locale.ROOT, "  heap in use afterwards: %d MiB more than before the operator's start%n",
          (heap() - before) / MEBIBYTE);
    }
  }

  private void ask(int server) {
    api.client().resources(OllamaServer.class).inNamespace(namespace).withName("fleet-" + server).patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");
  }

  private boolean settled() {
    return api.client().resources(OllamaServer.class).inNamespace(namespace).list().getItems().stream()
        .allMatch(Fleet::isSettled);
  }

  private void print(String what, long since, OperatorUnderTest operator) {
    var requests = operator.requests();
    System.out.println("  " + what + ", until all has settled: " + seconds(since));
    System.out.println("    writes a server   " + CallCount.perTime(requests.writes(), servers));
    System.out.println("    all calls a server " + CallCount.perTime(requests.calls(), servers));
    requests.clear();
  }

  private static String seconds(long since) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Which Secrets of clients there are, and which have got another password since. */
  private final class Passwords implements ResourceEventHandler<Secret> {
    @Override
    public void onAdd(Secret secret) {
      if (secret.getData().containsKey("password")) {
        first.put(secret.getMetadata().getName(), secret.getData().get("password"));
      }
    }

    @Override
    public void onUpdate(Secret before, Secret now) {
      var name = now.getMetadata().getName();
      if (first.containsKey(name) && !first.get(name).equals(now.getData().get("password"))) {
        replaced.add(name);
      }
    }

    @Override
    public void onDelete(Secret secret, boolean finalStateUnknown) {
      first.remove(secret.getMetadata().getName());
    }
  }
}

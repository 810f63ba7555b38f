package dev.ollakeep.operator.bench;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.SeenOrGone;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many small servers without pods in ten namespaces, and when each of them came to rest. */
final class Fleet implements AutoCloseable {

  static final String SHAPE = "replicas 0, one user, Ephemeral storage";
  private static final String SERVER = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: fleet-%d, namespace: %s}
      spec:
        replicas: 0
        storage: {type: Ephemeral}
        auth: {users: [{name: alice, role: User}]}
      """;
  private static final int CREATORS = 8;

  private final ApiServer api;
  private final int size;
  private final List<String> namespaces;
  private final Set<String> settled = ConcurrentHashMap.newKeySet();
  private final SharedIndexInformer<OllamaServer> watch;
  private volatile long lastSettled;

  Fleet(ApiServer api, int size) {
    this.api = api;
    this.size = size;
    OperatorUnderTest.installCrd(api);
    this.namespaces = IntStream.range(0, 10).mapToObj(i -> api.freshNamespace("fleet")).toList();
    this.watch = api.client().resources(OllamaServer.class).inAnyNamespace()
        .inform(new SeenOrGone<>(this::note, server -> settled.remove(server.getMetadata().getName())));
  }

  int size() {
    return size;
  }

  /** Creates all of them, as many at a time as the API server takes; returns when the last one is there. */
  void create() {
    var creators = Executors.newFixedThreadPool(CREATORS);
    var pending = new ArrayList<Future<?>>();
    IntStream.range(0, size).forEach(i -> pending.add(creators.submit(
        () -> api.client().resource(SERVER.formatted(i, namespaces.get(i % namespaces.size()))).create())));
    try {
      for (var each : pending) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a server could not be created", e);
    } finally {
      creators.shutdownNow();
    }
  }

  /** Waits until every server says that it is at rest; returns when (of {@link System#nanoTime}) the last one began to say so. */
  long awaitSettled() {
    Pause.until(Duration.ofMillis(50), () -> settled.size() == size);
    return lastSettled;
  }

  @Override
  public void close() {
    watch.close();
  }

  static boolean isSettled(OllamaServer server) {
    var status = server.getStatus();
    return status != null
        && server.getMetadata().getGeneration().equals(status.observedGeneration())
        && status.auth() != null
        && "Stable".equals(status.auth().phase());
  }

  private void note(OllamaServer server) {
    if (isSettled(server)) {
      settled.add(server.getMetadata().getName());
      lastSettled = System.nanoTime();
    }
  }
}

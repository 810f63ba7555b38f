package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.system.ClientCall;
import dev.ollakeep.operator.system.PersistentClient;
import dev.ollakeep.operator.system.MountedSecrets;
import dev.ollakeep.operator.system.Site;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Everybody who works with the server, pod by pod or through its Service; streams are pod by pod in any case.
 *
 * <p>Bob learns of a new secret by a watch, at once; Carol as from a mounted volume, a second later. Dave, who has no grace
 * period, watches as well; what he is refused is counted apart.
 */
final class Crowd implements AutoCloseable {

  /** Which way requests take. */
  enum Way {
    POD_IP,
    SERVICE
  }

  private static final int CLIENTS_OF_THE_SERVICE = 3;
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration LAG = Duration.ofSeconds(1);
  private static final String SHOW = "{\"model\":\"" + Model.NAME + "\"}";

  private final KubeletSite site;
  private final Way way;
  private final Model model;
  private final int tokens;
  private final MountedSecrets watched;
  private final MountedSecrets lagging;
  private final Map<String, Desk> desks = new ConcurrentHashMap<>();
  private final List<PersistentClient> atService = new ArrayList<>();

  /** Each stream has so many tokens. */
  Crowd(KubeletSite site, Way way, Model model, int tokens) {
    this.site = site;
    this.way = way;
    this.model = model;
    this.tokens = tokens;
    this.watched = new MountedSecrets(site.client(), site.namespace(), Duration.ZERO);
    this.lagging = new MountedSecrets(site.client(), site.namespace(), LAG);
  }

  /** By watch, what clients read. */
  MountedSecrets secrets() {
    return watched;
  }

  /** Begins to work at these pods. */
  void begin(List<Pod> pods) throws IOException, InterruptedException {
    Site.until("everybody's Secret is mounted", () ->
        KubeletSite.USERS.stream().allMatch(user -> login(watched, user) != null && login(lagging, user) != null));
    for (var pod : pods) {
      join(pod);
    }
    if (way == Way.SERVICE) {
      for (int i = 0; i < CLIENTS_OF_THE_SERVICE * KubeletSite.WORKERS.size(); i++) {
        atService.add(worker(site.serviceDoor(), KubeletSite.WORKERS.get(i % KubeletSite.WORKERS.size())));
      }
    }
  }

  /** Work begins at a pod that is ready. */
  void join(Pod pod) throws IOException, InterruptedException {
    model.bringTo(pod, site.login(KubeletSite.OWNER));
    var withoutGrace = new PersistentClient(
        KubeletSite.door(pod), number -> ClientCall.get("/api/version", login(watched, KubeletSite.WITHOUT_GRACE)), PAUSE);
    var desk = new Desk(pod, () -> login(watched, KubeletSite.OWNER), tokens, withoutGrace);
    if (way == Way.POD_IP) {
      KubeletSite.WORKERS.forEach(user -> desk.add(worker(KubeletSite.door(pod), user)));
    }
    desks.put(uid(pod), desk);
  }

  private PersistentClient worker(InetSocketAddress door, String user) {
    var source = user.equals(KubeletSite.WORKERS.get(0)) ? watched : lagging;
    return new PersistentClient(door, number -> call(number, login(source, user)), PAUSE);
  }

  private static ClientCall call(int number, String login) {
    return switch (number % 4) {
      case 0 -> ClientCall.get("/api/version", login);
      case 1 -> ClientCall.post("/api/show", login, SHOW);
      case 2 -> ClientCall.chunked("/api/show", login, SHOW);
      default -> ClientCall.get("/v1/models", login);
    };
  }

  private static String login(MountedSecrets source, String user) {
    return source.login(KubeletSite.SERVER, user);
  }

  /** A pod is about to go: who knows its address leaves it; the Service's clients learn nothing. */
  void leave(Pod pod) throws InterruptedException {
    desks.get(uid(pod)).withdraw();
  }

  /** The stream of a pod that is ending is to end soon; false when none was left. */
  boolean hurry(Pod pod) throws InterruptedException {
    var desk = desks.get(uid(pod));
    var streamed = desk.streams();
    desk.hurry();
    return streamed;
  }

  /** Returns when the stream of a pod that is ending has ended. */
  void finish(Pod pod) throws InterruptedException {
    desks.get(uid(pod)).finish();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  List<String> failures() {
    return Stream.of(
            desks.values().stream().flatMap(desk -> desk.clientFailures().stream()),
            desks.values().stream().flatMap(desk -> desk.cutStreams().stream()),
            atService.stream().flatMap(client -> client.failures().stream()))
        .flatMap(failures -> failures)
        .toList();
  }

  /** Valid once it is closed. */
  String summary() {
    var requests = desks.values().stream().mapToInt(Desk::requests).sum() + atService.stream().mapToInt(PersistentClient::requests).sum();
    var streams = desks.values().stream().mapToInt(Desk::streamCount).sum();
    var cut = desks.values().stream().mapToInt(desk -> desk.cutStreams().size()).sum();
    var longest = desks.values().stream().map(Desk::longestStream).max(Duration::compareTo).orElse(Duration.ZERO);
    return "  " + requests + " requests, " + (failures().size() - cut) + " failures; " + streams + " streams, " + cut + " cut, longest "
        + longest.toSeconds() + " s\n"
        + "  clients without a grace period: " + count(PersistentClient::requests) + " requests, "
        + count(it -> it.failures().size()) + " refused";
  }

  private int count(ToIntFunction<PersistentClient> what) {
    return desks.values().stream().map(Desk::withoutGrace).mapToInt(what).sum();
  }

  /** Returns when the last request and the last stream have ended. */
  @Override
  public void close() throws Exception {
    for (var client : atService) {
      client.close();
    }
    // All at once: while one is waited for, the others would begin new streams.
    for (var desk : desks.values()) {
      desk.hurry();
    }
    for (var desk : desks.values()) {
      desk.finish();
    }
    watched.close();
    lagging.close();
  }
}

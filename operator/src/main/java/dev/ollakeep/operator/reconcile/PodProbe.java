package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ollakeep.operator.credentials.OperatorLogin;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.PodSeen.AttackAnswer;
import dev.ollakeep.operator.plan.PodSeen.AuthAnswer;
import dev.ollakeep.operator.plan.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.resources.ProxyContainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Asks pods which credentials and which configuration they serve, and attacks them.
 *
 * <p>A pod that has shown what is wanted of it is not asked again: revisions of one pod only grow.
 */
final class PodProbe implements AutoCloseable {

  private static final int PARALLEL = 16;
  private static final int PODS_REMEMBERED = 20_000;
  private static final Duration VERSION_ASKED_EVERY = Duration.ofMinutes(10);
  /** Whatever runs in the pod may say anything, and one text that the status does not take would keep the rest out of it. */
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the pods shall have.
   *
   * @param revision of the credentials
   * @param config version of the proxy configuration
   * @param login the operator's own, for the question that needs one
   */
  record Wanted(long revision, String config, Optional<OperatorLogin> login) {
    @Override
    public String toString() {
      return "Wanted[" + revision + ", " + config + "]";
    }
  }

  private record Version(Instant asked, Optional<String> text) {}

  private final Clock clock;
  private final Doors doors;
  private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, PodProbe::daemon);
  private final Attacks attacks;
  private final RecentMemory<String, Long> revisions = new RecentMemory<>(PODS_REMEMBERED);
  private final RecentMemory<String, ConfigAnswer.Versions> configs = new RecentMemory<>(PODS_REMEMBERED);
  private final RecentMemory<String, Version> versions = new RecentMemory<>(PODS_REMEMBERED);

  /** The way to the pods is closed with this. */
  PodProbe(Clock clock, Doors doors) {
    this.clock = clock;
    this.doors = doors;
    this.attacks = new Attacks(clock, PODS_REMEMBERED);
  }

  /** Looks at all pods at the same time; the answer is sorted by name. */
  List<PodSeen> look(List<Pod> pods, Wanted wanted) {
    var looks = pods.stream()
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .map(pod -> CompletableFuture.supplyAsync(() -> look(pod, wanted), threads))
        .toList();
    return looks.stream().map(CompletableFuture::join).toList();
  }

  /** Ollama's version through the public listener of the first pod that answers it. */
  Optional<String> serverVersion(List<PodSeen> pods, Wanted wanted) {
    for (var seen : pods) {
      if (seen.auth() instanceof AuthAnswer.Revision && wanted.login().isPresent()) {
        var uid = seen.pod().getMetadata().getUid();
        var known = versions.get(uid).filter(it -> it.asked().plus(VERSION_ASKED_EVERY).isAfter(clock.instant()));
        var text = known.isPresent() ? known.get().text() : askVersion(seen.pod(), wanted);
        if (text.isPresent()) {
          return text;
        }
      }
    }
    return Optional.empty();
  }

  private PodSeen look(Pod pod, Wanted wanted) {
    var ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (ip == null || ip.isEmpty() || PodSeen.hasEnded(pod)) {
      return new PodSeen(pod, new AuthAnswer.Refused(), new ConfigAnswer.Silent("no proxy runs"), new AttackAnswer.Untried());
    }
    var door = doors.to(pod);
    var uid = pod.getMetadata().getUid();
    var auth = auth(door, uid, wanted);
    if (!(auth instanceof AuthAnswer.Revision)) {
      return new PodSeen(pod, auth, new ConfigAnswer.Silent("no answer"), new AttackAnswer.Untried());
    }
    var config = config(door, uid, wanted);
    return new PodSeen(pod, auth, config, attacks.on(door, uid, config));
  }

  private AuthAnswer auth(Door door, String uid, Wanted wanted) {
    var known = revisions.get(uid);
    if (known.isPresent() && known.get() >= wanted.revision()) {
      return new AuthAnswer.Revision(known.get());
    }
    var answer = door.get(ProxyContainer.INTERNAL_PORT, "/auth-revision", Optional.empty());
    if (answer instanceof Door.Answer.Said said && said.status() == 200 && said.body().strip().matches("\\d{1,18}")) {
      return confirmed(door, uid, Math.max(known.orElse(0L), Long.parseLong(said.body().strip())));
    }
    if (answer instanceof Door.Answer.Barred barred) {
      return new AuthAnswer.Barred(barred.bar());
    }
    return answer instanceof Door.Answer.Refused ? new AuthAnswer.Refused() : new AuthAnswer.Silent(why(answer));
  }

  /** A revision is remembered for good, so it must be this pod's: the one time that it grows, whose it is is asked afterwards. */
  private AuthAnswer confirmed(Door door, String uid, long revision) {
    var grows = revisions.get(uid).filter(known -> known >= revision).isEmpty();
    if (grows && !door.ledTo(uid)) {
      return new AuthAnswer.Silent("another pod has taken its name");
    }
    revisions.put(uid, revision);
    return new AuthAnswer.Revision(revision);
  }

  private ConfigAnswer config(Door door, String uid, Wanted wanted) {
    var known = configs.get(uid).filter(it -> it.live().equals(wanted.config()) && it.rejected().isEmpty());
    if (known.isPresent()) {
      return known.get();
    }
    var answer = door.get(ProxyContainer.INTERNAL_PORT, "/configz", Optional.empty());
    var json = answer instanceof Door.Answer.Said said && said.status() == 200 ? parse(said.body()) : Optional.<JsonNode>empty();
    if (json.isEmpty()) {
      return new ConfigAnswer.Silent(why(answer));
    }
    var told = new ConfigAnswer.Versions(json.get().path("live").asText(), json.get().path("rejected").asText());
    configs.put(uid, told);
    return told;
  }

  private Optional<String> askVersion(Pod pod, Wanted wanted) {
    var answer = doors.to(pod).get(ProxyContainer.PUBLIC_PORT, "/api/version", wanted.login());
    if (answer instanceof Door.Answer.Said said && said.status() == 200) {
      var text = parse(said.body()).map(json -> json.path("version").asText()).filter(it -> VERSION.matcher(it).matches());
      versions.put(pod.getMetadata().getUid(), new Version(clock.instant(), text));
      return text;
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static String why(Door.Answer answer) {
    if (answer instanceof Door.Answer.Said said) {
      return "HTTP " + said.status() + " without a usable answer";
    }
    if (answer instanceof Door.Answer.Barred barred) {
      return barred.bar() == AuthAnswer.Bar.FORBIDDEN ? "the API server forbids it" : "the API server gets no connection";
    }
    return answer instanceof Door.Answer.Silent silent ? silent.why() : "connection refused";
  }

  static Thread daemon(Runnable task) {
    var thread = new Thread(task, "probe");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    doors.close();
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.observed.PodEvent;
import dev.ollakeep.operator.observed.PodSeen.EventsAnswer;
import dev.ollakeep.operator.observed.PodSetup;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Events of pods that their nodes do not set up, as seldom as {@link PodSetup} says.
 *
 * <p>Nothing but words depends on them: what cannot be read fails no reconcile.
 */
final class PodEvents {

  private static final Logger LOG = LoggerFactory.getLogger(PodEvents.class);
  private static final long MOST = 200;

  private record Known(Instant until, EventsAnswer answer) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final RecentMemory<String, Known> memory = new RecentMemory<>(1_000);

  PodEvents(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** What they tell of this pod, if anybody needs to know. */
  EventsAnswer of(Pod pod) {
    var now = clock.instant();
    var uid = pod.getMetadata().getUid();
    if (!PodSetup.isSlow(pod, now)) {
      memory.forget(uid);
      return new EventsAnswer.NotAsked();
    }
    var known = memory.get(uid);
    if (known.filter(it -> it.until().isAfter(now)).isPresent()) {
      return known.get().answer();
    }
    var answer = ask(pod).or(() -> known.map(Known::answer)).orElseGet(EventsAnswer.NotAsked::new);
    memory.put(uid, new Known(now.plus(PodSetup.lookAgain(pod, now).orElseThrow()), answer));
    return answer;
  }

  private Optional<EventsAnswer> ask(Pod pod) {
    try {
      var events = client.v1().events().inNamespace(pod.getMetadata().getNamespace())
          .withField("involvedObject.uid", pod.getMetadata().getUid())
          .list(new ListOptionsBuilder().withLimit(MOST).build());
      return Optional.of(new EventsAnswer.Told(events.getItems().stream().map(PodEvents::read).toList()));
    } catch (KubernetesClientException failure) {
      if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.of(new EventsAnswer.Forbidden());
      }
      LOG.debug("{}", new ApiFailure("listing events of pod " + pod.getMetadata().getName(), failure).getMessage());
      return Optional.empty();
    }
  }

  private static PodEvent read(Event event) {
    return new PodEvent("Warning".equals(event.getType()), Objects.toString(event.getReason(), ""),
        Objects.toString(event.getMessage(), ""), at(event));
  }

  /** The two generations of recorders fill in different fields. */
  private static Instant at(Event event) {
    var observed = event.getSeries() == null ? null : event.getSeries().getLastObservedTime();
    return Stream.of(
            Optional.ofNullable(event.getLastTimestamp()),
            Optional.ofNullable(observed).map(time -> time.getTime()),
            Optional.ofNullable(event.getEventTime()).map(time -> time.getTime()),
            Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
        .flatMap(Optional::stream).findFirst().map(Instant::parse).orElse(Instant.EPOCH);
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.words.Announcement;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a server's story in Kubernetes events.
 *
 * <p>The same words about the same server are one event that is counted up; a server may say only so much in an hour, here and in
 * the log. An event
 * that cannot be sent is logged and forgotten: nothing depends on one.
 */
final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int PER_HOUR = 120;
  private static final int LONGEST_MESSAGE = 1024;
  private static final String COMPONENT = "ollakeep";

  private record Hour(Instant begin, int said) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final RecentMemory<String, Hour> hours = new RecentMemory<>(10_000);

  EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void record(OllamaServer server, List<Announcement> announcements) {
    for (var announcement : announcements) {
      var meta = server.getMetadata();
      var said = saidThisHour(meta.getUid());
      if (said < PER_HOUR) {
        LOG.info("{}/{}: {}: {}", meta.getNamespace(), meta.getName(), announcement.reason().text(), announcement.message());
        send(event(server, announcement));
      } else if (said == PER_HOUR) {
        LOG.warn("{}/{}: {} events within an hour: no more are told until it is over", meta.getNamespace(), meta.getName(), PER_HOUR);
      }
    }
  }

  /** How many were there before this one. */
  private int saidThisHour(String uid) {
    var now = clock.instant();
    var hour = hours.get(uid).filter(it -> it.begin().plus(Duration.ofHours(1)).isAfter(now)).orElse(new Hour(now, 0));
    hours.put(uid, new Hour(hour.begin(), hour.said() + 1));
    return hour.said();
  }

  private void send(Event event) {
    try {
      try {
        client.v1().events().inNamespace(event.getMetadata().getNamespace()).resource(event).create();
      } catch (KubernetesClientException failure) {
        if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw failure;
        }
        countUp(event);
      }
    } catch (KubernetesClientException failure) {
      var lost = new ApiFailure("sending event " + event.getReason(), failure);
      LOG.warn("{}: {}", event.getInvolvedObject().getName(), lost.getMessage());
    }
  }

  /** One of this very second is this one: it was made, and the answer was lost. */
  private void countUp(Event event) {
    var stored = client.v1().events().inNamespace(event.getMetadata().getNamespace()).withName(event.getMetadata().getName());
    var known = stored.get();
    if (known != null && !event.getLastTimestamp().equals(known.getLastTimestamp())) {
      stored.edit(it -> new EventBuilder(it)
          .withCount(known.getCount() == null ? 2 : known.getCount() + 1)
          .withLastTimestamp(event.getLastTimestamp())
          .build());
    }
  }

  private Event event(OllamaServer server, Announcement announcement) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var message = announcement.message();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(server, announcement))
        .withNamespace(server.getMetadata().getNamespace())
        .endMetadata()
        .withInvolvedObject(reference(server))
        .withType(announcement.severity().text())
        .withReason(announcement.reason().text())
        .withMessage(message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  private static ObjectReference reference(OllamaServer server) {
    return new ObjectReferenceBuilder()
        .withApiVersion(server.getApiVersion())
        .withKind(server.getKind())
        .withNamespace(server.getMetadata().getNamespace())
        .withName(server.getMetadata().getName())
        .withUid(server.getMetadata().getUid())
        .build();
  }

  /** Same words, same name: a repetition meets the event that is already there. */
  private static String name(OllamaServer server, Announcement announcement) {
    var words = String.join("\n", server.getMetadata().getUid(), announcement.reason().text(), announcement.message());
    return server.getMetadata().getName() + "." + UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }
}

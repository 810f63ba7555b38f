package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.probe.PodConnection.Answer;
import dev.ollakeep.operator.proxy.ProxyContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which version of Ollama runs? The health answer of the internal listener is Ollama's own, which tells it to whoever may ask. */
final class VersionProbe {

  private static final Question QUESTION = new Question.Internal(ProxyContract.READINESS);
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);
  /** Whatever runs in the pod may say anything, and one text that the status does not take would keep the rest out of it. */
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}");

  private record Asked(Instant at, Optional<String> text) {}

  private final Clock clock;
  private final RecentMemory<String, Asked> versions;

  VersionProbe(Clock clock, int podsRemembered) {
    this.clock = clock;
    this.versions = new RecentMemory<>(podsRemembered);
  }

  Optional<String> of(PodConnection connection, String uid) {
    var known = versions.get(uid).filter(asked -> asked.at().plus(AGAIN_AFTER).isAfter(clock.instant()));
    return known.isPresent() ? known.get().text() : ask(connection, uid);
  }

  private Optional<String> ask(PodConnection connection, String uid) {
    if (!(connection.ask(QUESTION) instanceof Answer.Http http) || !http.ok()) {
      return Optional.empty();
    }
    var text = JsonText.parse(http.body()).map(json -> json.path("version").asText()).filter(it -> VERSION.matcher(it).matches());
    versions.put(uid, new Asked(clock.instant(), text));
    return text;
  }
}

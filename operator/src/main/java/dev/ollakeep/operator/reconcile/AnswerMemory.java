package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers of the cluster, believed for as long as they are good for whoever asks. */
final class AnswerMemory {

  private record Known(Instant at, Object answer) {}

  private final Clock clock;
  private final RecentMemory<String, Known> memory = new RecentMemory<>(10_000);

  AnswerMemory(Clock clock) {
    this.clock = clock;
  }

  /** The last answer while it is good; else the question is asked anew, and what it gives counts for all who ask later. */
  @SuppressWarnings("unchecked")
  <T> T remembered(String key, Supplier<T> question, Function<T, Duration> lifetime) {
    var now = clock.instant();
    var known = memory.get(key).filter(it -> now.isBefore(it.at().plus(lifetime.apply((T) it.answer()))));
    if (known.isPresent()) {
      return (T) known.get().answer();
    }
    var answer = question.get();
    memory.put(key, new Known(now, answer));
    return answer;
  }

  /** The answer; a question that fails is Unknown, never a no. */
  static <T> Seen<T> asked(String what, Supplier<Seen<T>> question) {
    try {
      return question.get();
    } catch (KubernetesClientException failure) {
      return Seen.unknown(failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? "no permission to read " + what
          : what + " could not be read");
    }
  }
}

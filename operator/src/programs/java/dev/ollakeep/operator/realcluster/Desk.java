package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.system.PersistentClient;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What goes on at one pod: clients that keep their connections, and one endless stream after the other. */
final class Desk {

  private final Pod pod;
  private final Supplier<String> reader;
  private final int tokens;
  private final PersistentClient withoutGrace;
  private final List<PersistentClient> clients = new ArrayList<>();
  private final List<EndlessStream> streams = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean withdrawn;

  /** Streams begin at once, each with the reader's newest credential; failures of the client without grace are no failures. */
  Desk(Pod pod, Supplier<String> reader, int tokens, PersistentClient withoutGrace) {
    this.pod = pod;
    this.reader = reader;
    this.tokens = tokens;
    this.withoutGrace = withoutGrace;
    new Thread(this::stream, "streams").start();
  }

  private void stream() {
    try {
      while (!withdrawn) {
        var stream = new EndlessStream(pod, reader.get(), tokens);
        streams.add(stream);
        if (withdrawn) {
          stream.hurry();
        }
        stream.failure();
      }
    } finally {
      end.complete(null);
    }
  }

  void add(PersistentClient client) {
    clients.add(client);
  }

  /** The clients leave after their answers, and no further stream begins; the one that runs goes on. */
  void withdraw() throws InterruptedException {
    withdrawn = true;
    withoutGrace.close();
    for (var client : clients) {
      client.close();
    }
  }

  /** Whether a stream is on its way. */
  boolean streams() {
    return !streams.isEmpty() && streams.get(streams.size() - 1).isRunning();
  }

  /** Leaves, and the stream that runs is to end soon. */
  void hurry() throws InterruptedException {
    withdraw();
    streams.forEach(EndlessStream::hurry);
  }

  /** Returns when the last stream has ended, which is soon. */
  void finish() throws InterruptedException {
    hurry();
    end.join();
  }

  int requests() {
    return clients.stream().mapToInt(PersistentClient::requests).sum();
  }

  int streamCount() {
    return streams.size();
  }

  Duration longestStream() {
    return streams.stream().map(EndlessStream::lasted).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  PersistentClient withoutGrace() {
    return withoutGrace;
  }

  List<String> clientFailures() {
    return clients.stream().flatMap(client -> client.failures().stream()).map(it -> pod.getMetadata().getName() + ": " + it).toList();
  }

  /** Of streams that have ended. */
  List<String> cutStreams() {
    return streams.stream().filter(stream -> !stream.isRunning()).map(EndlessStream::failure).flatMap(Optional::stream).toList();
  }
}

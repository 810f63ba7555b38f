package dev.ollakeep.operator.system;

import dev.ollakeep.testing.player.PlayedPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Users at work on every pod of a server: one client of each user on each pod, and one stream after the other on each pod. */
final class Load implements AutoCloseable {

  private static final int WORDS = 120;
  private static final int MILLIS_A_WORD = 25;

  private final List<PersistentClient> clients = new ArrayList<>();
  private final List<Thread> streamers = new ArrayList<>();
  private final AtomicInteger streams = new AtomicInteger();
  private final List<String> brokenStreams = new CopyOnWriteArrayList<>();
  private volatile boolean closing;

  /** Begins at once; the first login also reads the streams. */
  Load(List<PlayedPod> pods, List<Supplier<String>> logins, Duration pause) {
    for (var pod : pods) {
      logins.forEach(login -> clients.add(new PersistentClient(Site.door(pod), login, pause)));
      streamers.add(new Thread(() -> stream(pod, logins.get(0)), "streams"));
    }
    streamers.forEach(Thread::start);
  }

  private void stream(PlayedPod pod, Supplier<String> login) {
    while (!closing) {
      var text = new LongStream(Site.door(pod), login.get(), WORDS, MILLIS_A_WORD).whole().join();
      streams.incrementAndGet();
      if (!text.startsWith("HTTP/1.1 200") || !text.contains("\"done\":true")) {
        brokenStreams.add("stream " + streams + " on " + pod.name() + ": " + text.substring(Math.max(0, text.length() - 200)));
      }
    }
  }

  int requests() {
    return clients.stream().mapToInt(PersistentClient::requests).sum();
  }

  String summary() {
    return streamers.size() + " pods, " + clients.size() + " clients, " + requests() + " requests, " + streams + " streams, "
        + failures().size() + " failures";
  }

  /** Everything that was not answered as it should be. */
  List<String> failures() {
    return Stream.concat(clients.stream().flatMap(client -> client.failures().stream()), brokenStreams.stream()).toList();
  }

  /** Returns when the last request and the last stream have ended. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    for (var client : clients) {
      client.close();
    }
    for (var streamer : streamers) {
      streamer.join();
    }
  }
}

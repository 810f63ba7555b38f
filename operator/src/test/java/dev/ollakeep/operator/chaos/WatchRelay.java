package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Hands the events of one watch on: late, in heaps, or not for long. */
final class WatchRelay implements AutoCloseable {

  private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
    var thread = new Thread(task, "watch-relay");
    thread.setDaemon(true);
    return thread;
  });
  private static final ObjectMapper JSON = new ObjectMapper();
  /** How a watch ends that stands already; one that begins is answered 410. */
  private static final String EXPIRED = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
      + "\"status\":\"Failure\",\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}";

  private final ApiCall call;
  private final InputStream events;
  private final OutputStream client;
  private final Map<String, ObjectNode> held = new LinkedHashMap<>();
  private final Deque<String> late = new ArrayDeque<>();
  private long due = System.nanoTime();
  private volatile WatchFate fate = WatchFate.UNHARMED;

  WatchRelay(ApiCall call, InputStream events, OutputStream client) {
    this.call = call;
    this.events = events;
    this.client = client;
  }

  ApiCall call() {
    return call;
  }

  /** What happens to it from now on. */
  void suffer(WatchFate next) {
    fate = next;
    if (next.gone()) {
      quietly(EXPIRED);
      close();
    } else if (next.endsAfterMillis() > 0) {
      TIMER.schedule(this::close, next.endsAfterMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Nothing is on its way. */
  synchronized boolean isIdle() {
    return held.isEmpty() && late.isEmpty();
  }

  /** Returns when one of both sides has had enough. */
  void run() {
    try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        relay(line);
      }
    } catch (IOException ended) {
      close();
    }
  }

  /** Nothing overtakes what is still on its way, also when the fate has become better since. */
  private synchronized void relay(String line) throws IOException {
    if (!held.isEmpty() || fate.heldMillis() > 0 && late.isEmpty()) {
      hold(line);
    } else if (fate.delayMillis() > 0 || !late.isEmpty()) {
      delay(line);
    } else {
      write(line);
    }
  }

  private void delay(String line) {
    var now = System.nanoTime();
    due = Math.max(due, now + TimeUnit.MILLISECONDS.toNanos(fate.delayMillis()));
    late.add(line);
    TIMER.schedule(this::arrive, due - now, TimeUnit.NANOSECONDS);
  }

  /** The next in turn, whichever the timer meant: it may swap two that are due at the same time. */
  private synchronized void arrive() {
    quietly(late.remove());
  }

  private void hold(String line) throws JsonProcessingException {
    if (held.isEmpty()) {
      TIMER.schedule(this::release, fate.heldMillis(), TimeUnit.MILLISECONDS);
    }
    var event = (ObjectNode) JSON.readTree(line);
    var key = event.at("/object/metadata/uid").asText(line);
    // At the place of its last event: versions never go back within a watch, and clients rely on it.
    var before = held.remove(key);
    held.put(key, before == null ? event : merged(before, event));
  }

  /** As if the watcher had only now begun to look: what was added and changed since was added as it is now. */
  private static ObjectNode merged(ObjectNode before, ObjectNode after) {
    var wasNew = type(before).equals("ADDED") && type(after).equals("MODIFIED");
    return wasNew ? after.put("type", "ADDED") : after;
  }

  private static String type(JsonNode event) {
    return event.path("type").asText();
  }

  private synchronized void release() {
    held.values().forEach(event -> quietly(event.toString()));
    held.clear();
  }

  private void quietly(String line) {
    try {
      write(line);
    } catch (IOException gone) {
      close();
    }
  }

  private synchronized void write(String line) throws IOException {
    client.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    client.flush();
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException closedAlready) {
      Thread.onSpinWait();
    }
  }
}

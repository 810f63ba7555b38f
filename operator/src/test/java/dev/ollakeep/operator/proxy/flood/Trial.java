package dev.ollakeep.operator.proxy.flood;

import dev.ollakeep.operator.proxy.attack.Http2Frames;
import dev.ollakeep.operator.proxy.attack.RawHttp;
import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether a proxy that runs withstands something; shorter than a row of the table of floods, and with a plain answer. */
@FunctionalInterface
interface Trial {

  /** A proxy that serves, with what stands behind it. */
  record Place(ProxySandbox proxy, Process process, FakeOllama ollama) {
    InetSocketAddress open() {
      return proxy.at(ProxySandbox.PUBLIC);
    }
  }

  boolean isPassed(Place place) throws Exception;

  Duration FLOODED = Duration.ofSeconds(4);
  /** More than any time-out that a client without a credential gets, less than those that others get. */
  int ENDED_MILLIS = 14_000;
  int MANY = 5_000;
  String ANONYMOUS = "GET /api/tags HTTP/1.1\r\nHost: x\r\n\r\n";

  /** Stuck refusals give their places back, so that others are refused with an answer again. */
  Trial REFUSALS_ARE_GIVEN_AGAIN = place -> {
    try (var held = new Attackers(place.open(), Flood.H2_WINDOWS_OF_NOTHING.script(), 400).start()) {
      place.proxy().await().until(() -> held.begun() >= 400);
      held.openNoMore();
      return eventually(() -> Collections.nCopies(20, "401").equals(statuses(place.open(), 20)));
    }
  };

  Trial STREAMS_ARE_COUNTED = place -> {
    int most = 16;
    var frames = Http2Frames.withWindow(0);
    for (int i = 0; i < 2 * most; i++) {
      frames.headers(1 + 2 * i, true, List.of(":method: GET", ":scheme: http", ":path: /api/tags", ":authority: x"));
    }
    try (var client = new Socket()) {
      client.setSoTimeout(2_000);
      client.connect(place.open());
      client.getOutputStream().write(frames.bytes());
      return resets(new DataInputStream(client.getInputStream())) == most;
    }
  };

  Trial A_PIPELINE_OF_REFUSALS_IS_CUT_OFF = place -> {
    int asked = 9_000;
    long answers = 0;
    for (int connection = 0; connection < 5; connection++) {
      answers += answersToPipeline(place.open(), asked);
    }
    return answers < 5L * asked;
  };

  Trial A_BURST_IS_ANSWERED = place ->
      Burst.of(place.open(), "Basic bm9ib2R5OndpdGgtYS13cm9uZy1zZWNyZXQ", MANY).keySet().equals(Set.of("401"));

  Trial A_STREAM_OUTLIVES_THE_PATIENCE = place -> {
    try (var stream = new GoodStream(place.open(), 100, 50, false).begun()) {
      place.process().destroy();
      stream.ends();
      return true;
    } catch (AssertionError cut) {
      return false;
    }
  };

  Trial HEALTH_IS_REMEMBERED = place -> {
    place.ollama().forget();
    long begun = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      RawHttp.ask(place.proxy().at(ProxySandbox.INTERNAL), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    return place.ollama().requests().size() <= TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 2;
  };

  /** Memory that a flood may take, in MiB. */
  static Trial memoryUnder(Flood flood, int most) {
    return place -> watched(place, flood).peak() >> 20 < most;
  }

  /** A connection of that kind is closed in time, whatever it still sends. */
  static Trial ends(Flood flood) {
    return place -> {
      try (var one = new Attackers(place.open(), flood.script(), 1).start()) {
        place.proxy().await().until(() -> one.begun() == 1);
        one.openNoMore();
        return eventually(() -> one.open() == 0);
      }
    };
  }

  private static Watch watched(Place place, Flood flood) throws IOException, InterruptedException {
    var watch = new Watch(flood, place.open(), () -> ProcessMemory.of(place.process()));
    watch.during(FLOODED, place.open(), ProxySandbox.ALICE);
    return watch;
  }

  /** What may become true in time. */
  interface Condition {
    boolean isTrue() throws IOException;
  }

  private static boolean eventually(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ENDED_MILLIS);
    while (System.nanoTime() < end) {
      if (condition.isTrue()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  /** Of so many requests without a credential, on connections of their own: any worker may take each. */
  private static List<String> statuses(InetSocketAddress address, int requests) throws IOException {
    var statuses = new ArrayList<String>();
    for (int i = 0; i < requests; i++) {
      statuses.add(status(address, ANONYMOUS));
    }
    return statuses;
  }

  private static long answersToPipeline(InetSocketAddress address, int asked) throws IOException, InterruptedException {
    try (var client = new Socket()) {
      client.connect(address);
      var writer = new Thread(() -> write(client, ANONYMOUS.repeat(asked)));
      writer.start();
      long answers = answers(client);
      writer.join();
      return answers;
    }
  }

  private static String status(InetSocketAddress address, String request) throws IOException {
    try (var client = new Socket()) {
      client.setSoTimeout(ENDED_MILLIS);
      client.connect(address);
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var line = new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return line.isEmpty() ? "none" : line.substring(9);
    } catch (SocketException reset) {
      return "none";
    }
  }

  private static int resets(DataInputStream in) throws IOException {
    int resets = 0;
    try {
      while (true) {
        int lengthAndType = in.readInt();
        in.readUnsignedByte();
        in.readInt();
        in.readNBytes(lengthAndType >>> 8);
        resets += (lengthAndType & 0xff) == 3 ? 1 : 0;
      }
    } catch (SocketTimeoutException nothingMore) {
      return resets;
    }
  }

  private static void write(Socket client, String bytes) {
    try {
      client.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException cutOff) {
      return;
    }
  }

  private static long answers(Socket client) throws IOException {
    long answers = 0;
    try {
      client.setSoTimeout(3_000);
      var in = new BufferedInputStream(client.getInputStream());
      int previous = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        // Each answer is one line of JSON after one empty line.
        answers += previous == '\n' && next == '{' ? 1 : 0;
        previous = next;
      }
    } catch (SocketTimeoutException | SocketException ended) {
      return answers;
    }
    return answers;
  }
}

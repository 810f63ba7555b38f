package dev.ollakeep.operator.proxy.flood;

import dev.ollakeep.operator.proxy.attack.Http2Frames;
import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ways of keeping a proxy busy that need no credential; the name is the sentence.
 *
 * <p>Each holds what it can: it answers time-outs by a byte in time, and opens again what was closed.
 */
enum Flood {
  SILENT_CONNECTIONS(6_000, Script.once("")),
  REQUEST_LINES_THAT_DO_NOT_END(6_000, Script.once("GET /api/").then("x", Duration.ofSeconds(3))),
  HEADERS_THAT_DO_NOT_END(4_500, Script.once("GET /api/tags HTTP/1.1\r\nHost: x\r\n" + header(3_900).repeat(4))
      .then("X-More: 1\r\n", Duration.ofSeconds(3))),
  HEADERS_OF_64_KIB(9_000, Script.once("GET /api/tags HTTP/1.1\r\nHost: x\r\n" + header(3_900).repeat(16))
      .then("X-More: 1\r\n", Duration.ofSeconds(3))),
  HALF_BODIES(4_500, Script.once("POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{")
      .then("x", Duration.ofSeconds(3))),
  HALF_BODIES_WITH_A_WRONG_SECRET(4_500, Script.once("POST /api/chat HTTP/1.1\r\nHost: x\r\n" + wrong()
      + "Content-Length: 1000000\r\n\r\n" + "x".repeat(16_000)).then("x", Duration.ofSeconds(3))),
  ENDLESS_CHUNKS(1_000, Script.once("POST /api/blobs/sha256:00 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
      .then("1000\r\n" + "x".repeat(4096) + "\r\n", Duration.ofMillis(200))),
  REFUSALS_THAT_NOBODY_READS(4_500, Script.once(("GET /api/tags HTTP/1.1\r\nHost: x\r\n\r\n").repeat(400)).deaf()
      .then("GET /api/tags HTTP/1.1\r\nHost: x\r\n\r\n", Duration.ofSeconds(2))),
  WRONG_SECRETS(500, Script.once("").then("GET /api/tags HTTP/1.1\r\nHost: x\r\n" + wrong() + "\r\n", Duration.ofMillis(50))),
  WRONG_SECRETS_AT_ONCE(5_000, Script.once("").then("GET /api/tags HTTP/1.1\r\nHost: x\r\n" + wrong() + "\r\n", Duration.ofSeconds(2))),
  PROBES(500, Port.INTERNAL, Script.once("").then("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", Duration.ofMillis(50))),
  H2_WINDOWS_OF_NOTHING(2_000, Script.once(stuck(0, 3)).then(Http2Frames.more().ping().bytes(), Duration.ofSeconds(2))),
  H2_WINDOWS_THAT_DRIP(2_000, Script.once(stuck(0, 3)).then(drip(), Duration.ofSeconds(2))),
  H2_WRONG_SECRETS_WITH_WINDOWS_OF_NOTHING(300, Script.once(wrongStreams(0)).then(drip(), Duration.ofSeconds(2))),
  H2_WRONG_SECRETS(400, Script.once(wrongStreams(65_535)).then(closing(), Duration.ofMillis(200))),
  H2_HALF_BODIES(300, Script.once(halfBodies()).then(drip(), Duration.ofSeconds(2))),
  H2_COMPRESSED_HEADERS(200, Script.once(stuck(65_535, 15)).then(closing(), Duration.ofMillis(200))),
  H2_HEADERS_THAT_GO_ON_FOR_EVER(2_000, Script.once(continued()).then(Http2Frames.more().unfinished(1, false, "x-m: 1").bytes(),
      Duration.ofSeconds(2))),
  H2_RESETS(100, Script.once(resets()).then(closing(), Duration.ofMillis(100))),
  H2_PINGS_THAT_NOBODY_READS(150, Script.once(pings(15_000)).deaf().then(Http2Frames.more().ping().bytes(), Duration.ofSeconds(2))),
  H2_EMPTY_FRAMES(200, Script.once(stuck(65_535, 0)).then(priorities(), Duration.ofMillis(100)));

  enum Port {
    PUBLIC(ProxySandbox.PUBLIC), INTERNAL(ProxySandbox.INTERNAL);

    private final int number;

    Port(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /** As many as a connection may have at a time: who asks for many more is closed. */
  private static final int STREAMS = 16;

  private final int connections;
  private final Port port;
  private final Script script;

  Flood(int connections, Script script) {
    this(connections, Port.PUBLIC, script);
  }

  Flood(int connections, Port port, Script script) {
    this.connections = connections;
    this.port = port;
    this.script = script;
  }

  int connections() {
    return connections;
  }

  Port port() {
    return port;
  }

  Script script() {
    return script;
  }

  String sentence() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("h2", "HTTP/2:");
  }

  private static String header(int length) {
    return "X-Fill: " + "x".repeat(length) + "\r\n";
  }

  private static String wrong() {
    return "Authorization: Basic bm9ib2R5OndpdGgtYS13cm9uZy1zZWNyZXQ\r\n";
  }

  private static List<String> request() {
    return List.of(":method: GET", ":scheme: http", ":path: /api/tags", ":authority: x");
  }

  private static List<String> wrongRequest() {
    var lines = new ArrayList<>(request());
    lines.add("authorization: Basic bm9ib2R5OndpdGgtYS13cm9uZy1zZWNyZXQ");
    return lines;
  }

  /** A header of 3,900 bytes that is sent once and then referred to at a byte each; the answers do not fit the window. */
  private static byte[] stuck(int window, int times) {
    var frames = Http2Frames.withWindow(window).remembering(1, request(), "x-fill: " + "x".repeat(3_900));
    for (int i = 1; i < STREAMS; i++) {
      frames.referring(1 + 2 * i, request(), times);
    }
    return frames.bytes();
  }

  private static byte[] wrongStreams(int window) {
    var frames = Http2Frames.withWindow(window);
    for (int i = 0; i < STREAMS; i++) {
      frames.headers(1 + 2 * i, true, wrongRequest());
    }
    return frames.bytes();
  }

  private static byte[] halfBodies() {
    var frames = Http2Frames.withWindow(0);
    var lines = new ArrayList<>(wrongRequest());
    lines.set(0, ":method: POST");
    lines.set(2, ":path: /api/blobs/sha256:00");
    for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
      frames.headers(stream, false, lines).data(stream, false, "x".repeat(2_000));
    }
    return frames.bytes();
  }

  private static byte[] continued() {
    var frames = new Http2Frames().unfinished(1, true, ":method: GET");
    for (int i = 0; i < 16; i++) {
      frames.unfinished(1, false, "x-fill-" + i + ": " + "x".repeat(900));
    }
    return frames.bytes();
  }

  private static byte[] resets() {
    var frames = new Http2Frames();
    for (int stream = 1; stream < 2_000; stream += 2) {
      frames.headers(stream, true, wrongRequest()).reset(stream);
    }
    return frames.bytes();
  }

  private static byte[] pings(int count) {
    var frames = new Http2Frames();
    for (int i = 0; i < count; i++) {
      frames.ping();
    }
    return frames.bytes();
  }

  private static byte[] priorities() {
    var frames = Http2Frames.more();
    for (int i = 0; i < 2_000; i++) {
      frames.priority(3);
    }
    return frames.bytes();
  }

  /** One byte more for each stream. */
  private static byte[] drip() {
    var frames = Http2Frames.more();
    for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
      frames.windowUpdate(stream, 1);
    }
    return frames.bytes();
  }

  /** A stream of number 0 ends the connection, which is then opened anew. */
  private static byte[] closing() {
    return Http2Frames.more().windowUpdate(0, 0).bytes();
  }
}

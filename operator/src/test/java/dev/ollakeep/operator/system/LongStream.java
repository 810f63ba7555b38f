package dev.ollakeep.operator.system;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A generation that streams word after word while other things happen. */
final class LongStream {

  private final CompletableFuture<String> whole;

  LongStream(InetSocketAddress door, String login, int words, int delayMillis) {
    this.whole = CompletableFuture.supplyAsync(() -> read(door, login, words, delayMillis));
  }

  boolean isRunning() {
    return !whole.isDone();
  }

  /** Everything that came, once it has ended; how it ended badly, otherwise. */
  CompletableFuture<String> whole() {
    return whole;
  }

  private static String read(InetSocketAddress door, String login, int words, int delayMillis) {
    var body = "{\"model\":\"tiny\",\"prompt\":\"count~\",\"options\":{\"num_predict\":" + words + ",\"fake_delay_ms\":" + delayMillis
        + "}}";
    try (var connection = new RawHttp(door)) {
      connection.send(ClientCall.post("/api/generate", login, body).text());
      var head = connection.head();
      var text = new StringBuilder(head.text());
      for (var chunk = connection.chunk(); !chunk.isEmpty(); chunk = connection.chunk()) {
        text.append(chunk);
      }
      return text.toString();
    } catch (IOException e) {
      return "broke off: " + e;
    }
  }
}

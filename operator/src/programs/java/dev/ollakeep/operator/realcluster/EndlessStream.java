package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import dev.ollakeep.operator.system.ClientCall;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A generation of a real Ollama that goes on for minutes because its reader is slow; each has one connection.
 *
 * <p>Buffers on the way could hold all of it. Ollama has no more of a processor than it needs to keep ahead of its reader, so that what
 * is read was generated just now, and the rest of the cluster is not starved by the generation of what nobody reads yet.
 */
final class EndlessStream {

  private static final String DONE = "\"done\":true";
  private static final int BUFFER = 8 * 1024;
  /** A busy machine may leave Ollama without a turn for a while; whose network has gone hears nothing for ever. */
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int BYTES_A_SECOND = 20_000;
  private static final int LONGEST_PAUSE_MILLIS = 1_000;
  /** Read so slowly that Nginx is done long before: a pod that does not wait for readers takes what its kernel holds with its network. */
  private static final int LAST_TOKENS = 600;
  private static final int BYTES_A_SECOND_AT_LAST = 5_000;

  private final Pod pod;
  private final int tokens;
  private final long begun = System.nanoTime();
  private final CompletableFuture<Optional<String>> end;
  private volatile boolean hurried;
  private volatile long ended;
  /** Both of the one thread that reads; a line is a token. */
  private int read;
  private int lines;

  EndlessStream(Pod pod, String login, int tokens) {
    this.pod = pod;
    this.tokens = tokens;
    this.end = new CompletableFuture<>();
    new Thread(() -> end.complete(read(login)), "stream").start();
  }

  boolean isRunning() {
    return !end.isDone();
  }

  /** From now on read as fast as it comes, but for the last tokens. */
  void hurry() {
    hurried = true;
  }

  Duration lasted() {
    return Duration.ofNanos((ended == 0 ? System.nanoTime() : ended) - begun);
  }

  /** Waits for its end: empty when all came, to the last word; else what went wrong. */
  Optional<String> failure() {
    return end.join();
  }

  private Optional<String> read(String login) {
    // Not raw, Ollama would tell the whole context at the end, and on a busy machine compute it for longer than clients wait.
    var body = "{\"model\":\"" + Model.NAME + "\",\"prompt\":\"count~\",\"raw\":true,\"options\":{\"num_predict\":" + tokens + "}}";
    var where = "stream on " + pod.getMetadata().getName();
    try (var connection = RawHttp.slow(KubeletSite.door(pod), BUFFER, PATIENCE_MILLIS)) {
      connection.send(ClientCall.post("/api/generate", login, body).text());
      var head = connection.head();
      if (!head.startLine().startsWith("HTTP/1.1 200")) {
        return Optional.of(where + ": " + head.startLine());
      }
      return readAll(connection) ? Optional.empty() : Optional.of(where + " ended before it was done");
    } catch (SocketTimeoutException silence) {
      return Optional.of(where + " stood still after " + soFar() + ": neither an end nor a reset for " + PATIENCE_MILLIS / 1000 + " s");
    } catch (IOException e) {
      return Optional.of(where + " broke off after " + soFar() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(where + ": interrupted");
    } finally {
      ended = System.nanoTime();
    }
  }

  private String soFar() {
    return lasted().toSeconds() + " s and " + read + " characters";
  }

  /** Whether it said that it was done, which is somewhere in its last line and may lie across two chunks. */
  private boolean readAll(RawHttp connection) throws IOException, InterruptedException {
    var done = false;
    var seam = "";
    for (var chunk = connection.chunk(); !chunk.isEmpty(); chunk = connection.chunk()) {
      read += chunk.length();
      lines += (int) chunk.chars().filter(it -> it == '\n').count();
      var text = seam + chunk;
      done = done || text.contains(DONE);
      seam = text.substring(Math.max(0, text.length() - DONE.length()));
      pause(chunk.length());
    }
    return done;
  }

  private void pause(int characters) throws InterruptedException {
    var last = lines > tokens - LAST_TOKENS;
    if (last || !hurried) {
      Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, 1000L * characters / (last ? BYTES_A_SECOND_AT_LAST : BYTES_A_SECOND)));
    }
  }
}

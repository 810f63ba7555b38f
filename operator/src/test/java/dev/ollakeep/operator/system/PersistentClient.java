package dev.ollakeep.operator.system;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A client that keeps its connection, takes its credential from its Secret before every request, and never tries again.
 *
 * <p>It goes on until it is closed, with a pause after every answer; whatever is not a 200 is a failure.
 */
public final class PersistentClient implements AutoCloseable {

  private static final String GENERATE = "{\"model\":\"tiny\",\"prompt\":\"hi\",\"stream\":false,\"options\":{\"num_predict\":2}}";

  private final InetSocketAddress door;
  private final IntFunction<ClientCall> calls;
  private final Duration pause;
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closing;

  public PersistentClient(InetSocketAddress door, Supplier<String> login, Duration pause) {
    this(door, number -> usual(number, login.get()), pause);
  }

  /** One that asks what it is told: the call of each number, from 0. */
  public PersistentClient(InetSocketAddress door, IntFunction<ClientCall> calls, Duration pause) {
    this.door = door;
    this.calls = calls;
    this.pause = pause;
    this.thread = new Thread(this::work, "client");
    thread.start();
  }

  public int requests() {
    return requests.get();
  }

  public List<String> failures() {
    return failures;
  }

  private void work() {
    while (!closing) {
      try (var connection = new RawHttp(door)) {
        useUp(connection);
      } catch (IOException e) {
        failures.add("request " + requests + ": " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Until the proxy says that it closes the connection. */
  private void useUp(RawHttp connection) throws IOException, InterruptedException {
    boolean open = true;
    while (open && !closing) {
      var call = calls.apply(requests.getAndIncrement());
      connection.send(call.text());
      var answer = connection.answer(false);
      if (answer.status() != 200) {
        failures.add("request " + requests + ", " + call + ": " + answer.status() + " " + answer.text());
      }
      open = !answer.head().value("Connection").orElse("").equalsIgnoreCase("close");
      Thread.sleep(pause.toMillis());
    }
  }

  private static ClientCall usual(int number, String login) {
    return switch (number % 4) {
      case 0 -> ClientCall.get("/api/version", login);
      case 1 -> ClientCall.post("/api/generate", login, GENERATE);
      case 2 -> ClientCall.chunked("/api/generate", login, GENERATE);
      default -> ClientCall.get("/v1/models", login);
    };
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join();
  }
}

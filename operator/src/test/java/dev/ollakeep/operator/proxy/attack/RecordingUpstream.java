package dev.ollakeep.operator.proxy.attack;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What stands where Ollama would: it keeps every byte it receives and answers any route.
 *
 * <p>A request is recorded when its head is complete, before it is answered, so an answer seen by a client implies the record.
 */
final class RecordingUpstream implements Closeable {

  /** Answers one request whose body was read; it may block. */
  @FunctionalInterface
  interface Responder {
    void answer(Exchange exchange) throws Exception;
  }

  /** Uploads of megabytes need not be searched to their end. */
  private static final int MAX_KEPT = 32 * 1024 * 1024;
  private final ServerSocket server = new ServerSocket();
  private final Thread accepting = daemon(this::acceptAll);
  private final ExecutorService threads = Executors.newCachedThreadPool(RecordingUpstream::daemon);
  private final List<Head> heads = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final StringBuffer received = new StringBuffer();
  private volatile boolean early;
  private volatile Responder responder = RecordingUpstream::likeOllama;

  RecordingUpstream(InetSocketAddress address) throws IOException {
    server.setReuseAddress(true);
    server.bind(address, 4096);
    accepting.start();
  }

  /** Replaces the answer to every later request. */
  void respond(Responder next) {
    responder = next;
  }

  /** The same, but before the body of the request was read. */
  void respondEarly(Responder next) {
    early = true;
    responder = next;
  }

  void respondLikeOllama() {
    early = false;
    responder = RecordingUpstream::likeOllama;
  }

  int count() {
    return heads.size();
  }

  List<Head> since(int mark) {
    return List.copyOf(heads.subList(mark, heads.size()));
  }

  /** Every byte received so far, one char per byte. */
  String received() {
    return received.toString();
  }

  /** What could not be parsed as one clear request; a smuggled remainder ends up here. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  static void likeOllama(Exchange exchange) throws IOException {
    if (exchange.request().startLine().startsWith("POST /api/generate ")) {
      exchange.beginStream();
      exchange.chunk("{\"response\":\"a\",\"done\":false}\n");
      exchange.chunk("{\"response\":\"\",\"done\":true}\n");
      exchange.endStream();
      return;
    }
    exchange.json(200, "{\"version\":\"0.17.4\"}");
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection; InputStream in = new BufferedInputStream(tee(connection.getInputStream()))) {
      Wire wire = new Wire(in);
      for (Optional<Head> head = wire.head(); head.isPresent(); head = wire.head()) {
        record(head.get());
        Exchange exchange = new Exchange(head.get(), in, connection.getOutputStream());
        if (early) {
          responder.answer(exchange);
          wire.requestBody(head.get());
        } else {
          wire.requestBody(head.get());
          responder.answer(exchange);
        }
      }
    } catch (EOFException cutByProxy) {
      return;
    } catch (Exception e) {
      if (!connection.isClosed() && !(e instanceof SocketException)) {
        violations.add(e.toString());
      }
    } finally {
      connections.remove(connection);
    }
  }

  private void record(Head head) {
    heads.add(head);
    boolean clear = head.startLine().matches("[A-Z]+ /\\S* HTTP/1\\.1");
    int framings = head.values("Content-Length").size() + head.values("Transfer-Encoding").size();
    if (!clear || framings > 1) {
      violations.add("an unclear request: " + head.text());
    }
  }

  private InputStream tee(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0 && received.length() < MAX_KEPT) {
          received.append(new String(buffer, offset, read, StandardCharsets.ISO_8859_1));
        }
        return read;
      }
    };
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "recording-upstream");
    thread.setDaemon(true);
    return thread;
  }

  /** The kernel listens until the accepting thread has noticed: what it still accepts must be closed as well. */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }
}

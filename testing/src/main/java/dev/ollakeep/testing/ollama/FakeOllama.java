package dev.ollakeep.testing.ollama;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An Ollama without models, bound to one address, that remembers every request it got.
 *
 * <p>{@link #close} cuts every stream at once, as SIGTERM does to a real one. Unlike a real one it serves any number of requests of
 * one model side by side.
 */
public final class FakeOllama implements AutoCloseable {

  private static final int BACKLOG = 4096;

  private final ServerSocket server;
  private final Models models;
  private final HostRules rules;
  private final Consumer<String> log;
  private final boolean loopback;
  private final Thread acceptor;
  private final Routes routes = new Routes();
  private final AtomicInteger generating = new AtomicInteger();
  private final RequestRecord requests = new RequestRecord();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

  private FakeOllama(ServerSocket server, Settings settings) {
    this.server = server;
    this.models = settings.models();
    this.rules = new HostRules(machineName(), settings.origins());
    this.log = settings.log();
    this.loopback = server.getInetAddress().isLoopbackAddress();
    this.acceptor = new Thread(this::accept, "fake-ollama-" + server.getLocalSocketAddress());
    ServerRoutes.addTo(routes);
    CodexRelay.addTo(routes);
    new ModelRoutes(models).addTo(routes);
    new GenerationRoutes(models, generating).addTo(routes);
    new CompactRoute(models).addTo(routes);
    new TranscriptionRoute(models).addTo(routes);
  }

  /** Starts one with the model {@code tiny}; port 0 takes a free one. */
  public static FakeOllama start(InetSocketAddress address) throws IOException {
    return start(address, Settings.of(Models.of("tiny")));
  }

  /** Starts one at this address. */
  public static FakeOllama start(InetSocketAddress address, Settings settings) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address, BACKLOG);
    FakeOllama ollama = new FakeOllama(server, settings);
    ollama.acceptor.setDaemon(true);
    ollama.acceptor.start();
    return ollama;
  }

  /** The address that {@code HOST:PORT} names, as {@code OLLAMA_HOST} has it. */
  public static InetSocketAddress hostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("an address is HOST:PORT, not " + text);
    }
    return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Its base URL, without a slash at the end. */
  public String url() {
    return "http://" + address().getAddress().getHostAddress() + ":" + address().getPort();
  }

  /** What it was asked since the start or the last {@link #forget}, in order of arrival: the last 20,000 requests at most. */
  public List<RecordedRequest> requests() {
    return requests.list();
  }

  /** How many requests it got since the start, whether they are still recorded or not. */
  public long received() {
    return requests.total();
  }

  /** Forgets the recorded requests. */
  public void forget() {
    requests.forget();
  }

  /** How many answers are being generated now. */
  public int generating() {
    return generating.get();
  }

  /** Its models, shared and live. */
  public Models models() {
    return models;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (HttpConnection connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread worker = new Thread(() -> serve(socket), "fake-ollama-request");
        worker.setDaemon(true);
        worker.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket; HttpConnection connection = new HttpConnection(socket)) {
      connections.add(connection);
      try {
        boolean more = !server.isClosed();
        while (more) {
          more = serveOne(connection);
        }
      } catch (HttpConnection.MalformedRequest e) {
        connection.write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n400 Bad Request");
        connection.flush();
      } finally {
        connections.remove(connection);
      }
    } catch (IOException gone) {
      log.accept("connection ended: " + gone.getMessage());
    }
  }

  private boolean serveOne(HttpConnection connection) throws IOException {
    HttpConnection.Head head = connection.readHead().orElse(null);
    if (head == null) {
      return false;
    }
    RecordedRequest asked = head.request();
    ReceivedBody body = ReceivedBody.readFrom(connection.body(head), !asked.path().startsWith("/api/blobs/"));
    RecordedRequest request = new RecordedRequest(asked.method(), asked.target(), asked.headers(), body.length());
    requests.add(request);
    Exchange exchange = new Exchange(connection, request, body);
    if (!head.keepsAlive()) {
      exchange.header("Connection", "close");
    }
    try {
      answer(exchange);
    } catch (Exchange.BadJson e) {
      exchange.json(400, Dialect.object().put("error", e.getMessage()));
    } finally {
      log.accept(request.method() + " " + request.path() + " " + exchange.status());
    }
    return head.keepsAlive();
  }

  private void answer(Exchange exchange) throws IOException {
    RecordedRequest request = exchange.request();
    String host = request.header("Host").orElse("");
    String origin = request.header("Origin").orElse("");
    boolean preflight = request.method().equals("OPTIONS");
    boolean crossSite = !origin.isEmpty() && !HostRules.isSameHost(origin, host);
    if (crossSite && !rules.listsOrigin(origin) || loopback && !rules.acceptsHost(host)) {
      exchange.empty(403);
      return;
    }
    if (crossSite) {
      exchange.header("Access-Control-Allow-Origin", origin).header("Vary", "Origin");
    }
    if (crossSite && preflight) {
      exchange.header("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS")
        .header("Access-Control-Allow-Headers", "Authorization,Content-Type,User-Agent,Accept,X-Requested-With")
        .header("Access-Control-Max-Age", "43200").empty(204);
    } else if (preflight && loopback && rules.isNearName(host)) {
      exchange.empty(204);
    } else {
      route(exchange);
    }
  }

  private void route(Exchange exchange) throws IOException {
    Routes.Match match = routes.find(exchange.request().method(), exchange.request().target());
    if (match instanceof Routes.Match.Found found) {
      found.handler().answer(exchange.withParameter(found.parameter()));
    } else if (match instanceof Routes.Match.Moved moved) {
      exchange.header("Location", moved.location()).empty(moved.status());
    } else if (match instanceof Routes.Match.OtherMethod other) {
      exchange.header("Allow", other.allow()).text(405, "405 method not allowed");
    } else {
      exchange.text(404, "404 page not found");
    }
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }

  /**
   * What may differ between two of them.
   *
   * @param models  what it has
   * @param origins more origins to accept, as {@code OLLAMA_ORIGINS} lists them
   * @param log     gets one line per request: method, raw path, status
   */
  public record Settings(Models models, List<String> origins, Consumer<String> log) {

    /** Silent, with the origins that Ollama accepts by itself. */
    public static Settings of(Models models) {
      return new Settings(models, List.of(), line -> { });
    }
  }

  /**
   * Runs one until the process is ended: {@code --listen 127.1.2.3:11434 [--model NAME]...}.
   *
   * @throws IOException          when the address is taken
   * @throws InterruptedException never in practice: nobody interrupts the main thread
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    FakeOllamaOptions options = FakeOllamaOptions.parse(args);
    FakeOllama ollama = start(options.listen(), new Settings(options.models(), List.of(), System.out::println));
    System.out.println("Listening on " + ollama.url());
    ollama.acceptor.join();
  }
}

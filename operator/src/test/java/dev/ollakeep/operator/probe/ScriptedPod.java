package dev.ollakeep.operator.probe;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Whatever is at the address of a pod: its ports answer byte for byte what a test wants, and every byte that comes is kept. */
public final class ScriptedPod implements AutoCloseable {

  private static final int[] PORTS = {8080, 8081, 11434};

  /** What becomes of a connection once the head of a request is there. */
  public interface Script {
    void answer(String request, Socket socket) throws IOException;

    /** These bytes, then the end. */
    static Script bytes(String text) {
      return (request, socket) -> socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An HTTP answer with this body. */
    static Script http(String status, String body) {
      return bytes("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** The connection is taken, and nothing comes until the client gives up. */
    static Script silence() {
      return (request, socket) -> socket.getInputStream().read();
    }

    /** Torn down by RST. */
    static Script reset() {
      return (request, socket) -> socket.setSoLinger(true, 0);
    }

    /** The server's half is closed at once, the client's stays open. */
    static Script halfClosed() {
      return (request, socket) -> {
        socket.shutdownOutput();
        socket.getInputStream().read();
      };
    }
  }

  private final String address;
  private final ExecutorService threads = Executors.newCachedThreadPool(PodProbe::daemon);
  private final List<ServerSocket> listening = new ArrayList<>();
  private final StringBuffer received = new StringBuffer();

  private ScriptedPod(String address) {
    this.address = address;
  }

  /** Takes a loopback address whose ports are free; none of them listens yet. */
  public static ScriptedPod start() throws IOException {
    for (int attempt = 0; attempt < 50; attempt++) {
      var random = ThreadLocalRandom.current();
      var address = "127." + random.nextInt(1, 250) + "." + random.nextInt(1, 250) + "." + random.nextInt(1, 250);
      if (isFree(address)) {
        return new ScriptedPod(address);
      }
    }
    throw new IOException("no free loopback address");
  }

  private static boolean isFree(String address) throws IOException {
    for (var port : PORTS) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
        assert socket.isBound();
      } catch (BindException taken) {
        return false;
      }
    }
    return true;
  }

  public ScriptedPod on(int port, Script script) throws IOException {
    var socket = new ServerSocket(port, 64, InetAddress.getByName(address));
    listening.add(socket);
    threads.execute(() -> accept(socket, script));
    return this;
  }

  public String address() {
    return address;
  }

  /** Every request so far, as it came. */
  public String received() {
    return received.toString();
  }

  private void accept(ServerSocket server, Script script) {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        threads.execute(() -> serve(socket, script));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      script.answer(head(socket), socket);
    } catch (IOException gone) {
      received.append("\n[the client has gone]\n");
    }
  }

  private String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
      received.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    for (var socket : listening) {
      socket.close();
    }
    threads.shutdownNow();
  }
}

package dev.ollakeep.operator.proxy.flood;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Thousands of connections that all follow one script, from one thread; one that is closed is opened again.
 *
 * <p>Bounded: never more connections than asked for, and none after {@link #close}.
 */
final class Attackers implements AutoCloseable {

  /** So many are opened at a time: more would fill the queue of the listening socket, and show nothing but that. */
  private static final int OPENED_AT_ONCE = 64;
  private static final int TURN_MILLIS = 5;
  private static final long PAUSE_NANOS = 100_000_000;

  private final InetSocketAddress address;
  private final Script script;
  private final int connections;
  private final Selector selector = Selector.open();
  private final ByteBuffer drain = ByteBuffer.allocateDirect(64 * 1024);
  private final Thread thread = new Thread(this::run, "attackers");
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean over;
  private volatile long refusedUntil = System.nanoTime();

  private static final class Connection {
    private ByteBuffer pending;
    private long next;
  }

  Attackers(InetSocketAddress address, Script script, int connections) throws IOException {
    this.address = address;
    this.script = script;
    this.connections = connections;
    thread.setDaemon(true);
  }

  Attackers start() {
    thread.start();
    return this;
  }

  /** Connections that are there now. */
  int open() {
    return open.get();
  }

  /** Connections so far. */
  long opened() {
    return opened.get();
  }

  /** Connections that have sent what they begin with. */
  long begun() {
    return begun.get();
  }

  long bytesSent() {
    return sent.get();
  }

  /** From now on what is closed stays closed. */
  void openNoMore() {
    refusedUntil = Long.MAX_VALUE;
  }

  private void run() {
    try {
      while (!over) {
        openMore();
        selector.select(this::serve, TURN_MILLIS);
        sendAgain();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void openMore() {
    for (int i = 0; i < OPENED_AT_ONCE && open.get() < connections && System.nanoTime() > refusedUntil; i++) {
      try {
        SocketChannel channel = SocketChannel.open();
        if (script.receiveBuffer() > 0) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, script.receiveBuffer());
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, new Connection());
        channel.connect(address);
        open.incrementAndGet();
        opened.incrementAndGet();
      } catch (IOException noMorePorts) {
        return;
      }
    }
  }

  private void serve(SelectionKey key) {
    try {
      SocketChannel channel = (SocketChannel) key.channel();
      Connection connection = (Connection) key.attachment();
      if (key.isConnectable()) {
        channel.finishConnect();
        connection.pending = ByteBuffer.wrap(script.first());
        connection.next = System.nanoTime() + script.pause().toNanos();
        write(key, channel, connection);
        begun.incrementAndGet();
        return;
      }
      if (key.isReadable() && channel.read(drain.clear()) < 0) {
        close(key);
        return;
      }
      if (key.isWritable()) {
        write(key, channel, connection);
      }
    } catch (ConnectException nobodyListens) {
      refusedUntil = System.nanoTime() + PAUSE_NANOS;
      close(key);
    } catch (IOException closedByPeer) {
      close(key);
    }
  }

  private void write(SelectionKey key, SocketChannel channel, Connection connection) throws IOException {
    sent.addAndGet(channel.write(connection.pending));
    int reading = script.reads() ? SelectionKey.OP_READ : 0;
    key.interestOps(connection.pending.hasRemaining() ? reading | SelectionKey.OP_WRITE : reading);
  }

  private void sendAgain() {
    if (script.again().length == 0) {
      return;
    }
    long now = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      Connection connection = (Connection) key.attachment();
      if (!key.isValid() || connection.pending == null || connection.pending.hasRemaining() || connection.next > now) {
        continue;
      }
      connection.next = now + script.pause().toNanos();
      connection.pending = ByteBuffer.wrap(script.again());
      try {
        write(key, (SocketChannel) key.channel(), connection);
      } catch (IOException closedByPeer) {
        close(key);
      }
    }
  }

  private void close(SelectionKey key) {
    key.cancel();
    open.decrementAndGet();
    try {
      key.channel().close();
    } catch (IOException gone) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}

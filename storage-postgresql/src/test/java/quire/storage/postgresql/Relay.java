package quire.storage.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire between a client and the tests' server that takes its time in both directions, and counts
 * how often the client had to wait for an answer before it said the next thing.
 */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int server;
  private final Duration delay;
  private final AtomicInteger trips = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private Relay(ServerSocket listening, int server, Duration delay) {
    this.listening = listening;
    this.server = server;
    this.delay = delay;
  }

  /**
   * Begins to relay.
   *
   * @param port where it listens, 0 for any that is free
   * @param delay of each direction
   */
  static Relay start(int port, int server, Duration delay) {
    try {
      Relay relay =
          new Relay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), server, delay);
      Thread.ofVirtual().start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** {@return round trips since the last time this was asked} */
  int takeTrips() {
    return trips.getAndSet(0);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(behind);
        AtomicInteger answered = new AtomicInteger(1);
        Thread.ofVirtual().start(() -> copy(client, behind, () -> count(answered)));
        Thread.ofVirtual().start(() -> copy(behind, client, () -> answered.set(1)));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void count(AtomicInteger answered) {
    if (answered.getAndSet(0) == 1) {
      trips.incrementAndGet();
    }
  }

  private void copy(Socket from, Socket to, Runnable each) {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        each.run();
        LockSupport.parkNanos(delay.toNanos());
        out.write(buffer, 0, count);
      }
    } catch (IOException _) {
      // one of the two has ended
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

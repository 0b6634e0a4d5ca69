package quire.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the memory to one client over two streams, in every revision of the protocol from
 * 2024-11-05 to 2026-07-28. The handshake and the lists are answered before a store is there.
 *
 * <p>The output is written to by this object alone; the input should be a raw stream, since it is
 * read in large pieces. An object serves once.
 */
public final class StdioServer {
  private final ServerSetup setup;
  private final CountDownLatch inputEnded = new CountDownLatch(1);
  private final CountDownLatch served = new CountDownLatch(1);

  public StdioServer(ServerSetup setup) {
    this.setup = setup;
  }

  /**
   * Serves until the input ends, the output breaks, or {@link #stop()} is called; then gives the
   * calls that run the time that the limits allow, ends the subscriptions and returns. The input
   * may be left with a daemon thread that still reads from it.
   */
  public void serve(InputStream in, OutputStream out) {
    Outbox outbox = new Outbox(out, this::broken);
    Reading reading = new Reading(new LineReader(in, setup.limits().messageBytes()), this::ended);
    Connection connection = new Connection(Catalogs.memory(setup), outbox, reading);
    reading.start(connection);
    try {
      inputEnded.await();
      connection.finish();
      outbox.flush(setup.limits().drain().toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      served.countDown();
    }
  }

  /** Ends serving as if the input had ended, and returns when it has, or after a bounded time. */
  public void stop() {
    inputEnded.countDown();
    try {
      long bound = 2 * setup.limits().drain().toMillis() + 500;
      if (!served.await(bound, TimeUnit.MILLISECONDS)) {
        setup.log().event(Level.WARNING, "stop-timed-out");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(@Nullable IOException broken) {
    if (broken != null) {
      setup.log().event(Level.DEBUG, "input-broken", "type", broken.getClass().getName());
    }
    inputEnded.countDown();
  }

  private void broken() {
    setup.log().event(Level.DEBUG, "output-broken");
    inputEnded.countDown();
  }
}

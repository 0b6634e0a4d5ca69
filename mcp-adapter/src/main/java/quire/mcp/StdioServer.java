package quire.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quire.mcp.calls.CallThreads;
import quire.mcp.calls.Dispatcher;
import quire.mcp.catalog.IdleWork;
import quire.mcp.catalog.Remarks;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.ServerLog;
import quire.mcp.catalog.Service;
import quire.mcp.json.AnswerBuffers;
import quire.mcp.protocol.ServerIdentity;
import quire.mcp.stdio.LeaderFollowerReader;
import quire.mcp.stdio.LineReader;
import quire.mcp.stdio.Outbox;
import quire.mcp.tools.MemoryCatalog;

/**
 * Serves the memory to one client over two streams, in every revision of the protocol from
 * 2024-11-05 to 2026-07-28. The handshake and the lists are answered before a store is there.
 *
 * <p>The output is written to by this object alone; the input should be a raw stream, since it is
 * read in large pieces. An object serves once.
 */
public final class StdioServer {
  private final ServerSetup.ClientListener clients;
  private final Service service;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch served = new CountDownLatch(1);
  private volatile boolean sound = true;

  public StdioServer(ServerSetup setup) {
    this(setup, ServerLimits.STANDARD);
  }

  StdioServer(ServerSetup setup, ServerLimits limits) {
    this.clients = setup.clients();
    this.service =
        new Service(
            MemoryCatalog.offer(),
            new ServerIdentity("quire", "Quire", setup.version()),
            setup.store(),
            setup.session(),
            limits,
            new ServerLog(setup.notices(), setup.least()),
            client -> clients.clientIs(client.name(), client.version()),
            new AnswerBuffers(),
            new Remarks(setup.remarks()),
            setup.answerBytes(),
            new IdleWork());
  }

  /**
   * Serves until the input ends, the output breaks, or {@link #stop()} is called; then gives the
   * calls that run the time that the limits allow, ends the subscriptions and returns. The input
   * may be left with a daemon thread that still reads from it.
   *
   * @return false if a defect ended it, which the log has told
   */
  public boolean serve(InputStream in, OutputStream out) {
    CallThreads threads = new CallThreads(this::failed);
    Outbox outbox = new Outbox(out, this::broken, this::failed);
    Dispatcher dispatcher = new Dispatcher(service, outbox, threads);
    LineReader lines = new LineReader(in, service.limits().messageBytes());
    threads.start(new LeaderFollowerReader(lines, dispatcher::accept, threads, this::ended));
    try {
      ending.await();
      service.idle().end();
      clients.clientLeaves(sound);
      long end = System.nanoTime() + service.limits().drain().toNanos();
      dispatcher.finish(end);
      outbox.flush(end);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      served.countDown();
    }
    return sound;
  }

  /** Ends serving as if the input had ended, and returns when it has, or after a bounded time. */
  public void stop() {
    ending.countDown();
    try {
      long bound = service.limits().drain().toMillis() + 500;
      if (!served.await(bound, TimeUnit.MILLISECONDS)) {
        service.log().event(Level.WARNING, "stop-timed-out");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(@Nullable IOException broken) {
    if (broken != null) {
      service.log().event(Level.DEBUG, "input-broken", "type", broken.getClass().getName());
    }
    ending.countDown();
  }

  private void broken() {
    service.log().event(Level.DEBUG, "output-broken");
    ending.countDown();
  }

  private void failed(Throwable defect) {
    sound = false;
    try {
      service.log().defect("serving", defect);
    } finally {
      ending.countDown(); // also where there is no memory to tell why
    }
  }
}

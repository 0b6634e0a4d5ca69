package quire.mcp.catalog;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.api.StoreException;

/**
 * What is done for the store while no call runs, in pieces of some milliseconds: {@link
 * MemoryStore#prepareRecall()}. All connections of a server share one. It opens no store; it goes
 * on with the one that a call has used. It has a thread of its own as long as there is something to
 * do, since a store may keep it waiting.
 */
public final class IdleWork {
  /** Between two pieces: most of the time a call that comes meanwhile finds nothing to wait for. */
  static final long PAUSE_MS = 100;

  /** After a piece in which nothing could be done. */
  static final long LONG_PAUSE_MS = 1_000;

  /** What takes less did nothing: a piece goes on for 20 ms if it can. */
  private static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable MemoryStore used;
  private boolean running;
  private boolean again;

  public void callBegins() {
    calls.incrementAndGet();
  }

  /** Notes the store that a call works with. */
  public void uses(MemoryStore store) {
    used = store;
  }

  public void callEnds() {
    calls.decrementAndGet();
  }

  /** No more is begun: nothing more will be asked. */
  public void end() {
    ending.countDown();
  }

  private boolean hasEnded() {
    return ending.getCount() == 0;
  }

  /**
   * Begins to work, if there is anything to do, until there is no more or {@link #end()}. Returns
   * at once.
   */
  public void begin(ServerLog log) {
    MemoryStore store = used;
    if (store != null && !hasEnded() && store.canPrepareRecall()) {
      start(log);
    }
  }

  private synchronized void start(ServerLog log) {
    again = true;
    if (!running) {
      try {
        Thread.ofPlatform().daemon().name("mcp-idle").start(() -> run(log));
        running = true;
      } catch (OutOfMemoryError none) {
        again = false; // the system gives no thread; the time for it comes again
      }
    }
  }

  synchronized boolean isRunning() {
    return running;
  }

  private void run(ServerLog log) {
    while (goesOn()) {
      try {
        work();
      } catch (StoreException unreachable) {
        log.event(Level.DEBUG, "preparing-failed", "type", unreachable.getClass());
      } catch (Throwable defect) {
        boolean isNews = !hasEnded();
        end(); // calls are answered nevertheless, by what is prepared
        if (isNews) {
          log.defect("preparing", defect);
        }
      }
    }
  }

  /** {@return whether to work once more, because that was asked for meanwhile} */
  private synchronized boolean goesOn() {
    running = again && !hasEnded();
    again = false;
    return running;
  }

  private void work() throws InterruptedException {
    for (long pause = piece(); pause > 0; pause = piece()) {
      if (ending.await(pause, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** {@return after how many milliseconds there may be more to do; 0 if there is nothing} */
  long piece() {
    MemoryStore store = used;
    if (store == null || hasEnded()) {
      return 0;
    }
    if (calls.get() > 0) {
      return PAUSE_MS;
    }
    long begun = System.nanoTime();
    if (!store.prepareRecall()) {
      return 0;
    }
    return System.nanoTime() - begun < LEAST_NS ? LONG_PAUSE_MS : PAUSE_MS;
  }
}

package quire.mcp.catalog;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.api.StoreException;

/**
 * What is done for the store while no call runs, in pieces of some milliseconds: {@link
 * MemoryStore#prepareRecall()}. All connections of a server share one. It opens no store; it goes
 * on with the one that a call has used.
 */
public final class IdleWork {
  /** Between two pieces: most of the time a call that comes meanwhile finds nothing to wait for. */
  private static final long PAUSE_MS = 100;

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable MemoryStore used;
  private volatile boolean ended;

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
    ended = true;
  }

  /** Works until there is no more to do, a call begins, or {@link #end()}. */
  public void run(ServerLog log) throws InterruptedException {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      while (piece()) {
        Thread.sleep(PAUSE_MS);
      }
    } catch (StoreException unreachable) {
      log.event(Level.DEBUG, "preparing-failed", "type", unreachable.getClass());
    } finally {
      busy.set(false);
    }
  }

  /** {@return whether there may be more to do right now} */
  private boolean piece() {
    MemoryStore store = used;
    return store != null && !ended && calls.get() == 0 && store.prepareRecall();
  }
}

package quire.http.events;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.mcp.catalog.ServerLog;

/**
 * The change log as it grows, for any number of streams. One thread looks whether it has grown, as
 * long as there is a stream; each stream has the number up to which it has read, and nothing is
 * kept for it: whoever reads slowly reads later. Safe for use by several threads.
 */
public final class ChangeFeed implements AutoCloseable {
  /** A change of another process is told within a third of a second. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final int PAGE = 500;

  /** Streams that are level with each other read the same page, and a few lag behind. */
  private static final int PAGES = 4;

  private final Supplier<MemoryStore> store;
  private final ServerLog log;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Condition asked = lock.newCondition();
  private final ReentrantLock reading = new ReentrantLock();
  private final Deque<Page> pages = new ArrayDeque<>();

  private long last;
  private int streams;
  private long wakes;
  private boolean nudged;
  private boolean watched;
  private volatile boolean ended;

  /** What follows a number in the log, as events. */
  private record Page(long after, List<ChangeEvent> events) {}

  public ChangeFeed(Supplier<MemoryStore> store, ServerLog log) {
    this.store = store;
    this.log = log;
  }

  /** A stream's place in the feed, for as long as it is open. */
  public final class Seat implements AutoCloseable {
    private final long start;
    private boolean left;

    private Seat(long start) {
      this.start = start;
    }

    /** {@return the newest change when the stream began} */
    public long start() {
      return start;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        streams -= left ? 0 : 1;
        left = true;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Begins to follow; the caller closes it. */
  public Seat follow() {
    // Before the number is read, so that no change falls between it and the first look.
    enter();
    try {
      long now = store.get().lastSequence();
      lock.lock();
      try {
        last = Math.max(last, now);
      } finally {
        lock.unlock();
      }
      return new Seat(now);
    } catch (RuntimeException | Error failure) {
      lock.lock();
      try {
        streams--;
      } finally {
        lock.unlock();
      }
      throw failure;
    }
  }

  private void enter() {
    lock.lock();
    try {
      streams++;
      nudged = true;
      if (!watched) {
        watched = true;
        Thread.ofPlatform().daemon().name("http-watch").start(this::watch);
      }
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public int streams() {
    lock.lock();
    try {
      return streams;
    } finally {
      lock.unlock();
    }
  }

  /** Looks at once, because something was written here. */
  public void nudge() {
    lock.lock();
    try {
      if (streams > 0) {
        nudged = true;
        asked.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes every stream, so that it looks whether it has to end. */
  public void wake() {
    lock.lock();
    try {
      wakes++;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is a change after this one, for so long, or until it is woken.
   *
   * @return the newest change that is known
   */
  public long await(long after, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long before = wakes;
      long left = patience.toNanos();
      while (last <= after && wakes == before && !ended && left > 0) {
        left = grown.awaitNanos(left);
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** {@return what follows a change, oldest first; some hundreds at most} */
  public List<ChangeEvent> after(long sequence) throws InterruptedException {
    reading.lockInterruptibly();
    try {
      for (Page page : pages) {
        if (page.after() == sequence) {
          return page.events();
        }
      }
      List<ChangeEvent> events = new ArrayList<>();
      for (Change change : store.get().changes(ChangeQuery.after(sequence, PAGE))) {
        events.add(ChangeEvent.of(change));
      }
      if (!events.isEmpty()) {
        if (pages.size() == PAGES) {
          pages.removeFirst();
        }
        pages.add(new Page(sequence, List.copyOf(events)));
      }
      return events;
    } finally {
      reading.unlock();
    }
  }

  public boolean ended() {
    return ended;
  }

  /** Ends every stream. */
  @Override
  public void close() {
    lock.lock();
    try {
      ended = true;
      grown.signalAll();
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    try {
      while (attend()) {
        look();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next look. {@return false once there is none} */
  private boolean attend() throws InterruptedException {
    lock.lock();
    try {
      while (streams == 0 && !ended) {
        asked.await();
      }
      long left = POLL.toNanos();
      while (!nudged && !ended && left > 0) {
        left = asked.awaitNanos(left);
      }
      nudged = false;
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  /** A failure leaves it to the next look. */
  private void look() {
    Long now = newest();
    if (now == null) {
      return;
    }
    lock.lock();
    try {
      if (now > last) {
        last = now;
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Long newest() {
    try {
      return store.get().lastSequence();
    } catch (StoreException unreachable) {
      // The next call that needs the store says so to its client; changes are told later.
      log.event(Level.DEBUG, "watch-failed", "type", unreachable.getClass());
    } catch (RuntimeException | Error defect) {
      log.defect("watch", defect);
    }
    return null;
  }
}

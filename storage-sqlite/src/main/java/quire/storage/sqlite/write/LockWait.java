package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import quire.storage.sqlite.file.Session;

/**
 * Waits for the write lock inside the statement that asks for it: SQLite calls here whenever it was
 * refused. An attempt is a few system calls then; by a statement of its own it would cost an
 * exception as well, and many times the processor. The thread is kept meanwhile, also where it
 * carries a virtual one, so that a store is best written from platform threads.
 *
 * <p>Used by one thread at a time.
 */
final class LockWait extends BusyHandler {
  /** Longer waits are the business of the caller, which also knows its deadline. */
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

  private static final int ASK_AGAIN = 1;
  private static final int GIVE_UP = 0;

  private final Backoff pace;
  private final LockStatistics statistics = new LockStatistics();

  /** Whether it is the write lock that SQLite asks for: nothing else is waited for. */
  private boolean asking;

  private @Nullable Session attendedTo;
  private boolean refused;
  private boolean interrupted;
  private long start;

  /** A call that is repeated, since the lock was not to be had, goes on with this wait. */
  private boolean waiting;

  private long waitingSince;

  LockWait(Backoff pace) {
    this.pace = pace;
  }

  LockStatistics statistics() {
    return statistics;
  }

  /**
   * Begins a transaction that has the write lock. An interrupt does not shorten the wait.
   *
   * @throws SQLException also if the lock is still refused after a second
   */
  void begin(Session writer) throws SQLException {
    if (writer != attendedTo) {
      BusyHandler.setHandler(writer.connection(), this);
      attendedTo = writer;
    }
    start = System.nanoTime();
    if (!waiting) {
      waiting = true;
      waitingSince = start;
    }
    refused = false;
    interrupted = false;
    pause(pace.beforeAsking(start));
    try {
      asking = true;
      writer.execute("BEGIN IMMEDIATE");
      long taken = System.nanoTime();
      pace.taken(taken, refused ? taken - waitingSince : 0);
      waiting = false;
    } finally {
      asking = false;
      statistics.countWait(System.nanoTime() - start);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  protected int callback(int earlierCalls) {
    if (!asking) {
      return GIVE_UP;
    }
    refused = true;
    statistics.countRefusal();
    long now = System.nanoTime();
    if (now - start > PATIENCE_NS) {
      return GIVE_UP;
    }
    pause(pace.afterRefusal(now - waitingSince));
    return ASK_AGAIN;
  }

  /** Pauses also on a thread that is interrupted, which otherwise would not. */
  private void pause(long nanos) {
    interrupted |= nanos > 0 && Thread.interrupted();
    LockSupport.parkNanos(nanos);
  }
}

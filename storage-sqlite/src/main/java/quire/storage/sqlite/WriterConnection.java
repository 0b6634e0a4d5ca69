package quire.storage.sqlite;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import quire.api.StoreReadOnlyException;
import quire.storage.sqlite.Schema.Access;

/**
 * The one connection of this process that writes. After a failure that may have left it in doubt it
 * is opened anew, so that writing works again as soon as the cause is gone.
 *
 * <p>The transaction is begun and ended by statements: the driver's own transactions would take the
 * write lock again right after each commit and keep it while idle.
 */
final class WriterConnection {
  /** Longer waits are the business of the caller, which also knows its deadline. */
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

  /** Pauses grow slowly: one who has waited for long must not fall behind those who just came. */
  private static final long SHORTEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long PAUSE_STEP_NS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long LONGEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Opener opener;
  private @Nullable Session session;

  /**
   * @param prepared a connection that may write, which becomes this one's
   */
  WriterConnection(Opener opener, Session prepared) {
    this.opener = opener;
    this.session = prepared;
  }

  /** Begins a transaction that has the write lock. */
  Session begin() throws SQLException {
    opener.check();
    if (opener.access() == Access.READ_ONLY) {
      throw new StoreReadOnlyException(
          "Cannot write %s: a newer Quire has changed its format, which this one can only read; nothing was written. Upgrade Quire"
              .formatted(opener.file()));
    }
    Session current = session();
    try {
      takeWriteLock(current);
      return current;
    } catch (SQLException e) {
      if (!Failures.isBusy(e)) {
        discard();
      }
      throw e;
    }
  }

  /**
   * Asks for the lock again and again at random moments. SQLite's own waiting would favour those
   * that have just come, and would occupy the carrier of a virtual thread.
   */
  private static void takeWriteLock(Session session) throws SQLException {
    long giveUp = System.nanoTime() + PATIENCE_NS;
    long longestPause = SHORTEST_PAUSE_NS;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          session.execute("BEGIN IMMEDIATE");
          return;
        } catch (SQLException e) {
          if (!Failures.isBusy(e) || System.nanoTime() > giveUp) {
            throw e;
          }
        }
        interrupted |= Thread.interrupted(); // a pause would not last while this is set
        longestPause = Math.min(longestPause + PAUSE_STEP_NS, LONGEST_PAUSE_NS);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longestPause));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Session session() throws SQLException {
    Session current = session;
    if (current != null && opener.isStale(current)) {
      discard();
      current = null;
    }
    if (current == null) {
      current = opener.openWriter();
      session = current;
    }
    return current;
  }

  void commit(Session begun) throws SQLException {
    begun.execute("COMMIT");
  }

  /** Ends the transaction without effect; gives the connection up unless the failure was ours. */
  void rollBack(Exception cause) {
    Session current = session;
    if (current != null && (!current.rollBack() || cause instanceof SQLException)) {
      discard();
    }
  }

  void discard() {
    Session current = session;
    session = null;
    if (current != null) {
      opener.quietlyClose(current);
    }
  }

  /** Brings the log back into the file if that needs no waiting, then closes the connection. */
  void close() {
    opener.close();
    Session current = session;
    if (current != null) {
      opener.checkpoint(current);
      discard();
    }
  }
}

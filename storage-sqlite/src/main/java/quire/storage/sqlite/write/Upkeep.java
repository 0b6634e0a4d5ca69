package quire.storage.sqlite.write;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import quire.api.StoreException;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.Log;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Session;

/**
 * Does between the calls what SQLite would do within a commit that somebody waits for: it merges
 * the parts of the index, of which each transaction adds one and a search asks all, and moves the
 * log back into the file. Where there is no time for it, SQLite does it as always, only later.
 */
public final class Upkeep {
  /** So much has to be written before it is worth a look, in bytes. */
  private static final long WORTH_A_LOOK = 256 << 10;

  /** What a call writes at least, in pages and bytes. */
  private static final long SMALLEST_CALL = 4 << 10;

  /** So many pages of the index are written in one go, which takes some 3 ms. */
  private static final int STEP_PAGES = 16;

  /** Who has not written for so long is probably not about to. */
  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A look at the history that takes longer ends with the process; it only reads. */
  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  /** As long as a call may wait for others. */
  private static final int WIPING_MS = 10_000;

  private static final String MERGE = "INSERT INTO grams(grams, rank) VALUES('merge', ?)";

  private final WriteQueue writes;
  private final Opener opener;
  private final HistoryKeeping history;
  private final AtomicBoolean historyDue = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean();

  private volatile @Nullable Thread worker;

  /** A connection of its own, so that calls go on writing while the log is moved. */
  private @Nullable Session mover;

  public Upkeep(WriteQueue writes, Opener opener, HistoryLimit limit, Clock clock) {
    this.writes = writes;
    this.opener = opener;
    this.history = new HistoryKeeping(limit, writes, opener.file(), clock);
    opener.onRelease(this::close);
  }

  /**
   * Learns of a call that was carried out, and goes to work on another thread if it is time.
   *
   * @param terms how many bytes went to the index
   * @param first the number of the call's first change
   * @param next the number of the change after it
   */
  public void after(long terms, long first, long next) {
    if (history.isDue(first, next)) {
      historyDue.set(true);
    }
    if ((written.addAndGet(terms + SMALLEST_CALL) >= WORTH_A_LOOK || historyDue.get())
        && running.compareAndSet(false, true)) {
      start();
    }
  }

  /** Shortens the log at once if a reader that has left kept it from being moved. */
  public void afterLongRead() {
    if (opener.logSize() > Connector.LOG_TOO_LONG && running.compareAndSet(false, true)) {
      start();
    }
  }

  /**
   * Leaves nothing in the files of what was forgotten: neither in unused pages nor in parts of the
   * index that are superseded, nor in the log. Where a reader or writer is in the way, later writes
   * do the rest.
   */
  public void wipe() {
    try (Session session = opener.openWriter()) {
      session.allowAll();
      session.run("PRAGMA busy_timeout=" + WIPING_MS);
      session.run("INSERT INTO grams(grams) VALUES('optimize')");
      session.run("VACUUM");
      session.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      Log.of(Upkeep.class)
          .log(
              System.Logger.Level.WARNING,
              "What was forgotten may still be in unused parts of "
                  + opener.file()
                  + " until they are used again",
              e);
    }
  }

  private void start() {
    try {
      Thread next = Thread.ofPlatform().daemon().name("store-upkeep").unstarted(this::run);
      next.start();
      worker = next;
    } catch (OutOfMemoryError noThread) {
      running.set(false);
    }
  }

  /** A call that makes the history due while this ends starts no other one, so it is looked at. */
  private void run() {
    do {
      runOnce();
    } while (historyDue.get() && running.compareAndSet(false, true));
  }

  private void runOnce() {
    boolean due = historyDue.getAndSet(false);
    try {
      mergeWhileNobodyWrites();
      moveLog();
      if (due) {
        shortenHistory();
      }
    } catch (StoreException | SQLException e) {
      Log.of(Upkeep.class)
          .log(System.Logger.Level.DEBUG, "no upkeep of " + opener.file() + " now", e);
    } finally {
      running.set(false);
    }
  }

  /**
   * Between calls that follow each other at once there is no time: each of them would wait for a
   * step, which takes longer than a small call.
   */
  private void mergeWhileNobodyWrites() throws SQLException {
    long seen = 0;
    while (written.get() >= WORTH_A_LOOK) {
      if (written.get() != seen) {
        seen = written.get();
        moveLog();
        LockSupport.parkNanos(IDLE_NS);
      } else if (!mergeStep()) {
        seen = written.addAndGet(-seen);
      }
    }
  }

  /** {@return whether there was something to merge} */
  private boolean mergeStep() {
    return writes.submit(
        "merge the index of",
        transaction -> {
          Session session = transaction.session();
          long before = changes(session);
          session.execute(MERGE, STEP_PAGES);
          // The statement itself counts as one change.
          return changes(session) - before > 1;
        });
  }

  private static long changes(Session session) throws SQLException {
    return session.number("SELECT total_changes()");
  }

  private void shortenHistory() throws SQLException {
    opener.check();
    // Of its own, since it may look at much, and ends with the look.
    try (Session session = opener.openWriter()) {
      session.allowAll();
      history.shorten(session);
    }
  }

  private synchronized void moveLog() throws SQLException {
    opener.check();
    if (!opener.hasLog()) {
      return;
    }
    Session session = mover;
    if (session == null || opener.isStale(session)) {
      close();
      session = opener.openWriter();
      mover = session;
    }
    session.beginCall();
    if (framesToMove(session) >= Connector.LOG_WORTH_MOVING) {
      session.run("PRAGMA wal_checkpoint(PASSIVE)");
    }
    if (opener.logSize() > Connector.LOG_TOO_LONG && framesToMove(session) == 0) {
      // Waits for nobody: where a reader or writer is in the way, the next upkeep does it.
      session.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private static long framesToMove(Session session) throws SQLException {
    try (ResultSet row = session.prepare("PRAGMA wal_checkpoint(NOOP)").executeQuery()) {
      return row.next() ? row.getLong(2) - row.getLong(3) : 0;
    }
  }

  /** Waits for the log to be moved, if that has begun. */
  public synchronized void close() {
    Session session = mover;
    mover = null;
    if (session != null) {
      opener.quietlyClose(session);
    }
  }

  /**
   * Waits until none of this uses the files any more, after the calls have ended. The other thread
   * comes first: of two connections that are closed at once each takes the other for the last one,
   * which has to take the log away.
   */
  public void end() {
    Thread last = worker;
    if (last != null) {
      try {
        last.join(LONGEST_END);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    close();
  }
}

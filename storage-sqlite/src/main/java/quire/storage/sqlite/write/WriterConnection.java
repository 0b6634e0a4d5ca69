package quire.storage.sqlite.write;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.FileState;
import quire.storage.sqlite.file.LockHolder;
import quire.storage.sqlite.file.Log;
import quire.storage.sqlite.file.LogLink;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Schema.Access;
import quire.storage.sqlite.file.Session;

/**
 * The one connection of this process that writes. After a failure that may have left it in doubt it
 * is opened anew, so that writing works again as soon as the cause is gone.
 *
 * <p>The transaction is begun and ended by statements: the driver's own transactions would take the
 * write lock again right after each commit and keep it while idle.
 */
public final class WriterConnection {
  private final Opener opener;
  private final Backoff pace = new Backoff(new SplittableRandom(), System.nanoTime());
  private final LockWait lock = new LockWait(pace);
  private final Mending mending;
  private @Nullable Session session;

  /** The database file as it was when this connection renewed the link of its log. */
  private @Nullable FileState linked;

  /** SQLite's number for what this connection last saw; another one when others have written. */
  private long seen;

  /** The last transaction, unless another one was begun since or it was taken back. */
  private @Nullable Transaction committed;

  /**
   * @param prepared a connection that may write, which becomes this one's
   */
  public WriterConnection(Opener opener, Session prepared) {
    this.opener = opener;
    this.mending = new Mending(opener);
    this.session = prepared;
  }

  /** Begins a transaction that has the write lock. */
  Transaction begin() throws SQLException {
    opener.retryWriting();
    FileState now = opener.check();
    Session current = session();
    refuseReadOnly();
    if (!opener.hasLog() || isLogCut(current)) {
      current = mended(current);
      now = opener.check();
    }
    return begun(locked(current), now);
  }

  /** {@return a connection that has the write lock, which may be another one} */
  private Session locked(Session current) throws SQLException {
    try {
      lock(current);
      return current;
    } catch (SQLException e) {
      if (!isLockLeft(e)) {
        throw e;
      }
      discard();
      opener.releaseIdle();
      if (!opener.isReleased()) {
        throw e;
      }
    }
    Session fresh = session();
    lock(fresh);
    return fresh;
  }

  /**
   * {@return whether this process itself is in the way: the system has failed to give a lock back,
   * which then stays until all connections of this process to the file are closed}
   */
  private boolean isLockLeft(SQLException refusal) {
    return Failures.isLockLeft(refusal)
        || (Failures.isBusy(refusal) && LockHolder.isThisProcess(opener.file()));
  }

  private void lock(Session current) throws SQLException {
    try {
      current.beginCall();
      lock.begin(current);
    } catch (SQLException e) {
      if (!Failures.isBusy(e)) {
        discard();
      }
      throw e;
    } catch (Error broken) {
      discard(); // it may have the lock
      throw broken;
    }
  }

  private Transaction begun(Session current, FileState now) throws SQLException {
    try {
      Transaction begun = begun(current);
      if (!now.equals(linked)) {
        current.files().linkAfter(LogLink.read(current)).write(current);
        linked = now;
      }
      return begun;
    } catch (Throwable e) {
      discard();
      throw e;
    }
  }

  private Transaction begun(Session current) throws SQLException {
    long before = seen;
    seen = current.number("PRAGMA data_version");
    Transaction last = committed;
    committed = null;
    if (last != null && before == seen) {
      return last.another();
    }
    // Nobody changes the format while we have the lock, but somebody may have done so before.
    opener.lookAtFormat(current);
    refuseReadOnly();
    boolean moved = opener.access() == Access.MOVED;
    return new Transaction(current, before != 0 && before != seen, moved);
  }

  /** A log may become shorter rightfully, when all of it was moved; but it has what is in use. */
  private static boolean isLogCut(Session current) throws SQLException {
    if (!current.files().isLogShorter()) {
      return false;
    }
    try (ResultSet row = current.prepare("PRAGMA wal_checkpoint(NOOP)").executeQuery()) {
      long frames = row.next() ? row.getLong(2) : 0;
      if (current.files().holdsFrames(frames, current.number("PRAGMA page_size"))) {
        return false;
      }
    }
    current.files().cut();
    return true;
  }

  /** {@return a connection to what is at the path now, with all that the former one had} */
  private Session mended(Session former) throws SQLException {
    mending.leave(former);
    discard();
    Session current = session();
    mending.compare(current);
    return current;
  }

  private void refuseReadOnly() {
    if (opener.isUnwritable()) {
      throw new StoreReadOnlyException(
          "Cannot write %s: %s; nothing was written, and it can be read. %s, then repeat the call"
              .formatted(opener.file(), opener.obstacle(), opener.remedy()));
    }
    if (opener.access() == Access.READ_ONLY) {
      throw new StoreReadOnlyException(
          "Cannot write %s: a newer Quire has changed its format, which this one can only read; nothing was written. Upgrade Quire; if that was done since this server started, restart its client"
              .formatted(opener.file()));
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

  /**
   * Commits, and proves that the files written to are those that the path leads to.
   *
   * @throws quire.api.StoreException if they are not; the transaction may have happened
   */
  void commit(Transaction begun) throws SQLException {
    begun.session().execute("COMMIT");
    pace.released(System.nanoTime(), begun.isAfterOthers());
    committed = begun;
    if (!begun.session().files().areInPlace()) {
      opener.check();
      mended(begun.session());
    }
  }

  /** Ends the transaction without effect; gives the connection up unless the failure was ours. */
  void rollBack(Exception cause) {
    Session current = session;
    if (current != null && (!current.rollBack() || cause instanceof SQLException)) {
      discard();
    }
  }

  /** {@return how the lock was waited for} */
  LockStatistics statistics() {
    return lock.statistics();
  }

  void discard() {
    Session current = session;
    session = null;
    seen = 0;
    committed = null;
    linked = null;
    if (current != null) {
      opener.quietlyClose(current);
    }
  }

  /** Brings the log back into the file if that needs no waiting, then closes the connection. */
  void close() {
    Session current = session;
    if (current != null && !opener.isStale(current)) {
      closeOwn(current);
    }
    opener.close();
    discard();
  }

  private void closeOwn(Session current) {
    try {
      opener.check();
      if (opener.hasLog()) {
        opener.checkpoint(current);
        return;
      }
      mending.leave(current);
      session = null;
    } catch (StoreException | SQLException e) {
      Log.of(WriterConnection.class)
          .log(System.Logger.Level.WARNING, "Closing {0}: {1}", opener.file(), e.getMessage());
      guardedDiscard(current);
    }
  }

  /** Closes the connection so that its log is moved nowhere. */
  private void guardedDiscard(Session current) {
    try {
      Session guard = opener.guard(current.files());
      discard();
      opener.quietlyClose(guard);
    } catch (SQLException e) {
      Log.of(WriterConnection.class)
          .log(System.Logger.Level.DEBUG, "no guard for " + opener.file(), e);
    }
  }
}

package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import quire.api.StoreReadOnlyException;
import quire.storage.sqlite.file.Failures;
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
  private final WaitingPace pace = new WaitingPace(new SplittableRandom(), System.nanoTime());
  private final LockWait lock = new LockWait(pace);
  private @Nullable Session session;

  /** SQLite's number for what this connection last saw; another one when others have written. */
  private long seen;

  /** The last transaction, unless another one was begun since or it was taken back. */
  private @Nullable Transaction committed;

  /**
   * @param prepared a connection that may write, which becomes this one's
   */
  public WriterConnection(Opener opener, Session prepared) {
    this.opener = opener;
    this.session = prepared;
  }

  /** Begins a transaction that has the write lock. */
  Transaction begin() throws SQLException {
    opener.check();
    refuseReadOnly();
    Session current = session();
    try {
      lock.begin(current);
    } catch (SQLException e) {
      if (!Failures.isBusy(e)) {
        discard();
      }
      throw e;
    }
    return begun(current);
  }

  private Transaction begun(Session current) throws SQLException {
    try {
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
      return new Transaction(current, before != 0 && before != seen);
    } catch (SQLException | RuntimeException e) {
      discard();
      throw e;
    }
  }

  private void refuseReadOnly() {
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

  void commit(Transaction begun) throws SQLException {
    begun.session().execute("COMMIT");
    pace.released(System.nanoTime(), begun.isAfterOthers());
    committed = begun;
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

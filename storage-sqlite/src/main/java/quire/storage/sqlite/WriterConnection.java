package quire.storage.sqlite;

import java.sql.SQLException;
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
  private final Opener opener;
  private @Nullable Session session;

  WriterConnection(Opener opener) {
    this.opener = opener;
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
      current.execute("BEGIN IMMEDIATE");
      return current;
    } catch (SQLException e) {
      if (!Failures.isBusy(e)) {
        discard();
      }
      throw e;
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

package quire.storage.sqlite.read;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Session;

/**
 * Knows the number of the newest change. It has a connection of its own, for which SQLite's {@code
 * data_version} tells without reading the file whether anybody else has committed; this process's
 * own writes come from another connection, so they count as well.
 */
public final class SequenceWatch {
  private final Opener opener;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Session session;
  private long version = -1;
  private long sequence;

  public SequenceWatch(Opener opener) {
    this.opener = opener;
    opener.onRelease(this::close);
  }

  public long sequence() throws SQLException {
    lock.lock();
    try {
      return current(open());
    } finally {
      lock.unlock();
    }
  }

  private long current(Session open) throws SQLException {
    try {
      open.beginCall();
      long actual = open.number("PRAGMA data_version");
      if (actual != version) {
        sequence = ChangeLog.lastSequence(open);
        version = actual;
      }
      return sequence;
    } catch (SQLException e) {
      discard();
      throw e;
    }
  }

  private Session open() throws SQLException {
    opener.check();
    Session current = session;
    if (current != null && opener.isStale(current)) {
      discard();
      current = null;
    }
    if (current == null) {
      current = opener.openReader();
      session = current;
    }
    return current;
  }

  private void discard() {
    Session current = session;
    session = null;
    version = -1;
    if (current != null) {
      opener.quietlyClose(current);
    }
  }

  public void close() {
    lock.lock();
    try {
      discard();
    } finally {
      lock.unlock();
    }
  }
}

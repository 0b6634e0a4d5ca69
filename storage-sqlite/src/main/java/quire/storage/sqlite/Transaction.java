package quire.storage.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import quire.api.Author;

/**
 * A transaction that has the write lock, and what its calls need not ask again: nobody else writes
 * meanwhile, and a rollback ends this object too.
 */
final class Transaction {
  private static final int UNKNOWN = 0;

  private final Session session;
  private @Nullable Author author;
  private long authorId;
  private long first = UNKNOWN;
  private long next = UNKNOWN;

  Transaction(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  /** {@return the number that the next change gets} */
  long next() throws SQLException {
    if (next == UNKNOWN) {
      first = ChangeLog.lastSequence(session) + 1;
      next = first;
    }
    return next;
  }

  /** {@return the first of so many consecutive numbers} */
  long take(int count) throws SQLException {
    long taken = next();
    next += count;
    return taken;
  }

  /** {@return the last number that is taken; that one if this transaction has not asked} */
  long lastTaken(long before) {
    return next == UNKNOWN ? before : next - 1;
  }

  /** {@return whether somebody has taken numbers between that one, if any, and this transaction} */
  boolean followsOthers(long before) {
    return before != UNKNOWN && next != UNKNOWN && first > before + 1;
  }

  /** {@return the id of this author, who is added if it is the first time} */
  long authorId(Author wanted) throws SQLException {
    if (!wanted.equals(author)) {
      authorId = findOrAdd(StoredText.encode(wanted.client()), StoredText.encode(wanted.session()));
      author = wanted;
    }
    return authorId;
  }

  private long findOrAdd(String client, String name) throws SQLException {
    long id = session.number("SELECT id FROM authors WHERE client=? AND session=?", client, name);
    return id != 0
        ? id
        : session.number(
            "INSERT INTO authors(client, session) VALUES(?, ?) RETURNING id", client, name);
  }
}

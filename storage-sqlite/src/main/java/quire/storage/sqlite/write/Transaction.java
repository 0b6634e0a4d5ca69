package quire.storage.sqlite.write;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import quire.api.Author;
import quire.api.spi.Relocatable;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;
import quire.storage.sqlite.read.ChangeLog;
import quire.text.StoredText;

/**
 * A transaction that has the write lock, and what its calls need not ask again: nobody else writes
 * meanwhile, and a rollback ends this object too.
 */
public final class Transaction {
  private static final int UNKNOWN = 0;

  private final Session session;
  private final boolean afterOthers;
  private @Nullable Author author;
  private long authorId;
  private long next = UNKNOWN;
  private boolean moved;

  /**
   * @param afterOthers whether others have written since this process's last transaction
   * @param moved whether the store has moved to another one
   */
  Transaction(Session session, boolean afterOthers, boolean moved) {
    this.session = session;
    this.afterOthers = afterOthers;
    this.moved = moved;
  }

  /**
   * {@return the next transaction, which knows what this one does} This one must have been
   * committed, and nobody else may have written since.
   */
  Transaction another() {
    Transaction another = new Transaction(session, false, moved);
    another.author = author;
    another.authorId = authorId;
    another.next = next;
    return another;
  }

  /**
   * Demands that all still write here.
   *
   * @throws quire.api.StoreReadOnlyException if the store has moved
   */
  public void demandInForce(StoreFile file) throws SQLException {
    if (moved) {
      throw Relocatable.refusal("sqlite", file.toString(), Schema.newAddress(session));
    }
  }

  /** Marks the store as moved, with the commit. */
  public void move(String address) throws SQLException {
    Schema.move(session, address);
    moved = true;
  }

  /** Takes the mark away, with the commit. */
  public void moveBack() throws SQLException {
    Schema.moveBack(session);
    moved = false;
  }

  boolean isAfterOthers() {
    return afterOthers;
  }

  Session session() {
    return session;
  }

  /** {@return the number that the next change gets} */
  long next() throws SQLException {
    if (next == UNKNOWN) {
      next = ChangeLog.lastSequence(session) + 1;
    }
    return next;
  }

  /** {@return the first of so many consecutive numbers} */
  long take(int count) throws SQLException {
    long taken = next();
    next += count;
    return taken;
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

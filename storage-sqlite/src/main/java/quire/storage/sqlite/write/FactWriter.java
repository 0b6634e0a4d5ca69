package quire.storage.sqlite.write;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import quire.api.Author;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.read.FactKind;
import quire.storage.sqlite.read.FactRows;
import quire.text.StoredText;
import quire.text.Trigrams;

/**
 * What one call writes, within the transaction of its group: keeps the index and the log in step
 * with the facts.
 */
public final class FactWriter {
  private static final String INDEX = "INSERT INTO grams(rowid, terms) VALUES(?, CAST(? AS TEXT))";
  private static final String UNINDEX =
      "INSERT INTO grams(grams, rowid, terms) VALUES('delete', ?, CAST(? AS TEXT))";
  private static final String REMOVAL =
      "INSERT INTO removals(id, added_id, kind, subject, target, type) VALUES(?, ?, ?, ?, ?, ?)";

  private static final String REMOVED_TEXT = "INSERT INTO removed_texts(id, text) VALUES(?, ?)";

  private final Transaction transaction;
  private final Session session;
  private final long first;
  private boolean changed;
  private long indexed;

  public FactWriter(Transaction transaction) throws SQLException {
    this.transaction = transaction;
    this.session = transaction.session();
    this.first = transaction.next();
  }

  Session session() {
    return session;
  }

  /** {@return the first of so many consecutive numbers} */
  long take(int count) throws SQLException {
    return transaction.take(count);
  }

  /** Records who wrote, if anything was written. */
  public void sign(Author author, Clock clock) throws SQLException {
    if (changed) {
      session.update(
          "INSERT INTO writes(id, time_ns, author_id) VALUES(?, ?, ?)",
          first,
          FactRows.nanoseconds(clock.instant()),
          transaction.authorId(author));
    }
  }

  /** {@return the id of the entity with this name; 0 if there is none} */
  long entityId(String name) throws SQLException {
    return session.number("SELECT id FROM entities WHERE name=?", StoredText.encode(name));
  }

  /** A fact's number with the terms by which it is found, as the bytes that the index takes. */
  static final class Indexed {
    private final long id;
    private final byte[] terms;

    Indexed(long id, byte[] terms) {
      this.id = id;
      this.terms = terms;
    }

    static Indexed entity(long id, String name, String type) {
      return new Indexed(id, termsOf(name, type));
    }

    static Indexed observation(long id, String text) {
      return new Indexed(id, termsOf(text));
    }

    /** {@return the terms of an entity} */
    static byte[] termsOf(String name, String type) {
      return (Trigrams.of(name) + Trigrams.of(type)).getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the terms of an observation} */
    static byte[] termsOf(String text) {
      return Trigrams.of(text).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Makes facts findable; in the order of their numbers, which saves the index a flush each. */
  void index(List<Indexed> facts) throws SQLException {
    toIndex(INDEX, facts);
  }

  /** Takes facts out of the index, given with exactly the texts that they were added with. */
  void unindex(List<Indexed> facts) throws SQLException {
    toIndex(UNINDEX, facts);
  }

  private void toIndex(String sql, List<Indexed> facts) throws SQLException {
    PreparedStatement statement = session.prepare(sql);
    for (Indexed fact : facts) {
      statement.setLong(1, fact.id);
      statement.setBytes(2, fact.terms);
      statement.addBatch();
      indexed += fact.terms.length;
    }
    statement.executeLargeBatch();
  }

  /** {@return how many bytes of terms went to the index, be it to add or to remove them} */
  public long indexed() {
    return indexed;
  }

  /**
   * A fact that is being removed.
   *
   * @param text the text of an observation or the type of an entity or relation
   */
  record Removed(FactKind kind, long id, String subject, String target, String text) {}

  /** Leaves a record of each removal, with the text that was removed. */
  void log(List<Removed> facts) throws SQLException {
    changed |= !facts.isEmpty();
    long id = take(facts.size());
    keepTexts(facts, id);
    PreparedStatement statement = session.prepare(REMOVAL);
    for (Removed fact : facts) {
      statement.setLong(1, id++);
      statement.setLong(2, fact.id());
      statement.setInt(3, fact.kind().code());
      statement.setString(4, fact.subject());
      statement.setString(5, fact.kind() == FactKind.RELATION ? fact.target() : null);
      statement.setString(6, fact.kind() == FactKind.OBSERVATION ? null : fact.text());
      statement.addBatch();
    }
    statement.executeLargeBatch();
  }

  private void keepTexts(List<Removed> facts, long first) throws SQLException {
    PreparedStatement statement = session.prepare(REMOVED_TEXT);
    long id = first;
    for (Removed fact : facts) {
      if (fact.kind() == FactKind.OBSERVATION) {
        statement.setLong(1, id);
        statement.setString(2, fact.text());
        statement.addBatch();
      }
      id++;
    }
    statement.executeLargeBatch();
  }

  /**
   * Leaves a record that something was forgotten. It looks like a removal of a text to a version
   * that does not know it: such a record ends no addition.
   */
  void logForgotten(FactKind kind, String subject) throws SQLException {
    changed = true;
    long id = take(1);
    session.update(
        "INSERT INTO removals(id, added_id, kind, subject) VALUES(?, ?, ?, ?)",
        id,
        -id,
        kind.code(),
        subject);
  }

  /** {@return the number of the first change, if there is one} */
  public long first() {
    return first;
  }

  /** {@return the number after that of the last change} */
  public long next() throws SQLException {
    return transaction.next();
  }

  /** {@return the number that the call has in the log; 0 if it changed nothing} */
  public long call() {
    return changed ? first : 0;
  }

  /** Deletes the rows with these numbers. */
  void delete(FactKind kind, List<Removed> facts) throws SQLException {
    PreparedStatement statement = session.prepare("DELETE FROM " + kind.table() + " WHERE id=?");
    for (Removed fact : facts) {
      if (fact.kind() == kind) {
        statement.setLong(1, fact.id());
        statement.addBatch();
      }
    }
    statement.executeLargeBatch();
  }

  /**
   * {@return those of the facts that the statement's batch really inserted} The driver makes {@code
   * int} counts out of the {@code long} ones, which costs more than an insert.
   */
  <T> List<T> inserted(PreparedStatement batch, List<T> facts) throws SQLException {
    long[] counts = batch.executeLargeBatch();
    List<T> done = new ArrayList<>(facts.size());
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        done.add(facts.get(i));
      }
    }
    changed |= !done.isEmpty();
    return done;
  }
}

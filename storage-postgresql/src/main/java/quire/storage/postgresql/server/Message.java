package quire.storage.postgresql.server;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Statements that go to the server together and are answered together, in one round trip.
 *
 * <p>In a statement's text {@code $m} stands for the memory's schema and {@code ?} for a value.
 */
public final class Message {
  /**
   * One state of the store for everything up to the commit, and no lock that a writer waits for.
   */
  private static final String BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

  /**
   * Reading in a state of its own, a transaction would compute its numbers from what it saw before
   * it waited for its turn.
   */
  private static final String BEGIN_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

  /** Takes the rows of an answer one by one. */
  @FunctionalInterface
  public interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private record Part(List<Object> values, Row row, LongConsumer count) {}

  private final StringBuilder sql = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();
  private boolean begins;
  private boolean ends;

  public Message beginReading() {
    begins = true;
    return run(BEGIN_READING);
  }

  public Message beginWriting() {
    begins = true;
    return run(BEGIN_WRITING);
  }

  public Message commit() {
    ends = true;
    return run("COMMIT");
  }

  /** Adds a statement whose answer does not matter. */
  public Message run(String statement, Object... values) {
    return add(statement, row -> {}, count -> {}, values);
  }

  /** Adds a question, whose rows go to the reader. */
  public Message ask(String statement, Row row, Object... values) {
    return add(statement, row, count -> {}, values);
  }

  /** Adds a change, of which the number of rows is wanted. */
  public Message count(String statement, LongConsumer count, Object... values) {
    return add(statement, row -> {}, count, values);
  }

  private Message add(String statement, Row row, LongConsumer count, Object... values) {
    sql.append(parts.isEmpty() ? "" : ";\n").append(statement);
    parts.add(new Part(List.of(values), row, count));
    return this;
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  String sql() {
    return sql.toString();
  }

  boolean begins() {
    return begins;
  }

  boolean ends() {
    return ends;
  }

  public int parts() {
    return parts.size();
  }

  List<Object> values() {
    return parts.stream().flatMap(part -> part.values().stream()).toList();
  }

  void rows(int part, ResultSet rows) throws SQLException {
    while (rows.next()) {
      parts.get(part).row().read(rows);
    }
  }

  void counted(int part, long count) {
    parts.get(part).count().accept(count);
  }
}

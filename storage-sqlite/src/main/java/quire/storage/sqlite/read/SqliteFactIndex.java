package quire.storage.sqlite.read;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import quire.api.Fact;
import quire.api.RecallFilter;
import quire.ranking.FactIndex;
import quire.ranking.StoredRelation;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Failures.Stage;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;
import quire.storage.sqlite.terms.IndexQuery;
import quire.text.StoredText;

/** Gives the ranking its candidates from the index of terms and from the log of writes. */
public final class SqliteFactIndex implements FactIndex {
  /**
   * Completes a query for facts {@code f} with the filter. Parameters: 1 the most rows, 2 type, 3
   * beginning of the name, 4 client, 5 and 6 time; each NULL if it does not matter.
   */
  private static final String FILTERED =
      """
      LEFT JOIN observations o ON o.id=f.id
      CROSS JOIN entities e ON e.id=coalesce(o.entity_id, f.id)
      CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=f.id)
      CROSS JOIN authors a ON a.id=w.author_id
      WHERE (?2 IS NULL OR e.type=?2) AND (?3 IS NULL OR substr(e.name, 1, length(?3))=?3)
        AND (o.id IS NULL OR ((?4 IS NULL OR a.client=?4)
          AND (?5 IS NULL OR w.time_ns>=?5) AND (?6 IS NULL OR w.time_ns<?6)))
      ORDER BY f.id DESC LIMIT ?1
      """;

  private static final String INDEXED =
      "SELECT rowid AS id FROM grams WHERE grams MATCH ?7 ORDER BY rowid DESC";

  /** For what is too short for the index; of what is not ASCII, the ranking decides. */
  private static final String SCANNED =
      """
      SELECT id FROM (
        SELECT id FROM observations
          WHERE instr(lower(text), ?7) OR octet_length(text) <> length(text)
        UNION ALL
        SELECT id FROM entities
          WHERE instr(lower(name || ' ' || type), ?7)
            OR octet_length(name || type) <> length(name || type))
      ORDER BY id DESC
      """;

  private static final String WRITTEN =
      """
      SELECT f.id FROM (SELECT id FROM observations UNION ALL SELECT id FROM entities) f
      CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=f.id)
      WHERE f.id>=(SELECT min(id) FROM writes WHERE time_ns>=?7)
        AND w.time_ns>=?7 AND w.time_ns<?8
      ORDER BY f.id DESC
      """;

  private static final String NEWEST =
      "SELECT id FROM observations WHERE id>?2 ORDER BY id DESC LIMIT ?1";

  private final Session session;
  private final Failures failures;
  private final StoreFile file;

  public SqliteFactIndex(Session session, Failures failures, StoreFile file) {
    this.session = session;
    this.failures = failures;
    this.file = file;
  }

  private interface Reading<R> {
    R run() throws SQLException;
  }

  private <R> R read(Reading<R> reading) {
    try {
      return reading.run();
    } catch (SQLException e) {
      throw failures.translate(e, "search", Stage.READING);
    }
  }

  @Override
  public String store() {
    return file.toString();
  }

  @Override
  public long version() {
    return newest();
  }

  @Override
  public long newest() {
    return read(() -> ChangeLog.lastSequence(session));
  }

  @Override
  public long[] holding(List<String> parts, RecallFilter filter, int limit) {
    List<String> terms =
        parts.stream().map(IndexQuery::of).filter(term -> !term.isEmpty()).toList();
    if (terms.isEmpty()) {
      return holding(SCANNED, String.join(" ", parts), filter, limit);
    }
    String whole = IndexQuery.all(terms);
    String loosened = IndexQuery.loosened(terms);
    // Frequent parts that are in no fact together: of fewer lists, half of the time. Where there is
    // such a fact, this ends with the newest.
    boolean anywhere =
        terms.size() == 1
            || loosened.equals(whole)
            || holding(INDEXED, loosened, RecallFilter.NONE, 1).length > 0;
    return anywhere ? holding(INDEXED, whole, filter, limit) : new long[0];
  }

  private long[] holding(String sql, String text, RecallFilter filter, int limit) {
    return numbers(
        sql, filter, limit, statement -> statement.setString(7, StoredText.encode(text)));
  }

  @Override
  public long[] written(Instant since, Instant before, RecallFilter filter, int limit) {
    return numbers(
        WRITTEN,
        filter,
        limit,
        statement -> {
          statement.setLong(7, nanoseconds(since));
          statement.setLong(8, nanoseconds(before));
        });
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private long[] numbers(String facts, RecallFilter filter, int limit, Binding binding) {
    return read(
        () -> {
          boolean filtered = !filter.isNone();
          PreparedStatement statement =
              session.prepare(
                  filtered
                      ? "SELECT f.id FROM (" + facts + ") f\n" + FILTERED
                      : facts + " LIMIT ?1");
          statement.setInt(1, limit);
          if (filtered) {
            bind(statement, filter);
          }
          binding.bind(statement);
          return ids(statement, limit);
        });
  }

  private static long[] ids(PreparedStatement statement, int limit) throws SQLException {
    long[] ids = new long[limit];
    int count = 0;
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        ids[count++] = row.getLong(1);
      }
    }
    return Arrays.copyOf(ids, count);
  }

  private static void bind(PreparedStatement statement, RecallFilter filter) throws SQLException {
    statement.setString(2, filter.type().map(StoredText::encode).orElse(null));
    statement.setString(3, filter.namePrefix().map(StoredText::encode).orElse(null));
    statement.setString(4, filter.client().map(StoredText::encode).orElse(null));
    statement.setObject(5, filter.since().map(SqliteFactIndex::nanoseconds).orElse(null));
    statement.setObject(6, filter.before().map(SqliteFactIndex::nanoseconds).orElse(null));
  }

  /** {@return the time as the file keeps it, or the nearest that it can keep} */
  private static long nanoseconds(Instant time) {
    if (time.getEpochSecond() <= Long.MIN_VALUE / 1_000_000_000L) {
      return Long.MIN_VALUE;
    }
    return time.getEpochSecond() >= Long.MAX_VALUE / 1_000_000_000L
        ? Long.MAX_VALUE
        : FactRows.nanoseconds(time);
  }

  @Override
  public long[] observations(long above, int limit) {
    return read(
        () -> {
          PreparedStatement statement = session.prepare(NEWEST);
          statement.setInt(1, limit);
          statement.setLong(2, above);
          return ids(statement, limit);
        });
  }

  @Override
  public List<Fact> facts(long[] sequences) {
    return read(() -> FactRows.these(session, sequences));
  }

  @Override
  public List<Fact> around(long[] sequences, int distance) {
    return read(() -> FactRows.around(session, sequences, distance));
  }

  @Override
  public List<Fact> of(Collection<String> entities, int limitOfEach) {
    return read(() -> FactRows.ofEntities(session, entities, limitOfEach));
  }

  @Override
  public List<StoredRelation> relations(
      Collection<String> entities, List<String> parts, int limitOfEach) {
    return read(() -> FactRows.relations(session, entities, parts, limitOfEach));
  }
}

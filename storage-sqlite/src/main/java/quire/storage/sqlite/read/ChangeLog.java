package quire.storage.sqlite.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Relation;
import quire.api.Subject;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.terms.StoredText;

/**
 * Reads the log of changes, which is no table of its own: the facts that are there carry the number
 * of the change that added them, and a removal carries both its own number and that of the addition
 * it ended.
 */
public final class ChangeLog {
  private static final String LAST =
      """
      SELECT max(
        coalesce((SELECT max(id) FROM entities), 0),
        coalesce((SELECT max(id) FROM observations), 0),
        coalesce((SELECT max(id) FROM relations), 0),
        coalesce((SELECT max(id) FROM removals), 0))
      """;

  /** Columns: number, whether removed, kind, entity or source, target, type, text. */
  private static final String ENTITIES =
      "SELECT id AS seq, 0, 1, name, NULL, type, NULL FROM entities WHERE id>?1";

  private static final String OBSERVATIONS =
      """
      SELECT o.id AS seq, 0, 2, (SELECT name FROM entities e WHERE e.id=o.entity_id), NULL, NULL,
        o.text
      FROM observations o WHERE o.id>?1\
      """;
  private static final String RELATIONS =
      "SELECT id AS seq, 0, 3, source, target, type, NULL FROM relations WHERE id>?1";
  private static final String ENDED_ADDITIONS =
      """
      SELECT added_id AS seq, 0, kind, subject, target, type, NULL FROM removals
      WHERE added_id>?1\
      """;
  private static final String REMOVALS =
      "SELECT id AS seq, 1, kind, subject, target, type, NULL FROM removals WHERE id>?1";

  private static final String ALL =
      union(ENTITIES, OBSERVATIONS, RELATIONS, ENDED_ADDITIONS, REMOVALS);

  private static final String OF_ENTITY =
      union(
          ENTITIES + " AND name=?5",
          OBSERVATIONS + " AND o.entity_id=(SELECT id FROM entities WHERE name=?5)",
          RELATIONS + " AND source=?5",
          RELATIONS + " AND target=?5 AND source<>?5",
          ENDED_ADDITIONS + " AND subject=?5",
          ENDED_ADDITIONS + " AND target=?5 AND subject<>?5",
          REMOVALS + " AND subject=?5",
          REMOVALS + " AND target=?5 AND subject<>?5");

  /** Each part stops by itself, so that no more is read than is asked for. */
  private static String union(String... parts) {
    return Arrays.stream(parts)
        .map(
            part ->
                """
                SELECT * FROM (
                  SELECT c.*, w.time_ns, a.client, a.session FROM (%s) c
                  CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=c.seq)
                  CROSS JOIN authors a ON a.id=w.author_id
                  WHERE (?2 IS NULL OR w.time_ns>=?2) AND (?3 IS NULL OR a.client=?3)
                  ORDER BY c.seq LIMIT ?4)
                """
                    .formatted(part))
        .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY seq LIMIT ?4"));
  }

  private ChangeLog() {}

  public static long lastSequence(Session session) throws SQLException {
    return session.number(LAST);
  }

  public static List<Change> read(Session session, ChangeQuery query) throws SQLException {
    var statement = session.prepare(query.entity().isPresent() ? OF_ENTITY : ALL);
    statement.setLong(1, query.after());
    statement.setObject(2, query.since().map(FactRows::nanoseconds).orElse(null));
    statement.setString(3, query.client().map(StoredText::encode).orElse(null));
    statement.setInt(4, query.limit());
    if (query.entity().isPresent()) {
      statement.setString(5, StoredText.encode(query.entity().get()));
    }
    List<Change> changes = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        changes.add(change(row));
      }
    }
    return changes;
  }

  private static Change change(ResultSet row) throws SQLException {
    long time = row.getLong(8);
    return new Change(
        row.getLong(1),
        FactRows.time(time),
        new Author(text(row, 9), text(row, 10)),
        row.getInt(2) == 0 ? Change.Action.ADDED : Change.Action.REMOVED,
        subject(row));
  }

  private static Subject subject(ResultSet row) throws SQLException {
    String entity = text(row, 4);
    return switch (FactKind.of(row.getInt(3))) {
      case ENTITY -> new Subject.OfEntity(entity, text(row, 6));
      case OBSERVATION ->
          new Subject.OfObservation(
              entity, Optional.ofNullable(row.getString(7)).map(StoredText::decode));
      case RELATION -> new Subject.OfRelation(new Relation(entity, text(row, 5), text(row, 6)));
    };
  }

  private static String text(ResultSet row, int column) throws SQLException {
    return StoredText.decode(row.getString(column));
  }
}

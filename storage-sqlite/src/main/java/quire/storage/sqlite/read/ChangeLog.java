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
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Session;
import quire.text.StoredText;

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

  /** Columns: number, action, kind, entity or source, target, type, text. */
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
      SELECT added_id AS seq, 0, kind, subject, target, type, %s FROM removals r
      WHERE added_id>max(?1, 0)\
      """;
  private static final String REMOVALS =
      """
      SELECT id AS seq, iif(added_id<0, 2, 1), kind, subject, target, type, %s FROM removals r
      WHERE id>?1\
      """;

  private static final String KEPT_TEXT = "(SELECT text FROM removed_texts t WHERE t.id=r.id)";

  /** What a file has where an older version wrote it, and which cannot be brought up to date. */
  private static final String NO_TEXT = "NULL";

  private static final String ALL = all(KEPT_TEXT);
  private static final String OF_ENTITY = ofEntity(KEPT_TEXT);

  private static String all(String text) {
    return union(
        ENTITIES,
        OBSERVATIONS,
        RELATIONS,
        ENDED_ADDITIONS.formatted(text),
        REMOVALS.formatted(text));
  }

  private static String ofEntity(String text) {
    String ended = ENDED_ADDITIONS.formatted(text);
    String removals = REMOVALS.formatted(text);
    return union(
        ENTITIES + " AND name=?5",
        OBSERVATIONS + " AND o.entity_id=(SELECT id FROM entities WHERE name=?5)",
        RELATIONS + " AND source=?5",
        RELATIONS + " AND target=?5 AND source<>?5",
        ended + " AND subject=?5",
        ended + " AND target=?5 AND subject<>?5",
        removals + " AND subject=?5",
        removals + " AND target=?5 AND subject<>?5");
  }

  /** Each part stops by itself, so that no more is read than is asked for. */
  private static String union(String... parts) {
    return Arrays.stream(parts)
        .map(
            part ->
                """
                SELECT * FROM (
                  SELECT c.*, w.time_ns, a.client, a.session, w.id FROM (%s) c
                  CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=c.seq)
                  CROSS JOIN authors a ON a.id=w.author_id
                  WHERE (?2 IS NULL OR w.time_ns>=?2) AND (?3 IS NULL OR a.client=?3)
                  ORDER BY c.seq LIMIT ?4)
                """
                    .formatted(part))
        .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY seq LIMIT ?4"));
  }

  private static final List<Change.Action> ACTIONS =
      List.of(Change.Action.ADDED, Change.Action.REMOVED, Change.Action.FORGOTTEN);

  private ChangeLog() {}

  public static long lastSequence(Session session) throws SQLException {
    return session.number(LAST);
  }

  public static List<Change> read(Session session, ChangeQuery query) throws SQLException {
    var statement = session.prepare(sql(session, query.entity().isPresent()));
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

  private static String sql(Session session, boolean ofEntity) throws SQLException {
    if (keepsTexts(session)) {
      return ofEntity ? OF_ENTITY : ALL;
    }
    return ofEntity ? ofEntity(NO_TEXT) : all(NO_TEXT);
  }

  private static boolean keepsTexts(Session session) throws SQLException {
    return Schema.version(session) >= Schema.KEEPING_TEXTS;
  }

  /** {@return the number after which no change lacks its text} */
  public static long historyStart(Session session) throws SQLException {
    return keepsTexts(session)
        ? session.number("SELECT start FROM history")
        : session.number("SELECT max(id) FROM removals");
  }

  private static Change change(ResultSet row) throws SQLException {
    long time = row.getLong(8);
    return new Change(
        row.getLong(1),
        row.getLong(11),
        FactRows.time(time),
        new Author(text(row, 9), text(row, 10)),
        ACTIONS.get(row.getInt(2)),
        subject(row));
  }

  private static Subject subject(ResultSet row) throws SQLException {
    String entity = text(row, 4);
    return switch (FactKind.of(row.getInt(3))) {
      case ENTITY ->
          new Subject.OfEntity(
              entity, Optional.ofNullable(row.getString(6)).map(StoredText::decode).orElse(""));
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

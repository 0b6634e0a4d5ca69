package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Relation;
import quire.api.Subject;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/**
 * Reads the log of changes, which is no table of its own: the facts that are there carry the number
 * of the change that added them, and a removal carries both its own number and that of the addition
 * it ended.
 */
public final class ChangeLog {
  /** The log goes back to the first write, and has kept all texts. */
  public static final long START = 0;

  /** The number of the newest change. */
  public static final String NEWEST =
      "SELECT coalesce((SELECT last FROM $m.write ORDER BY first DESC LIMIT 1), 0) AS n";

  /** A part of the log; its columns: number, action, kind, entity or source, target, type, text. */
  private record Part(String columns, String number, String subject, Optional<String> target) {}

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "SELECT id AS seq, 0, 1, name, NULL, type, NULL FROM $m.entity",
              "id",
              "key",
              Optional.empty()),
          new Part(
              """
              SELECT o.id AS seq, 0, 2, (SELECT name FROM $m.entity e WHERE e.id=o.entity_id), NULL,
                NULL, o.text FROM $m.observation o\
              """,
              "o.id",
              "o.entity_id",
              Optional.empty()),
          new Part(
              "SELECT id AS seq, 0, 3, source, target, type, NULL FROM $m.relation",
              "id",
              "source_key",
              Optional.of("target_key")),
          new Part(
              "SELECT added_id AS seq, 0, kind, subject, target, type, text FROM $m.removal",
              "added_id",
              "subject_key",
              Optional.of("target_key")),
          new Part(
              """
              SELECT id AS seq, CASE WHEN added_id < 0 THEN 2 ELSE 1 END, kind, subject, target,
                type, text FROM $m.removal\
              """,
              "id",
              "subject_key",
              Optional.of("target_key")));

  private static final List<Change.Action> ACTIONS =
      List.of(Change.Action.ADDED, Change.Action.REMOVED, Change.Action.FORGOTTEN);

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private final ChangeQuery query;

  private ChangeLog(ChangeQuery query) {
    this.query = query;
  }

  public static long lastSequence(Session session) throws SQLException {
    long[] newest = new long[1];
    var _ = session.send(new Message().ask(NEWEST, row -> newest[0] = row.getLong(1)));
    return newest[0];
  }

  public static List<Change> read(Session session, ChangeQuery query) throws SQLException {
    ChangeLog log = new ChangeLog(query);
    for (Part part : PARTS) {
      log.add(part);
    }
    log.sql.append(" ORDER BY seq LIMIT ").append(query.limit());
    List<Change> changes = new ArrayList<>();
    var _ =
        session.send(
            new Message()
                .ask(log.sql.toString(), row -> changes.add(change(row)), log.values.toArray()));
    return changes;
  }

  /** Each part stops by itself, so that no more is read than is asked for. */
  private void add(Part part) {
    sql.append(sql.isEmpty() ? "" : " UNION ALL ")
        .append("(SELECT c.*, w.time_ns, a.client, a.session, w.first FROM (")
        .append(part.columns())
        .append(" WHERE ")
        .append(part.number())
        .append(" > ?");
    values.add(Math.max(0, query.after()));
    query.entity().ifPresent(entity -> addEntity(part, Keys.of(entity)));
    sql.append(
        """
        ) c CROSS JOIN LATERAL (SELECT first, time_ns, author_id FROM $m.write
            WHERE first <= c.seq ORDER BY first DESC LIMIT 1) w
          JOIN $m.author a ON a.id=w.author_id WHERE true\
        """);
    query
        .since()
        .ifPresent(
            since -> {
              sql.append(" AND w.time_ns >= ?");
              values.add(Times.nearest(since));
            });
    query
        .client()
        .ifPresent(
            client -> {
              sql.append(" AND a.client=?");
              values.add(StoredText.encode(client));
            });
    sql.append(" ORDER BY c.seq LIMIT ").append(query.limit()).append(')');
  }

  private void addEntity(Part part, UUID key) {
    if (part.subject().equals("o.entity_id")) {
      sql.append(" AND o.entity_id=(SELECT id FROM $m.entity WHERE key=?)");
      values.add(key);
    } else if (part.target().isEmpty()) {
      sql.append(" AND ").append(part.subject()).append("=?");
      values.add(key);
    } else {
      sql.append(" AND (").append(part.subject()).append("=? OR ");
      sql.append(part.target().get()).append("=?)");
      values.add(key);
      values.add(key);
    }
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong(1),
        row.getLong(11),
        Times.time(row.getLong(8)),
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

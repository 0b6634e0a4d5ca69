package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import quire.api.Replaced;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/** Reads what was replaced on entities: removals whose call added others to the same one (R27). */
public final class ReplacedRows {
  /** Columns: place of the entity, call, time, whether the text came, its number, the text. */
  private static final String EXCHANGED =
      """
      WITH gone AS (
          SELECT k.place, k.key, w.first, w.last, w.time_ns, r.id, r.text
          FROM unnest(?::uuid[]) WITH ORDINALITY k(key, place)
          CROSS JOIN LATERAL (SELECT id, text, text_key FROM $m.removal
            WHERE subject_key=k.key AND kind=2 AND added_id > 0 ORDER BY id DESC LIMIT 200) r
          CROSS JOIN LATERAL (SELECT first, last, time_ns FROM $m.write
            WHERE first <= r.id ORDER BY first DESC LIMIT 1) w
          WHERE NOT EXISTS (SELECT FROM $m.entity e JOIN $m.observation o
            ON o.entity_id=e.id AND o.key=r.text_key WHERE e.key=k.key)),
        calls AS (SELECT DISTINCT place, key, first, last FROM gone)
      SELECT place, first, 0::int8 AS time_ns, true AS came, o.id, o.text FROM calls
        JOIN $m.entity e ON e.key=calls.key
        JOIN $m.observation o ON o.entity_id=e.id AND o.id BETWEEN calls.first AND calls.last
      UNION ALL SELECT place, first, 0, true, r.added_id, r.text FROM calls
        JOIN $m.removal r ON r.subject_key=calls.key AND r.kind=2
          AND r.added_id BETWEEN calls.first AND calls.last
      UNION ALL SELECT place, first, time_ns, false, id, text FROM gone
      ORDER BY place, first, came DESC, id\
      """;

  private final List<String> names;
  private final List<Replaced> replaced = new ArrayList<>();
  private List<String> come = new ArrayList<>();
  private long place;
  private long call;

  private ReplacedRows(List<String> names) {
    this.names = names;
  }

  public static List<Replaced> of(Session session, Collection<String> entities)
      throws SQLException {
    ReplacedRows rows = new ReplacedRows(entities.stream().distinct().toList());
    UUID[] keys = rows.names.stream().map(Keys::of).toArray(UUID[]::new);
    var _ = session.send(new Message().ask(EXCHANGED, rows::read, (Object) keys));
    return rows.replaced;
  }

  /** Of each call what came is read first, and then what is gone. */
  private void read(ResultSet row) throws SQLException {
    if (row.getLong(1) != place || row.getLong(2) != call) {
      place = row.getLong(1);
      call = row.getLong(2);
      come = new ArrayList<>();
    }
    String text = StoredText.decode(row.getString(6));
    if (row.getBoolean(4)) {
      come.add(text);
    } else if (!come.isEmpty()) {
      String entity = names.get(Math.toIntExact(place) - 1);
      replaced.add(new Replaced(entity, text, Times.time(row.getLong(3)), come));
    }
  }
}

package quire.storage.sqlite.read;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import quire.api.Replaced;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Session;
import quire.text.StoredText;

/** Reads what was replaced on entities: removals whose call added others to the same one (R27). */
public final class ReplacedRows {
  /** Of an entity, the newest removals that are looked at. */
  private static final int NEWEST = 200;

  /** Most entities have none, and then this is one look into the index. */
  private static final String GONE =
      """
      SELECT t.text, w.time_ns, w.id FROM (
          SELECT id FROM removals WHERE subject=?1 AND kind=2 AND added_id>0
          ORDER BY id DESC LIMIT ?2) r
        CROSS JOIN removed_texts t ON t.id=r.id
        CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=r.id)
      ORDER BY r.id
      """;

  private static final String END_OF_CALL =
      "SELECT coalesce((SELECT min(id) FROM writes WHERE id>?), 9223372036854775807)";

  private static final String COME =
      """
      SELECT id AS seq, text FROM observations
        WHERE entity_id=(SELECT id FROM entities WHERE name=?1) AND id>=?2 AND id<?3
      UNION ALL
      SELECT r.added_id, t.text FROM removals r JOIN removed_texts t ON t.id=r.id
        WHERE r.subject=?1 AND r.kind=2 AND r.added_id>=?2 AND r.added_id<?3
      ORDER BY seq
      """;

  private static final String PRESENT =
      """
      SELECT EXISTS(SELECT 1 FROM observations
        WHERE entity_id=(SELECT id FROM entities WHERE name=?) AND hash=? AND text=?)
      """;

  private ReplacedRows() {}

  /**
   * A text that was removed.
   *
   * @param first the number of its call
   */
  private record Gone(String text, long time, long first) {}

  /** {@return what was replaced on these entities; nothing where a file does not keep texts} */
  public static List<Replaced> of(Session session, Collection<String> entities)
      throws SQLException {
    List<Replaced> replaced = new ArrayList<>();
    if (Schema.version(session) < Schema.KEEPING_TEXTS) {
      return replaced;
    }
    for (String entity : new LinkedHashSet<>(entities)) {
      add(session, entity, replaced);
    }
    return replaced;
  }

  private static void add(Session session, String entity, List<Replaced> replaced)
      throws SQLException {
    String name = StoredText.encode(entity);
    List<Gone> removals = new ArrayList<>();
    session.each(
        row -> removals.add(new Gone(row.getString(1), row.getLong(2), row.getLong(3))),
        GONE,
        name,
        NEWEST);
    Gone last = new Gone("", 0, -1);
    List<String> come = new ArrayList<>();
    for (Gone removal : removals) {
      if (removal.first() != last.first()) {
        come = come(session, name, removal.first());
        last = removal;
      }
      String text = StoredText.decode(removal.text());
      if (!come.isEmpty() && session.number(PRESENT, name, text.hashCode(), removal.text()) == 0) {
        replaced.add(new Replaced(entity, text, FactRows.time(removal.time()), come));
      }
    }
  }

  private static List<String> come(Session session, String name, long first) throws SQLException {
    List<String> texts = new ArrayList<>();
    session.each(
        row -> texts.add(StoredText.decode(row.getString(2))),
        COME,
        name,
        first,
        session.number(END_OF_CALL, first));
    return texts;
  }
}

package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import quire.api.Observations;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/**
 * Removes facts with all that the log has of them (R26). A removed text goes wherever it stood: its
 * entity may have had other names. What is left in the log has a negative number in place of that
 * of an addition.
 */
public final class Forgetting implements Change<Long> {
  private static final String LOG =
      """
      INSERT INTO $m.removal(id, added_id, kind, subject_key, subject)
      SELECT newest.n + ?::int8, -(newest.n + ?::int8), %d, ?::uuid, ?
      FROM %s CROSS JOIN gone WHERE gone.n > 0 RETURNING (SELECT n FROM gone)\
      """;

  private static final String TEXT =
      """
      WITH o AS (DELETE FROM $m.observation WHERE key=?
            AND entity_id=(SELECT id FROM $m.entity WHERE key=?) RETURNING id),
        r AS (DELETE FROM $m.removal WHERE text_key=? RETURNING id),
        gone AS (SELECT (SELECT count(*) FROM o) + (SELECT count(*) FROM r) AS n)
      """
          + LOG.formatted(2, Sql.NEWEST);

  /** Parameters: seven times the name's key. */
  private static final String ENTITY =
      """
      WITH e AS (DELETE FROM $m.entity WHERE key=? RETURNING id),
        o AS (DELETE FROM $m.observation
          WHERE entity_id=(SELECT id FROM $m.entity WHERE key=?) RETURNING key),
        l AS (DELETE FROM $m.relation WHERE source_key=? OR target_key=? RETURNING id),
        texts AS (SELECT key FROM o UNION SELECT text_key FROM $m.removal
          WHERE subject_key=? AND text_key IS NOT NULL),
        r AS (DELETE FROM $m.removal WHERE subject_key=? OR target_key=?
            OR text_key = ANY(ARRAY(SELECT key FROM texts)) RETURNING id),
        gone AS (SELECT (SELECT count(*) FROM e) + (SELECT count(*) FROM o)
          + (SELECT count(*) FROM l) + (SELECT count(*) FROM r) AS n)
      """
          + LOG.formatted(1, Sql.NEWEST);

  private record Item(String sql, List<Object> values) {}

  private final List<Item> items = new ArrayList<>();

  public Forgetting(List<Observations> wanted) {
    for (Observations one : wanted) {
      UUID entity = Keys.of(one.entity());
      if (one.texts().isEmpty()) {
        long place = items.size() + 1L;
        items.add(
            new Item(
                ENTITY,
                List.of(
                    entity,
                    entity,
                    entity,
                    entity,
                    entity,
                    entity,
                    entity,
                    place,
                    place,
                    Keys.of(""),
                    "")));
      }
      for (String text : one.texts()) {
        UUID key = Keys.of(text);
        long place = items.size() + 1L;
        items.add(
            new Item(
                TEXT,
                List.of(key, entity, key, place, place, entity, StoredText.encode(one.entity()))));
      }
    }
  }

  @Override
  public void addTo(Message message, int call, Outcome outcome) {
    for (Item item : items) {
      message.ask(item.sql(), row -> outcome.remove(row.getLong(1)), item.values().toArray());
    }
  }

  @Override
  public List<String> tables() {
    return List.of("removal");
  }

  @Override
  public int facts() {
    return items.size();
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public Long answer(Outcome outcome) {
    return outcome.removed();
  }
}

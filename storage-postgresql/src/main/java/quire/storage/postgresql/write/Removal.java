package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import quire.api.Observations;
import quire.api.Relation;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Keys;

/**
 * The three writes that remove facts (R4, R5). Each is one statement, because a removal has to be
 * in the log with the number of what it removed, in the order in which that was added.
 */
public final class Removal implements Change<Long> {
  static final String LOG =
      """
      INSERT INTO $m.removal(
        id, added_id, kind, subject_key, target_key, subject, target, type, text, text_key)
      SELECT newest.n + row_number() OVER (ORDER BY gone.id), gone.id, gone.kind, gone.subject_key,
        gone.target_key, gone.subject, gone.target, gone.type, gone.text, gone.text_key
      FROM %s CROSS JOIN gone\
      """
          .formatted(Sql.NEWEST);

  static final String RELATION_COLUMNS =
      """
      id, 3 AS kind, source_key AS subject_key, target_key, source AS subject, target, type,
        NULL AS text, NULL::uuid AS text_key\
      """;

  /** Parameters: four times the keys of the names. */
  private static final String ENTITIES =
      """
      WITH e AS (DELETE FROM $m.entity WHERE key = ANY(?) RETURNING id, key, name, type),
        o AS (DELETE FROM $m.observation WHERE entity_id IN (
            SELECT id FROM $m.entity WHERE key = ANY(?)) RETURNING id, entity_id, text, key),
        r AS (DELETE FROM $m.relation WHERE source_key = ANY(?) OR target_key = ANY(?)
          RETURNING *),
        gone AS (
          SELECT id, 1 AS kind, key AS subject_key, NULL::uuid AS target_key, name AS subject,
            NULL AS target, type, NULL AS text, NULL::uuid AS text_key FROM e
          UNION ALL SELECT o.id, 2, e.key, NULL, e.name, NULL, NULL, o.text, o.key
            FROM o JOIN e ON e.id=o.entity_id
          UNION ALL SELECT %s FROM r)
      """
              .formatted(RELATION_COLUMNS)
          + LOG;

  /** Parameters: the keys of entities and texts, pair by pair. */
  private static final String OBSERVATIONS =
      """
      WITH wanted AS (SELECT DISTINCT entity_key, key FROM unnest(?::uuid[], ?::uuid[]) x(entity_key, key)),
        found AS (SELECT o.id FROM wanted
          CROSS JOIN LATERAL (SELECT id FROM $m.entity WHERE key=wanted.entity_key OFFSET 0) e
          CROSS JOIN LATERAL (SELECT id FROM $m.observation
            WHERE entity_id=e.id AND key=wanted.key OFFSET 0) o),
        o AS (DELETE FROM $m.observation WHERE id = ANY(ARRAY(SELECT id FROM found))
          RETURNING id, entity_id, text, key),
        gone AS (SELECT o.id, 2 AS kind, e.key AS subject_key, NULL::uuid AS target_key,
            e.name AS subject, NULL AS target, NULL AS type, o.text, o.key AS text_key
          FROM o CROSS JOIN LATERAL (SELECT key, name FROM $m.entity WHERE id=o.entity_id OFFSET 0) e)
      """
          + LOG;

  /** Parameter: the keys of the triples. */
  private static final String RELATIONS =
      """
      WITH r AS (DELETE FROM $m.relation WHERE key = ANY(?) RETURNING *),
        gone AS (SELECT %s FROM r)
      """
              .formatted(RELATION_COLUMNS)
          + LOG;

  private final String sql;
  private final Object[] values;
  private final int facts;

  private Removal(String sql, int facts, Object... values) {
    this.sql = sql;
    this.facts = facts;
    this.values = values;
  }

  public static Removal ofEntities(List<String> names) {
    UUID[] keys = names.stream().distinct().map(Keys::of).toArray(UUID[]::new);
    return new Removal(ENTITIES, keys.length, keys, keys, keys, keys);
  }

  public static Removal ofObservations(List<Observations> deletions) {
    List<UUID> entities = new ArrayList<>();
    List<UUID> texts = new ArrayList<>();
    for (Observations deletion : deletions) {
      UUID entity = Keys.of(deletion.entity());
      for (String text : deletion.texts()) {
        entities.add(entity);
        texts.add(Keys.of(text));
      }
    }
    return new Removal(
        OBSERVATIONS, texts.size(), entities.toArray(UUID[]::new), texts.toArray(UUID[]::new));
  }

  public static Removal ofRelations(List<Relation> relations) {
    Set<UUID> keys = new LinkedHashSet<>();
    relations.forEach(relation -> keys.add(NewRelations.key(relation)));
    return new Removal(RELATIONS, keys.size(), (Object) keys.toArray(UUID[]::new));
  }

  @Override
  public void addTo(Message message, int call, Outcome outcome) {
    if (facts > 0) {
      message.count(sql, outcome::remove, values);
    }
  }

  @Override
  public List<String> tables() {
    return List.of("removal");
  }

  @Override
  public int facts() {
    return facts;
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

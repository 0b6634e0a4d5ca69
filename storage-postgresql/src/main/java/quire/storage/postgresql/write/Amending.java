package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import quire.api.Amendment;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;
import quire.storage.postgresql.read.Touched;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Grams;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/**
 * Removals and additions that happen exactly so or not at all (R24). What is not as it was said
 * changes fewer rows than it should, and the last statement counts them.
 */
public final class Amending implements Change<Long> {
  /** Parameters: keys and types of entities, keys of entities and texts, keys of triples. */
  private static final String REMOVALS =
      """
      WITH named AS (SELECT * FROM unnest(?::uuid[], ?::text[]) x(key, type)),
        pairs AS (SELECT * FROM unnest(?::uuid[], ?::uuid[]) x(entity_key, key)),
        owned AS (SELECT o.id, e.key AS entity_key, e.name FROM pairs
          CROSS JOIN LATERAL (SELECT id, key, name FROM $m.entity
            WHERE key=pairs.entity_key OFFSET 0) e
          CROSS JOIN LATERAL (SELECT id FROM $m.observation
            WHERE entity_id=e.id AND key=pairs.key OFFSET 0) o),
        e AS (DELETE FROM $m.entity d USING named WHERE d.key=named.key AND d.type=named.type
          RETURNING d.id, d.key, d.name, d.type),
        o AS (DELETE FROM $m.observation d USING owned WHERE d.id=owned.id
          RETURNING d.id, owned.entity_key, owned.name, d.text, d.key),
        r AS (DELETE FROM $m.relation WHERE key = ANY(?) RETURNING *),
        gone AS (
          SELECT id, 1 AS kind, key AS subject_key, NULL::uuid AS target_key, name AS subject,
            NULL AS target, type, NULL AS text, NULL::uuid AS text_key FROM e
          UNION ALL SELECT id, 2, entity_key, NULL, name, NULL, NULL, text, key FROM o
          UNION ALL SELECT %s FROM r)
      %s\
      """
          .formatted(Removal.RELATION_COLUMNS, Removal.LOG);

  private static final String ENTITIES =
      """
      INSERT INTO $m.entity(id, key, name, type, grams)
      SELECT newest.n + x.place, x.key, x.name, x.type, x.grams::int[]
      FROM %s CROSS JOIN unnest(?::int8[], ?::uuid[], ?::text[], ?::text[], ?::text[])
        x(place, key, name, type, grams)
      ON CONFLICT (key) DO NOTHING\
      """
          .formatted(Sql.NEWEST);

  private final String sayRefused;
  private final Optional<Touched> expected;
  private final int removals;
  private final int facts;
  private final Object[] removed;
  private final Columns entities;
  private final Columns observations;
  private final Columns relations;

  /**
   * @param expected what the amendment was made from; if that has changed meanwhile, the call is
   *     busy
   */
  public Amending(Amendment amendment, Optional<Touched> expected, String refusal) {
    this.expected = expected;
    this.sayRefused = refusal;
    this.removals = amendment.removals().size();
    this.facts = removals + amendment.additions().size();
    this.removed = removed(amendment.removals());
    int additions = amendment.additions().size();
    this.entities = new Columns(additions, 0, 3);
    this.observations = new Columns(additions, 0, 2, 2);
    this.relations = new Columns(additions, 0, 3, 3);
    long place = removals;
    for (Subject fact : amendment.additions()) {
      add(++place, fact);
    }
  }

  private static Object[] removed(List<Subject> facts) {
    List<UUID> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<UUID> owners = new ArrayList<>();
    List<UUID> texts = new ArrayList<>();
    List<UUID> triples = new ArrayList<>();
    for (Subject fact : facts) {
      if (fact instanceof OfEntity(String name, String type)) {
        names.add(Keys.of(name));
        types.add(StoredText.encode(type));
      } else if (fact instanceof OfObservation(String entity, Optional<String> text)) {
        owners.add(Keys.of(entity));
        texts.add(Keys.of(text.orElseThrow()));
      } else if (fact instanceof OfRelation(quire.api.Relation relation)) {
        triples.add(NewRelations.key(relation));
      }
    }
    return new Object[] {
      names.toArray(UUID[]::new),
      types.toArray(String[]::new),
      owners.toArray(UUID[]::new),
      texts.toArray(UUID[]::new),
      triples.toArray(UUID[]::new)
    };
  }

  private void add(long place, Subject fact) {
    if (fact instanceof OfEntity(String name, String type)) {
      entities.add(
          place,
          Keys.of(name),
          StoredText.encode(name),
          StoredText.encode(type),
          Grams.of(name, type));
    } else if (fact instanceof OfObservation(String entity, Optional<String> text)) {
      String words = text.orElseThrow();
      observations.add(
          place,
          new UUID[] {Keys.of(entity), Keys.of(words)},
          StoredText.encode(words),
          Grams.of(words));
    } else if (fact instanceof OfRelation(quire.api.Relation relation)) {
      NewRelations.add(relations, place, relation);
    }
  }

  @Override
  public void addTo(Message message, int call, Outcome outcome) {
    expected.ifPresent(touched -> touched.addCheck(message, call));
    if (removals > 0) {
      message.run(REMOVALS, removed);
      message.run(nothingIsLeftBehind(call));
    }
    if (entities.size() > 0) {
      message.run(ENTITIES, entities.values());
    }
    if (observations.size() > 0) {
      message.run(NewObservations.OBSERVATIONS, observations.values());
    }
    if (relations.size() > 0) {
      message.run(NewRelations.RELATIONS, relations.values());
    }
    if (facts > 0) {
      message.run(allHappened(call), (long) facts);
    }
  }

  /** Fails, with the call's place, if a removed entity leaves observations. */
  private static String nothingIsLeftBehind(int call) {
    return """
    SELECT ('refused %d:' || count(*))::int
    FROM %s CROSS JOIN LATERAL (SELECT added_id FROM $m.removal WHERE id > newest.n AND kind=1
        ORDER BY id OFFSET 0) gone
      CROSS JOIN LATERAL (SELECT 1 FROM $m.observation WHERE entity_id=gone.added_id LIMIT 1) o
    HAVING count(*) > 0\
    """
        .formatted(call, Sql.NEWEST);
  }

  /** Fails, with the call's place, if there are not as many new numbers as there should be. */
  private String allHappened(int call) {
    List<String> counts = new ArrayList<>();
    for (String table : tables()) {
      counts.add(
          """
          (SELECT count(*) FROM (SELECT id FROM $m.%s WHERE id > newest.n
            ORDER BY id LIMIT %d) t)\
          """
              .formatted(table, facts + 1));
    }
    return """
    SELECT ('refused %d:' || done.n)::int
    FROM (SELECT %s AS n FROM %s) done WHERE done.n <> ?\
    """
        .formatted(call, String.join(" + ", counts), Sql.NEWEST);
  }

  String refusal() {
    return sayRefused;
  }

  @Override
  public List<String> tables() {
    return List.of("removal", "entity", "observation", "relation");
  }

  @Override
  public int facts() {
    return facts;
  }

  @Override
  public long size() {
    return entities.characters() + observations.characters() + relations.characters();
  }

  /** {@return the number of the call} */
  @Override
  public Long answer(Outcome outcome) {
    return facts == 0 ? 0 : outcome.newest() + 1;
  }
}

package quire.storage.postgresql.read;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import quire.api.Entity;
import quire.api.Relation;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Keys;

/**
 * Two entities and what touches their names, as it stood when it was read. Numbers grow and are
 * never used again: with as many facts and the same newest one, nothing has changed.
 */
public record Touched(
    List<UUID> keys, List<Entity> entities, List<Relation> relations, long count, long newest) {
  private static final String RELATIONS =
      """
      SELECT id, source, target, type FROM $m.relation
      WHERE source_key = ANY(?) OR target_key = ANY(?) ORDER BY id\
      """;

  /** Parameters: four times the keys. */
  private static final String STATE =
      """
      SELECT count(*) AS facts, coalesce(max(id), 0) AS newest FROM (
        SELECT id FROM $m.entity WHERE key = ANY(?)
        UNION ALL SELECT o.id FROM $m.entity e JOIN $m.observation o ON o.entity_id=e.id
          WHERE e.key = ANY(?)
        UNION ALL SELECT id FROM $m.relation WHERE source_key = ANY(?) OR target_key = ANY(?)) f\
      """;

  public Touched {
    keys = List.copyOf(keys);
    entities = List.copyOf(entities);
    relations = List.copyOf(relations);
  }

  public static Touched read(Session session, String one, String other) throws SQLException {
    List<UUID> keys = List.of(Keys.of(one), Keys.of(other));
    UUID[] both = keys.toArray(UUID[]::new);
    List<Entity> entities = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    long[] state = new long[2];
    GraphRows.Entities rows = new GraphRows.Entities((id, entity) -> entities.add(entity));
    var _ =
        session.send(
            new Message()
                .beginReading()
                .ask(GraphRows.NAMED, rows, (Object) both)
                .ask(RELATIONS, new GraphRows.Relations(relations::add), both, both)
                .ask(
                    STATE,
                    row -> {
                      state[0] = row.getLong(1);
                      state[1] = row.getLong(2);
                    },
                    both,
                    both,
                    both,
                    both)
                .commit());
    rows.finish();
    return new Touched(keys, entities, relations, state[0], state[1]);
  }

  public Optional<Entity> entity(String name) {
    return entities.stream().filter(entity -> entity.name().equals(name)).findFirst();
  }

  /** Adds a statement that fails, with the call's place, if something has changed. */
  public void addCheck(Message message, int call) {
    UUID[] both = keys.toArray(UUID[]::new);
    message.run(
        "SELECT ('changed %d:' || facts)::int FROM (%s) now WHERE facts <> ? OR newest <> ?"
            .formatted(call, STATE),
        both,
        both,
        both,
        both,
        count,
        newest);
  }
}

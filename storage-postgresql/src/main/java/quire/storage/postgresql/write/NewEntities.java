package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import quire.api.Entity;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Grams;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/** Entities on their way into the store (R1). */
public final class NewEntities implements Change<List<Entity>> {
  private static final String ENTITIES =
      """
      INSERT INTO $m.entity(id, key, name, type, grams)
      SELECT newest.n + x.place, x.key, x.name, x.type, x.grams::int[]
      FROM %s CROSS JOIN unnest(?::int8[], ?::uuid[], ?::text[], ?::text[], ?::text[])
        x(place, key, name, type, grams)
      ON CONFLICT (key) DO NOTHING RETURNING id\
      """
          .formatted(Sql.NEWEST);

  /** An entity has its number only if it is new. */
  private static final String OBSERVATIONS =
      """
      INSERT INTO $m.observation(id, entity_id, key, text, grams)
      SELECT newest.n + x.place, e.id, x.key, x.text, x.grams::int[]
      FROM %s CROSS JOIN unnest(?::int8[], ?::int8[], ?::uuid[], ?::text[], ?::text[])
        x(place, entity, key, text, grams)
      CROSS JOIN LATERAL (SELECT id FROM $m.entity WHERE id=newest.n + x.entity OFFSET 0) e\
      """
          .formatted(Sql.NEWEST);

  private final Map<Integer, Entity> byPlace = new LinkedHashMap<>();
  private final Columns entities;
  private final Columns observations;

  public NewEntities(List<Entity> wanted) {
    Map<String, Entity> byName = LinkedHashMap.newLinkedHashMap(wanted.size());
    wanted.forEach(entity -> byName.putIfAbsent(entity.name(), distinct(entity)));
    int texts = byName.values().stream().mapToInt(entity -> entity.observations().size()).sum();
    entities = new Columns(byName.size(), 0, 3);
    observations = new Columns(texts, 1, 2);
    int place = 0;
    for (Entity entity : byName.values()) {
      byPlace.put(++place, entity);
      entities.add(
          place,
          Keys.of(entity.name()),
          StoredText.encode(entity.name()),
          StoredText.encode(entity.type()),
          Grams.of(entity.name(), entity.type()));
      int of = place;
      for (String text : entity.observations()) {
        observations.add(++place, of, Keys.of(text), StoredText.encode(text), Grams.of(text));
      }
    }
  }

  private static Entity distinct(Entity entity) {
    LinkedHashSet<String> texts = new LinkedHashSet<>(entity.observations());
    return texts.size() == entity.observations().size()
        ? entity
        : new Entity(entity.name(), entity.type(), List.copyOf(texts));
  }

  @Override
  public void addTo(Message message, int call, Outcome outcome) {
    if (entities.size() > 0) {
      message.ask(ENTITIES, row -> outcome.add(row.getLong(1)), entities.values());
    }
    if (observations.size() > 0) {
      message.run(OBSERVATIONS, observations.values());
    }
  }

  @Override
  public List<String> tables() {
    return List.of("entity", "observation");
  }

  @Override
  public int facts() {
    return entities.size() + observations.size();
  }

  @Override
  public long size() {
    return entities.characters() + observations.characters();
  }

  @Override
  public List<Entity> answer(Outcome outcome) {
    List<Entity> created = new ArrayList<>();
    byPlace.forEach(
        (place, entity) -> {
          if (outcome.has(place)) {
            created.add(entity);
          }
        });
    return created;
  }
}

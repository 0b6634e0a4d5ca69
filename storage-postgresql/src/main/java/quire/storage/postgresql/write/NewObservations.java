package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Grams;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/** Observations on their way to entities that exist (R3). */
@SuppressWarnings("InlineFormatString") // a statement is read best by itself
public final class NewObservations implements Change<List<Observations>> {
  /**
   * Fails if one of the entities is missing, with its place in the message: text that begins so is
   * no number.
   */
  private static final String ALL_ARE_THERE =
      """
      SELECT ('missing %d:' || min(wanted.place))::int
      FROM unnest(?::uuid[]) WITH ORDINALITY wanted(key, place)
      WHERE NOT EXISTS(SELECT FROM $m.entity e WHERE e.key=wanted.key) HAVING count(*) > 0\
      """;

  static final String OBSERVATIONS =
      """
      INSERT INTO $m.observation(id, entity_id, key, text, grams)
      SELECT newest.n + x.place, e.id, x.key, x.text, x.grams::int[]
      FROM %s CROSS JOIN unnest(?::int8[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])
        x(place, entity_key, key, text, grams)
      CROSS JOIN LATERAL (SELECT id FROM $m.entity WHERE key=x.entity_key OFFSET 0) e
      ON CONFLICT (entity_id, key) DO NOTHING RETURNING id\
      """
          .formatted(Sql.NEWEST);

  private final List<Observations> items;
  private final List<String> names;
  private final UUID[] keys;
  private final Columns columns;
  private final List<Wanted> wanted = new ArrayList<>();

  /** A text on its way to an entity; its place is its number in the list and one more. */
  private record Wanted(int item, String text) {}

  public NewObservations(List<Observations> items) {
    this.items = List.copyOf(items);
    Map<String, UUID> entities = new LinkedHashMap<>();
    items.forEach(item -> entities.computeIfAbsent(item.entity(), Keys::of));
    this.names = List.copyOf(entities.keySet());
    this.keys = entities.values().toArray(UUID[]::new);
    this.columns = new Columns(items.stream().mapToInt(item -> item.texts().size()).sum(), 0, 2, 2);
    Map<UUID, Set<UUID>> seen = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      UUID entity = Keys.of(items.get(i).entity());
      for (String text : items.get(i).texts()) {
        UUID key = Keys.of(text);
        if (seen.computeIfAbsent(entity, first -> new HashSet<>()).add(key)) {
          wanted.add(new Wanted(i, text));
          columns.add(
              wanted.size(), new UUID[] {entity, key}, StoredText.encode(text), Grams.of(text));
        }
      }
    }
  }

  @Override
  public void addTo(Message message, int call, Outcome outcome) {
    if (keys.length > 0) {
      message.run(ALL_ARE_THERE.formatted(call), (Object) keys);
    }
    if (columns.size() > 0) {
      message.ask(OBSERVATIONS, row -> outcome.add(row.getLong(1)), columns.values());
    }
  }

  /**
   * {@return the failure of this call}
   *
   * @param place of the missing entity, from 1
   */
  EntityNotFoundException missing(int place) {
    return new EntityNotFoundException(names.get(place - 1));
  }

  @Override
  public List<String> tables() {
    return List.of("observation");
  }

  @Override
  public int facts() {
    return columns.size();
  }

  @Override
  public long size() {
    return columns.characters();
  }

  @Override
  public List<Observations> answer(Outcome outcome) {
    List<List<String>> added = new ArrayList<>();
    items.forEach(item -> added.add(new ArrayList<>()));
    for (int i = 0; i < wanted.size(); i++) {
      if (outcome.has(i + 1)) {
        added.get(wanted.get(i).item()).add(wanted.get(i).text());
      }
    }
    List<Observations> answer = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      answer.add(new Observations(items.get(i).entity(), added.get(i)));
    }
    return answer;
  }
}

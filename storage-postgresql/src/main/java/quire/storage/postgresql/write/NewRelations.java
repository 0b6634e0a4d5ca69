package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import quire.api.Relation;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/** Relations on their way into the store (R2). */
public final class NewRelations implements Change<List<Relation>> {
  static final String RELATIONS =
      """
      INSERT INTO $m.relation(id, key, source_key, target_key, source, target, type)
      SELECT newest.n + x.place, x.key, x.source_key, x.target_key, x.source, x.target, x.type
      FROM %s CROSS JOIN unnest(?::int8[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[],
          ?::text[]) x(place, key, source_key, target_key, source, target, type)
      ON CONFLICT (key) DO NOTHING RETURNING id\
      """
          .formatted(Sql.NEWEST);

  private final List<Relation> relations;
  private final Columns columns;

  public NewRelations(List<Relation> wanted) {
    this.relations = List.copyOf(new LinkedHashSet<>(wanted));
    this.columns = new Columns(relations.size(), 0, 3, 3);
    for (int i = 0; i < relations.size(); i++) {
      add(columns, i + 1L, relations.get(i));
    }
  }

  static void add(Columns columns, long place, Relation relation) {
    columns.add(
        place,
        new UUID[] {key(relation), Keys.of(relation.from()), Keys.of(relation.to())},
        StoredText.encode(relation.from()),
        StoredText.encode(relation.to()),
        StoredText.encode(relation.type()));
  }

  static UUID key(Relation relation) {
    return Keys.of(relation.from(), relation.to(), relation.type());
  }

  @Override
  public void addTo(Message message, int call, Outcome outcome) {
    if (columns.size() > 0) {
      message.ask(RELATIONS, row -> outcome.add(row.getLong(1)), columns.values());
    }
  }

  @Override
  public List<String> tables() {
    return List.of("relation");
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
  public List<Relation> answer(Outcome outcome) {
    List<Relation> created = new ArrayList<>();
    for (int i = 0; i < relations.size(); i++) {
      if (outcome.has(i + 1)) {
        created.add(relations.get(i));
      }
    }
    return created;
  }
}

package quire.storage.sqlite.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import quire.api.Author;
import quire.api.Fact;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.terms.Ids;
import quire.text.StoredText;

/** Reads facts with the write that they came with. */
public final class FactRows {
  private static final String FACT =
      """
      SELECT wanted.value, e.name, e.type, o.text, w.time_ns, a.client, a.session
      FROM %s wanted
      LEFT JOIN observations o ON o.id=wanted.value
      CROSS JOIN entities e ON e.id=coalesce(o.entity_id, wanted.value)
      CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=wanted.value)
      CROSS JOIN authors a ON a.id=w.author_id
      """;

  private static final String THESE = FACT.formatted("json_each(?1)");

  private static final String AROUND =
      FACT.formatted(
          """
          (SELECT DISTINCT near.id AS value FROM json_each(?1) center
            CROSS JOIN observations near
              ON near.id BETWEEN center.value - ?2 AND center.value + ?2)\
          """);

  /** So many entities are asked for at once; fewer repeat the last one. */
  private static final int ENTITIES = 64;

  /** Parameters: 1 the most facts of an entity, then {@link #ENTITIES} names. */
  private static final String OF_ENTITIES =
      FACT.formatted(
          """
          (SELECT id AS value FROM (
              SELECT id, row_number() OVER (PARTITION BY entity_id ORDER BY id DESC) AS place
              FROM observations
              WHERE entity_id IN (SELECT id FROM entities WHERE name IN (%s)))
            WHERE place<=?1)\
          """
              .formatted(
                  IntStream.range(0, ENTITIES)
                      .mapToObj(i -> "?" + (i + 2))
                      .collect(Collectors.joining(","))));

  private FactRows() {}

  static List<Fact> these(Session session, long[] ids) throws SQLException {
    return read(session, THESE, Ids.json(ids));
  }

  static List<Fact> around(Session session, long[] ids, int distance) throws SQLException {
    return read(session, AROUND, Ids.json(ids), distance);
  }

  /** {@return of each of these entities the newest observations} */
  static List<Fact> ofEntities(Session session, Collection<String> names, int newest)
      throws SQLException {
    List<Fact> facts = new ArrayList<>();
    List<String> all = names.stream().map(StoredText::encode).toList();
    for (int from = 0; from < all.size(); from += ENTITIES) {
      Object[] values = new Object[ENTITIES + 1];
      values[0] = newest;
      for (int i = 0; i < ENTITIES; i++) {
        values[i + 1] = all.get(Math.min(from + i, all.size() - 1));
      }
      facts.addAll(read(session, OF_ENTITIES, values));
    }
    return facts;
  }

  private static List<Fact> read(Session session, String sql, Object... values)
      throws SQLException {
    List<Fact> facts = new ArrayList<>();
    session.each(row -> facts.add(fact(row)), sql, values);
    return facts;
  }

  private static Fact fact(ResultSet row) throws SQLException {
    return new Fact(
        row.getLong(1),
        StoredText.decode(row.getString(2)),
        StoredText.decode(row.getString(3)),
        Optional.ofNullable(row.getString(4)).map(StoredText::decode),
        new Author(StoredText.decode(row.getString(6)), StoredText.decode(row.getString(7))),
        time(row.getLong(5)));
  }

  /** {@return an instant as the file keeps it: good for the years 1678 to 2261} */
  public static long nanoseconds(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  static Instant time(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, 1_000_000_000L), Math.floorMod(nanoseconds, 1_000_000_000L));
  }
}

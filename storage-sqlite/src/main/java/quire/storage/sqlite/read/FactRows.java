package quire.storage.sqlite.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import quire.api.Author;
import quire.api.Fact;
import quire.api.Relation;
import quire.ranking.StoredRelation;
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

  /** So many parts of a type are looked for at once; fewer repeat the last one. */
  private static final int PARTS = 8;

  /**
   * Parameters: 1 a name, 2 the most relations from it and to it, then {@link #PARTS} parts. What
   * is not ASCII may hold them in another spelling; the ranking decides.
   */
  private static final String RELATIONS =
      """
      SELECT r.id, r.source, r.target, r.type, coalesce(f.type, ''), coalesce(t.type, ''),
        w.time_ns, a.client, a.session
      FROM (
        SELECT * FROM (SELECT * FROM relations WHERE source=?1 AND (%1$s)
          ORDER BY id DESC LIMIT ?2)
        UNION SELECT * FROM (SELECT * FROM relations WHERE target=?1 AND (%1$s)
          ORDER BY id DESC LIMIT ?2)) r
      LEFT JOIN entities f ON f.name=r.source
      LEFT JOIN entities t ON t.name=r.target
      CROSS JOIN writes w ON w.id=(SELECT max(id) FROM writes WHERE id<=r.id)
      CROSS JOIN authors a ON a.id=w.author_id
      """
          .formatted(
              IntStream.range(0, PARTS)
                  .mapToObj(i -> "instr(lower(type), ?" + (i + 3) + ") OR ")
                  .collect(Collectors.joining("", "", "octet_length(type) <> length(type)")));

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

  /** {@return of each name the newest relations whose type may hold one of the parts} */
  static List<StoredRelation> relations(
      Session session, Collection<String> names, List<String> parts, int newest)
      throws SQLException {
    Map<Long, StoredRelation> found = new LinkedHashMap<>();
    for (String name : names) {
      for (int from = 0; from < parts.size(); from += PARTS) {
        Object[] values = new Object[PARTS + 2];
        values[0] = StoredText.encode(name);
        values[1] = newest;
        for (int i = 0; i < PARTS; i++) {
          values[i + 2] = StoredText.encode(parts.get(Math.min(from + i, parts.size() - 1)));
        }
        session.each(row -> found.putIfAbsent(row.getLong(1), relation(row)), RELATIONS, values);
      }
    }
    return List.copyOf(found.values());
  }

  private static StoredRelation relation(ResultSet row) throws SQLException {
    return new StoredRelation(
        row.getLong(1),
        new Relation(
            StoredText.decode(row.getString(2)),
            StoredText.decode(row.getString(3)),
            StoredText.decode(row.getString(4))),
        StoredText.decode(row.getString(5)),
        StoredText.decode(row.getString(6)),
        new Author(StoredText.decode(row.getString(8)), StoredText.decode(row.getString(9))),
        time(row.getLong(7)));
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

package quire.storage.postgresql.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import quire.storage.postgresql.server.Message;

/**
 * The newest facts that have some terms.
 *
 * <p>The index of terms has no order, and the planner, which multiplies the shares of terms that
 * stand in one word, expects few hits and would sort a hundred thousand. So first as many as are
 * wanted and one more are fetched in any order, which is all there are of a selective word. If
 * there are more, the newest observations are walked through backwards; and if that is not enough,
 * all hits are sorted after all. A part whose condition is false is not carried out.
 */
@SuppressWarnings("InlineFormatString") // a statement is read best by itself
final class Newest {
  /** So many observations are walked through in about the time that sorting many hits takes. */
  private static final int WALKED = 40_000;

  /** Parameters: six times the terms. */
  private static final String QUESTION =
      """
      WITH few AS MATERIALIZED (
        (SELECT id, entity_id FROM $m.observation WHERE grams @> ?::int[] LIMIT %1$d + 1)
        UNION ALL (SELECT id, id FROM $m.entity WHERE grams @> ?::int[] LIMIT %1$d + 1)),
      walked AS MATERIALIZED (
        SELECT id, entity_id FROM (
          SELECT id, entity_id, grams FROM $m.observation ORDER BY id DESC LIMIT %2$d) t
        WHERE grams @> ?::int[] AND (SELECT count(*) FROM few) > %1$d
        ORDER BY id DESC LIMIT %1$d)
      SELECT id, entity_id FROM few WHERE (SELECT count(*) FROM few) <= %1$d
      UNION ALL
      SELECT id, entity_id FROM walked WHERE (SELECT count(*) FROM walked) = %1$d
      UNION ALL
      SELECT id, id FROM $m.entity WHERE grams @> ?::int[]
        AND (SELECT count(*) FROM walked) = %1$d AND id > (SELECT min(id) FROM walked)
      UNION ALL
      (SELECT id, entity_id FROM (
          SELECT id, entity_id FROM $m.observation WHERE grams @> ?::int[]
            AND (SELECT count(*) FROM few) > %1$d AND (SELECT count(*) FROM walked) < %1$d
          UNION ALL SELECT id, id FROM $m.entity WHERE grams @> ?::int[]
            AND (SELECT count(*) FROM few) > %1$d AND (SELECT count(*) FROM walked) < %1$d) c
        ORDER BY id DESC LIMIT %1$d)\
      """;

  private record Found(long id, long entity) {}

  private final List<Found> found = new ArrayList<>();
  private final String grams;
  private final int limit;

  /**
   * @param grams the terms as PostgreSQL writes an array
   */
  Newest(String grams, int limit) {
    this.grams = grams;
    this.limit = limit;
  }

  /** Adds the question to a message. */
  void ask(Message message) {
    message.ask(
        QUESTION.formatted(limit, WALKED),
        row -> found.add(new Found(row.getLong(1), row.getLong(2))),
        grams,
        grams,
        grams,
        grams,
        grams,
        grams);
  }

  /** {@return the numbers of the facts, newest first} */
  long[] facts() {
    return sorted().stream().mapToLong(Found::id).toArray();
  }

  /** {@return the entities that they belong to} */
  List<Long> entities() {
    return sorted().stream().map(Found::entity).distinct().toList();
  }

  private List<Found> sorted() {
    return found.stream()
        .sorted(Comparator.comparingLong(Found::id).reversed())
        .limit(limit)
        .toList();
  }
}

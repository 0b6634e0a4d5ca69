package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import quire.storage.postgresql.server.Message;

/**
 * The newest facts that have some terms, asked for in two steps.
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

  /** Parameters: twice the terms. */
  private static final String SOME =
      """
      (SELECT id, entity_id FROM $m.observation WHERE grams @> ?::int[] LIMIT %1$d)
      UNION ALL (SELECT id, id FROM $m.entity WHERE grams @> ?::int[] LIMIT %1$d)\
      """;

  /** Parameters: four times the terms. */
  private static final String WALKING_BACK =
      """
      WITH b AS MATERIALIZED (
        SELECT id, entity_id FROM (
          SELECT id, entity_id, grams FROM $m.observation ORDER BY id DESC LIMIT %2$d) t
        WHERE grams @> ?::int[] ORDER BY id DESC LIMIT %1$d)
      SELECT id, entity_id FROM b WHERE (SELECT count(*) FROM b) = %1$d
      UNION ALL
      SELECT id, id FROM $m.entity WHERE grams @> ?::int[]
        AND (SELECT count(*) FROM b) = %1$d AND id > (SELECT min(id) FROM b)
      UNION ALL
      (SELECT id, entity_id FROM (
          SELECT id, entity_id FROM $m.observation
            WHERE grams @> ?::int[] AND (SELECT count(*) FROM b) < %1$d
          UNION ALL SELECT id, id FROM $m.entity
            WHERE grams @> ?::int[] AND (SELECT count(*) FROM b) < %1$d) c
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

  /** Adds the first question to a message. */
  void ask(Message message) {
    message.ask(SOME.formatted(limit + 1), this::read, grams, grams);
  }

  /** Adds the second question to a message, if the first one did not find all. */
  void askAgain(Message message) {
    if (found.size() > limit) {
      found.clear();
      message.ask(WALKING_BACK.formatted(limit, WALKED), this::read, grams, grams, grams, grams);
    }
  }

  private void read(ResultSet row) throws SQLException {
    found.add(new Found(row.getLong(1), row.getLong(2)));
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

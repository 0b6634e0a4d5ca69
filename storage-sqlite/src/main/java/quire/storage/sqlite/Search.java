package quire.storage.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the entities that match a query (R8), as ids: those that hold it literally, then those that
 * hold all of its words, each by creation.
 *
 * <p>The index or, for what is too short for it, a look at every fact gives candidates. SQLite
 * compares those that are ASCII; only the others are brought over and compared here.
 */
final class Search {
  /**
   * Columns: the entity; what still has to be compared, or NULL for a sure hit. Parameters: 1 the
   * index query, 2 the folded query.
   */
  private static final String INDEXED =
      """
      SELECT coalesce(o.entity_id, e.id),
        iif(instr(lower(coalesce(o.text, e.name)), ?2) OR instr(lower(coalesce(e.type, '')), ?2),
          NULL, coalesce(o.text, e.name || char(0) || e.type)) AS rest
      FROM grams
      LEFT JOIN observations o ON o.id=grams.rowid
      LEFT JOIN entities e ON e.id=grams.rowid
      WHERE grams MATCH ?1
        AND (rest IS NULL OR octet_length(coalesce(o.text, e.name || e.type))
          <> length(coalesce(o.text, e.name || e.type)))
      """;

  private static final String SCANNED =
      """
      SELECT id, iif(instr(lower(name), ?2) OR instr(lower(type), ?2),
        NULL, name || char(0) || type) AS rest
      FROM entities
      WHERE ?1 IS NULL AND (rest IS NULL OR octet_length(name || type) <> length(name || type))
      UNION ALL
      SELECT entity_id, iif(instr(lower(text), ?2), NULL, text) AS rest
      FROM observations
      WHERE rest IS NULL OR octet_length(text) <> length(text)
      """;

  private final Session session;

  Search(Session session) {
    this.session = session;
  }

  long[] find(String query) throws SQLException {
    String folded = Fold.fold(query);
    long[] literal = holding(folded);
    List<String> words = Words.of(folded);
    if (words.isEmpty() || words.equals(List.of(folded))) {
      return literal;
    }
    long[] others = without(holdingAll(words), literal);
    long[] found = Arrays.copyOf(literal, literal.length + others.length);
    System.arraycopy(others, 0, found, literal.length, others.length);
    return found;
  }

  /** {@return the entities that hold this text in one of their facts, ascending} */
  private long[] holding(String folded) throws SQLException {
    Ids ids = new Ids();
    String terms = hasLoneSurrogate(folded) ? "" : Grams.query(folded);
    var statement = session.prepare(terms.isEmpty() ? SCANNED : INDEXED);
    statement.setString(1, terms.isEmpty() ? null : terms);
    statement.setString(2, StoredText.encode(folded));
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String rest = row.getString(2);
        if (rest == null || anyContains(rest, folded)) {
          ids.add(row.getLong(1));
        }
      }
    }
    return ids.sorted();
  }

  /** Half a pair is part of a whole one for the standard server; the index has whole ones only. */
  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && StoredText.isLone(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyContains(String stored, String folded) {
    for (String text : stored.split("\0", -1)) {
      if (Fold.fold(StoredText.decode(text)).contains(folded)) {
        return true;
      }
    }
    return false;
  }

  private long[] holdingAll(List<String> words) throws SQLException {
    List<String> longestFirst = new ArrayList<>(words);
    longestFirst.sort((one, other) -> other.length() - one.length());
    long[] candidates = holding(longestFirst.getFirst());
    for (String word : longestFirst.subList(1, longestFirst.size())) {
      if (candidates.length <= FEW) {
        break; // reading these few is cheaper than another look at the index
      }
      candidates = both(candidates, holding(word));
    }
    Ids ids = new Ids();
    EntityRows.each(
        session,
        candidates,
        (id, entity) -> {
          if (Words.allIn(entity, words)) {
            ids.add(id);
          }
        });
    return ids.sorted();
  }

  private static final int FEW = 64;

  private static long[] both(long[] one, long[] other) {
    return Arrays.stream(one).filter(id -> Arrays.binarySearch(other, id) >= 0).toArray();
  }

  private static long[] without(long[] ids, long[] excluded) {
    return Arrays.stream(ids).filter(id -> Arrays.binarySearch(excluded, id) < 0).toArray();
  }
}

package quire.storage.sqlite;

import java.sql.PreparedStatement;
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
   * index query, 2 the folded query, 3 the most rows.
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
      LIMIT ?3
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
      LIMIT ?3
      """;

  private static final int ALL = -1;

  /** So many entities are read faster than the index is asked for another word. */
  private static final int FEW = 64;

  private final Session session;

  Search(Session session) {
    this.session = session;
  }

  long[] find(String query) throws SQLException {
    String folded = Fold.fold(query);
    long[] literal = holding(folded, ALL).ids().sorted();
    List<String> words = Words.of(folded);
    if (words.isEmpty() || words.equals(List.of(folded))) {
      return literal;
    }
    long[] others = without(holdingAll(words), literal);
    long[] found = Arrays.copyOf(literal, literal.length + others.length);
    System.arraycopy(others, 0, found, literal.length, others.length);
    return found;
  }

  /**
   * Entities that hold a text in one of their facts.
   *
   * @param rows how many rows the query gave; as many as were allowed if there may be more
   */
  private record Found(Ids ids, int rows) {}

  private Found holding(String folded, int mostRows) throws SQLException {
    Ids ids = new Ids();
    int rows = 0;
    try (ResultSet row = query(folded, mostRows).executeQuery()) {
      for (; row.next(); rows++) {
        String rest = row.getString(2);
        if (rest == null || anyContains(rest, folded)) {
          ids.add(row.getLong(1));
        }
      }
    }
    return new Found(ids, rows);
  }

  private PreparedStatement query(String folded, int mostRows) throws SQLException {
    String terms = hasLoneSurrogate(folded) ? "" : Grams.query(folded);
    PreparedStatement statement = session.prepare(terms.isEmpty() ? SCANNED : INDEXED);
    statement.setString(1, terms.isEmpty() ? null : terms);
    statement.setString(2, StoredText.encode(folded));
    statement.setInt(3, mostRows);
    return statement;
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
    Ids ids = new Ids();
    EntityRows.each(
        session,
        candidates(words),
        (id, entity) -> {
          if (Words.allIn(entity, words)) {
            ids.add(id);
          }
        });
    return ids.sorted();
  }

  /** {@return some entities, among them all that hold all of the words} */
  private long[] candidates(List<String> words) throws SQLException {
    List<String> longestFirst = new ArrayList<>(words);
    longestFirst.sort((one, other) -> other.length() - one.length());
    for (String word : longestFirst) {
      Found found = holding(word, FEW);
      if (found.rows() < FEW) {
        return found.ids().sorted();
      }
    }
    long[] common = holding(longestFirst.getFirst(), ALL).ids().sorted();
    for (String word : longestFirst.subList(1, longestFirst.size())) {
      common = both(common, holding(word, ALL).ids().sorted());
    }
    return common;
  }

  private static long[] both(long[] one, long[] other) {
    return Arrays.stream(one).filter(id -> Arrays.binarySearch(other, id) >= 0).toArray();
  }

  private static long[] without(long[] ids, long[] excluded) {
    return Arrays.stream(ids).filter(id -> Arrays.binarySearch(excluded, id) < 0).toArray();
  }
}

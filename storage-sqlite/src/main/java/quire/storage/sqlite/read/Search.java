package quire.storage.sqlite.read;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import quire.ranking.NameRank;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.terms.Fold;
import quire.storage.sqlite.terms.Grams;
import quire.storage.sqlite.terms.Ids;
import quire.storage.sqlite.terms.StoredText;
import quire.storage.sqlite.terms.Words;

/**
 * Finds the entities that match a query (R8), as ids: those that hold it literally, then those that
 * hold all of its words, each by rank and then by creation.
 *
 * <p>The index or, for what is too short for it, a look at every fact gives candidates. SQLite
 * compares those that are ASCII; only the others are brought over and compared here.
 */
final class Search {
  /** The rank of entity {@code e} by its name, which is ASCII. */
  private static final String RANK =
      """
      CASE instr(lower(e.name), ?2)
        WHEN 0 THEN 3 WHEN 1 THEN length(e.name) > length(?2) ELSE 2 END\
      """;

  /** The text that still has to be compared, or NULL for a sure hit. */
  private static final String REST_OF_ENTITY =
      """
      iif((instr(lower(e.name), ?2) OR instr(lower(e.type), ?2))
        AND octet_length(e.name) = length(e.name), NULL, e.name || char(0) || e.type)\
      """;

  private static final String REST_OF_TEXT = "iif(instr(lower(o.text), ?2), NULL, o.text)";

  /**
   * Columns: entity and rank as {@link Hits} keeps them; what still has to be compared. Parameters:
   * 1 the index query, 2 the folded query, 3 the most rows.
   */
  private static final String INDEXED =
      """
      SELECT iif(o.id IS NULL, e.id * 4 + %s, o.entity_id * 4 + 3),
        iif(o.id IS NULL, %s, %s) AS rest
      FROM grams
      LEFT JOIN observations o ON o.id=grams.rowid
      LEFT JOIN entities e ON e.id=grams.rowid
      WHERE grams MATCH ?1
        AND (rest IS NULL OR octet_length(coalesce(o.text, e.name || e.type))
          <> length(coalesce(o.text, e.name || e.type)))
      LIMIT ?3
      """
          .formatted(RANK, REST_OF_ENTITY, REST_OF_TEXT);

  private static final String SCANNED =
      """
      SELECT e.id * 4 + %s, %s AS rest
      FROM entities e
      WHERE ?1 IS NULL
        AND (rest IS NULL OR octet_length(e.name || e.type) <> length(e.name || e.type))
      UNION ALL
      SELECT o.entity_id * 4 + 3, %s AS rest
      FROM observations o
      WHERE rest IS NULL OR octet_length(o.text) <> length(o.text)
      LIMIT ?3
      """
          .formatted(RANK, REST_OF_ENTITY, REST_OF_TEXT);

  /** The entities of the newest facts that may hold something. */
  private static final String NEWEST =
      """
      SELECT coalesce((SELECT entity_id FROM observations WHERE id=grams.rowid), grams.rowid)
      FROM grams WHERE grams MATCH ?1 ORDER BY rowid DESC LIMIT ?2
      """;

  private static final String COUNTED =
      "SELECT count(*) FROM (SELECT 1 FROM grams WHERE grams MATCH ?1 LIMIT ?2)";

  private static final int ALL = -1;

  /** So many entities are read faster than the index is asked for another word. */
  private static final int FEW = 64;

  /** So many facts of a word are looked at when each of the words is in more. */
  private static final int MOST = 1000;

  private final Session session;

  Search(Session session) {
    this.session = session;
  }

  long[] find(String query) throws SQLException {
    String folded = Fold.fold(query);
    long[] literal = holding(folded, ALL).hits().ranked();
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
  private record Found(Hits hits, int rows) {}

  private Found holding(String folded, int mostRows) throws SQLException {
    Hits hits = new Hits();
    int rows = 0;
    try (ResultSet row = query(folded, mostRows).executeQuery()) {
      for (; row.next(); rows++) {
        String rest = row.getString(2);
        if (rest == null) {
          hits.addKey(row.getLong(1));
        } else {
          compare(row.getLong(1), rest, folded, hits);
        }
      }
    }
    return new Found(hits, rows);
  }

  private PreparedStatement query(String folded, int mostRows) throws SQLException {
    String terms = terms(folded);
    PreparedStatement statement = session.prepare(terms.isEmpty() ? SCANNED : INDEXED);
    statement.setString(1, terms.isEmpty() ? null : terms);
    statement.setString(2, StoredText.encode(folded));
    statement.setInt(3, mostRows);
    return statement;
  }

  /** {@return the query to the index, or empty if only a look at every fact helps} */
  private static String terms(String folded) {
    return hasLoneSurrogate(folded) ? "" : Grams.query(folded);
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

  /**
   * @param stored an observation, or a name and a type, which alone have NUL between them
   */
  private static void compare(long key, String stored, String folded, Hits hits) {
    String[] texts = stored.split("\0", -1);
    String first = Fold.fold(StoredText.decode(texts[0]));
    if (first.contains(folded)) {
      hits.addKey(key, texts.length == 1 ? NameRank.ELSEWHERE : NameRank.of(first, folded));
    } else if (texts.length > 1 && Fold.fold(StoredText.decode(texts[1])).contains(folded)) {
      hits.addKey(key, NameRank.ELSEWHERE);
    }
  }

  private long[] holdingAll(List<String> words) throws SQLException {
    Hits hits = new Hits();
    EntityRows.each(
        session,
        candidates(words),
        (id, entity) -> {
          if (Words.allIn(entity, words)) {
            hits.add(id, NameRank.ofWords(Fold.fold(entity.name()), words));
          }
        });
    return hits.ranked();
  }

  /**
   * {@return some entities, among them all that hold all of the words; but where each word is in
   * many facts, only newer ones}
   */
  private long[] candidates(List<String> words) throws SQLException {
    List<String> longestFirst = new ArrayList<>(words);
    longestFirst.sort((one, other) -> other.length() - one.length());
    for (String word : longestFirst) {
      Found found = holding(word, FEW);
      if (found.rows() < FEW) {
        return found.hits().byCreation();
      }
    }
    List<String> indexed =
        longestFirst.stream().map(Search::terms).filter(terms -> !terms.isEmpty()).toList();
    return indexed.isEmpty()
        ? holding(longestFirst.getFirst(), MOST).hits().byCreation()
        : newest(indexed);
  }

  /** {@return the entities of the newest facts that hold the rarest word, or all words at once} */
  private long[] newest(List<String> indexed) throws SQLException {
    String rarest = "";
    long fewest = Long.MAX_VALUE;
    for (String terms : indexed) {
      long count = session.number(COUNTED, terms, MOST);
      if (count < fewest) {
        rarest = terms;
        fewest = count;
      }
    }
    Ids ids = new Ids();
    session.each(row -> ids.add(row.getLong(1)), NEWEST, rarest, MOST);
    if (fewest == MOST && indexed.size() > 1) {
      String together = String.join(" AND ", indexed);
      session.each(row -> ids.add(row.getLong(1)), NEWEST, together, MOST);
    }
    return ids.sorted();
  }

  private static long[] without(long[] ids, long[] excluded) {
    long[] sorted = excluded.clone();
    Arrays.sort(sorted);
    return Arrays.stream(ids).filter(id -> Arrays.binarySearch(sorted, id) < 0).toArray();
  }
}

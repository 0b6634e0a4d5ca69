package quire.storage.sqlite.read;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import quire.api.Entity;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.terms.Ids;
import quire.storage.sqlite.terms.IndexQuery;
import quire.text.NameRank;
import quire.text.SearchQuery;
import quire.text.StoredText;

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

  private static final String REST_OF_TEXT =
      """
      iif(instr(lower(o.text), ?2) AND (?4 OR octet_length(o.text) = length(o.text)),
        NULL, o.text)\
      """;

  /**
   * Columns: entity and rank as {@link Hits} keeps them; what still has to be compared. Parameters:
   * 1 the index query, 2 the query in its full form, 3 the most rows, 4 whether that is its only
   * form, so that a text with accents holds it if it does as it stands.
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

  long[] find(String text) throws SQLException {
    SearchQuery query = SearchQuery.of(text);
    long[] literal = holding(query, ALL).hits().ranked();
    if (!query.asksForWords()) {
      return literal;
    }
    long[] others = without(holdingAll(query), literal);
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

  private Found holding(SearchQuery query, int mostRows) throws SQLException {
    Hits hits = new Hits();
    int rows = 0;
    try (ResultSet row = query(query, mostRows).executeQuery()) {
      for (; row.next(); rows++) {
        String rest = row.getString(2);
        if (rest == null) {
          hits.addKey(row.getLong(1));
        } else {
          compare(row.getLong(1), rest, query, hits);
        }
      }
    }
    return new Found(hits, rows);
  }

  private PreparedStatement query(SearchQuery query, int mostRows) throws SQLException {
    String terms = IndexQuery.any(query.forms());
    PreparedStatement statement = session.prepare(terms.isEmpty() ? SCANNED : INDEXED);
    statement.setString(1, terms.isEmpty() ? null : terms);
    statement.setString(2, StoredText.encode(query.full()));
    statement.setInt(3, mostRows);
    statement.setBoolean(4, query.forms().size() == 1);
    return statement;
  }

  /**
   * @param stored an observation, or a name and a type, which alone have NUL between them
   */
  private static void compare(long key, String stored, SearchQuery query, Hits hits) {
    String[] texts = stored.split("\0", -1);
    String first = StoredText.decode(texts[0]);
    if (query.isIn(first)) {
      hits.addKey(key, texts.length == 1 ? NameRank.ELSEWHERE : query.rank(first));
    } else if (texts.length > 1 && query.isIn(StoredText.decode(texts[1]))) {
      hits.addKey(key, NameRank.ELSEWHERE);
    }
  }

  private long[] holdingAll(SearchQuery query) throws SQLException {
    Hits hits = new Hits();
    EntityRows.each(
        session,
        candidates(query.words()),
        (id, entity) -> {
          if (query.wordsAreIn(texts(entity))) {
            hits.add(id, query.wordRank(entity.name()));
          }
        });
    return hits.ranked();
  }

  private static List<String> texts(Entity entity) {
    List<String> texts = new ArrayList<>(entity.observations().size() + 2);
    texts.add(entity.name());
    texts.add(entity.type());
    texts.addAll(entity.observations());
    return texts;
  }

  /**
   * {@return some entities, among them all that hold all of the words; but where each word is in
   * many facts, only newer ones}
   */
  private long[] candidates(List<String> words) throws SQLException {
    List<String> longestFirst = new ArrayList<>(words);
    longestFirst.sort((one, other) -> other.length() - one.length());
    for (String word : longestFirst) {
      Found found = holding(SearchQuery.ofWord(word), FEW);
      if (found.rows() < FEW) {
        return found.hits().byCreation();
      }
    }
    List<String> indexed =
        longestFirst.stream().map(IndexQuery::of).filter(terms -> !terms.isEmpty()).toList();
    return indexed.isEmpty()
        ? holding(SearchQuery.ofWord(longestFirst.getFirst()), MOST).hits().byCreation()
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
      String together = IndexQuery.all(indexed);
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

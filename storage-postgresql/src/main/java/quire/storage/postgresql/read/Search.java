package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.Relation;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Grams;
import quire.text.NameRank;
import quire.text.SearchQuery;
import quire.text.StoredText;

/**
 * Finds the entities that match a query (R8): those that hold it literally, then those that hold
 * all of its words, each by rank and then by creation.
 *
 * <p>The index or, for what is too short for it, a look at every fact gives candidates. The server
 * compares those that are ASCII; only the others are brought over and compared here, because its
 * case rules are not Java's. The questions for the query and for its words travel together.
 */
@SuppressWarnings("InlineFormatString") // a statement is read best by itself
final class Search {
  /** So many entities are read faster than the index is asked for another word. */
  private static final int FEW = 64;

  /** So many facts of a word are looked at when each of the words is in more. */
  private static final int MOST = 1000;

  /**
   * Columns: entity, rank, and the name and type or the text that still has to be compared.
   * Parameters: the query in its full form, its condition's, whether that is its only form, its
   * condition's.
   */
  private static final String HITS =
      """
      WITH q AS (SELECT ?::text AS t)
      SELECT id, rank, name, type, text FROM (
        SELECT e.id, CASE WHEN ascii THEN CASE strpos(lower(e.name), q.t)
            WHEN 0 THEN 3 WHEN 1 THEN (length(e.name) > length(q.t))::int ELSE 2 END ELSE 3 END AS rank,
          CASE WHEN NOT ascii THEN e.name END AS name, CASE WHEN NOT ascii THEN e.type END AS type,
          NULL AS text
        FROM (SELECT *, octet_length(name) + octet_length(type) = length(name) + length(type) AS ascii
            FROM $m.entity WHERE %1$s) e CROSS JOIN q
        WHERE NOT ascii OR strpos(lower(e.name), q.t) > 0 OR strpos(lower(e.type), q.t) > 0
        UNION ALL
        SELECT o.entity_id, 3, NULL, NULL, CASE WHEN NOT sure THEN o.text END
        FROM (SELECT entity_id, text, octet_length(text) = length(text) AS ascii,
            strpos(lower(text), (SELECT t FROM q)) > 0 AND (?::bool OR octet_length(text) = length(text)) AS sure
            FROM $m.observation WHERE %1$s) o
        WHERE sure OR NOT ascii) f
      """;

  private static final String ONE_FORM = "grams @> ?::int[]";
  private static final String TWO_FORMS = "(grams @> ?::int[] OR grams @> ?::int[])";
  private static final String EVERY = "true";

  private final Session session;

  Search(Session session) {
    this.session = session;
  }

  Graph find(String text) throws SQLException {
    SearchQuery query = SearchQuery.of(text);
    Message message = new Message().beginReading().run(Tuning.SEARCH);
    Hits literal = new Hits();
    ask(message, query, literal, "");
    List<Candidates> words = new ArrayList<>();
    if (query.asksForWords()) {
      query.words().stream()
          .sorted(Comparator.comparingInt(word -> -word.length()))
          .forEach(word -> words.add(Candidates.of(message, word)));
    }
    var _ = session.send(message);
    List<Long> found = literal.ranked();
    Set<Long> others = new HashSet<>(candidates(words));
    found.forEach(others::remove);
    return read(query, found, others);
  }

  private static void ask(Message message, SearchQuery query, Hits hits, String limit) {
    List<String> grams = query.forms().stream().map(Grams::query).toList();
    String condition = grams.contains("") ? EVERY : grams.size() == 1 ? ONE_FORM : TWO_FORMS;
    List<Object> values = new ArrayList<>();
    values.add(StoredText.encode(query.full()));
    if (!condition.equals(EVERY)) {
      values.addAll(grams);
    }
    values.add(query.forms().size() == 1);
    if (!condition.equals(EVERY)) {
      values.addAll(grams);
    }
    message.ask(HITS.formatted(condition) + limit, row -> hits.read(row, query), values.toArray());
  }

  /** The entities that may hold a word: all of them if they are few. */
  private record Candidates(String grams, Hits few) {
    static Candidates of(Message message, String word) {
      Hits few = new Hits();
      ask(message, SearchQuery.ofWord(word), few, " LIMIT " + FEW);
      return new Candidates(Grams.query(word), few);
    }

    boolean areAll() {
      return few.rows < FEW;
    }
  }

  /**
   * {@return some entities, among them all that hold all of the words; but where each word is in
   * many facts, only those of the newest}
   */
  private List<Long> candidates(List<Candidates> words) throws SQLException {
    if (words.isEmpty()) {
      return List.of();
    }
    for (Candidates word : words) {
      if (word.areAll()) {
        return word.few().ids();
      }
    }
    List<String> indexed =
        words.stream().map(Candidates::grams).filter(grams -> !grams.isEmpty()).toList();
    return indexed.isEmpty() ? words.getFirst().few().ids() : newest(indexed);
  }

  /** {@return the entities of the newest facts that hold one word, or all words at once} */
  private List<Long> newest(List<String> indexed) throws SQLException {
    List<Newest> asked = new ArrayList<>();
    indexed.forEach(grams -> asked.add(new Newest(grams, MOST)));
    if (indexed.size() > 1) {
      asked.add(new Newest(together(indexed), MOST));
    }
    for (List<Newest> some : NewestFacts.ofMessages(asked)) {
      Message message = new Message().run(Tuning.PLAN_ONCE);
      var _ = NewestFacts.ask(some, NewestFacts.Reach.USUAL, message);
      var _ = session.send(message.run(Tuning.PLAN_EACH_TIME));
    }
    return asked.stream().flatMap(newest -> newest.entities().stream()).distinct().toList();
  }

  private static String together(List<String> grams) {
    return grams.stream()
        .map(array -> array.substring(1, array.length() - 1))
        .reduce((one, other) -> one + "," + other)
        .map(all -> "{" + all + "}")
        .orElseThrow();
  }

  /** Reads the hits and those candidates that turn out to be hits too, with what touches them. */
  private Graph read(SearchQuery query, List<Long> literal, Set<Long> candidates)
      throws SQLException {
    List<Long> wanted = new ArrayList<>(literal);
    wanted.addAll(candidates);
    long[] ids = wanted.stream().mapToLong(id -> id).toArray();
    Map<Long, Entity> entities = new LinkedHashMap<>();
    List<Relation> relations = new ArrayList<>();
    GraphRows.Entities rows = new GraphRows.Entities(entities::put);
    var _ =
        session.send(
            new Message()
                .ask(GraphRows.THESE, rows, ids)
                .ask(GraphRows.RELATIONS_OF_THESE, new GraphRows.Relations(relations::add), ids)
                .commit());
    rows.finish();
    Hits words = new Hits();
    for (long id : candidates) {
      Entity entity = entities.get(id);
      if (entity != null && query.wordsAreIn(texts(entity))) {
        words.add(id, query.wordRank(entity.name()));
      }
    }
    List<Entity> found = new ArrayList<>();
    literal.forEach(id -> found.add(entities.get(id)));
    words.ranked().forEach(id -> found.add(entities.get(id)));
    return graph(found, relations, candidates.isEmpty());
  }

  private static Graph graph(List<Entity> found, List<Relation> relations, boolean touching) {
    if (touching) {
      return new Graph(found, relations);
    }
    Set<String> names = new HashSet<>();
    found.forEach(entity -> names.add(entity.name()));
    return new Graph(
        found,
        relations.stream()
            .filter(relation -> names.contains(relation.from()) || names.contains(relation.to()))
            .toList());
  }

  private static List<String> texts(Entity entity) {
    List<String> texts = new ArrayList<>(entity.observations().size() + 2);
    texts.add(entity.name());
    texts.add(entity.type());
    texts.addAll(entity.observations());
    return texts;
  }

  /** Entities that were found, each with the rank of its best fact. */
  private static final class Hits {
    private final Map<Long, Integer> ranks = new LinkedHashMap<>();
    private int rows;

    void read(ResultSet row, SearchQuery query) throws SQLException {
      rows++;
      long id = row.getLong(1);
      String name = row.getString(3);
      String text = row.getString(5);
      if (name != null) {
        compare(id, StoredText.decode(name), StoredText.decode(row.getString(4)), query);
      } else if (text == null || query.isIn(StoredText.decode(text))) {
        add(id, row.getInt(2));
      }
    }

    private void compare(long id, String name, String type, SearchQuery query) {
      if (query.isIn(name)) {
        add(id, query.rank(name));
      } else if (query.isIn(type)) {
        add(id, NameRank.ELSEWHERE);
      }
    }

    void add(long id, int rank) {
      ranks.merge(id, rank, Math::min);
    }

    List<Long> ids() {
      return List.copyOf(ranks.keySet());
    }

    /** {@return the ids by rank, and of one rank by creation} */
    List<Long> ranked() {
      return ranks.entrySet().stream()
          .sorted(
              Comparator.<Map.Entry<Long, Integer>>comparingInt(Map.Entry::getValue)
                  .thenComparingLong(Map.Entry::getKey))
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}

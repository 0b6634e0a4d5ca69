package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import quire.storage.postgresql.server.Message;

/**
 * The newest facts of a memory, looked through once for several questions.
 *
 * <p>The index of terms has no order: of a word that is in most facts it would give a hundred
 * thousand, to be sorted for the newest thousand. A sample of the history says which questions are
 * so frequent. Their terms are looked for in the newest few thousand facts, all at once, which
 * mostly answers them, and later ones as well. Of another question as many facts as are wanted, and
 * one more, are fetched from the index in any order, which is all there are of a selective word. If
 * there are more, or not enough of a frequent one was near, the newest observations are walked
 * through far back; and if that is not enough, all hits are sorted after all. A part of a statement
 * whose condition is false is not carried out.
 */
@SuppressWarnings("InlineFormatString") // a statement is read best by itself
final class NewestFacts {
  /** More would make a statement long; further ones go into another one. */
  private static final int MOST_QUESTIONS = 8;

  /**
   * More in one message would be tens of kilobytes, while the server already answers with thousands
   * of rows: both could wait for the other one to read.
   */
  private static final int MOST_AT_ONCE = 2 * MOST_QUESTIONS;

  /** Each has a bit. */
  private static final int MOST_TERMS = 60;

  /** Of how many places in the history the sample is: what is new may be of another subject. */
  private static final int PARTS = 4;

  /**
   * How far is looked.
   *
   * @param near the newest facts that are looked through for frequent terms
   * @param sample facts of the whole history, which say what is frequent
   * @param far the newest observations that are walked through for what is in too many facts
   * @param hopeful so many of the near facts promise enough in the far ones
   */
  record Reach(int near, int sample, int far, int hopeful) {
    /** So many observations are walked through in about the time that sorting many hits takes. */
    static final Reach USUAL = new Reach(4_000, 128, 40_000, 100);
  }

  /** What a row is; from 0 on, it is a fact of the question of this number. */
  private static final int TERMS = -2;

  private static final int NEAR_FACT = -1;

  /**
   * Which near fact has which terms, if more than one question is frequent: a single one is quicker
   * walked back for. Parameters: the terms of each question, then each term.
   */
  private static final String NEAR_FACTS =
      """
      WITH sampled AS MATERIALIZED (
        SELECT %1$s FROM (SELECT max(id) AS n FROM $m.observation) newest
        CROSS JOIN generate_series(1, %2$d) part
        CROSS JOIN LATERAL (
          SELECT grams FROM (
            SELECT id, grams FROM $m.observation UNION ALL SELECT id, grams FROM $m.entity) f
          WHERE id <= newest.n * part / %2$d ORDER BY id DESC LIMIT %3$d) sample),
      frequent AS MATERIALIZED (
        SELECT *, CASE WHEN %4$s > 1 THEN %5$d ELSE 0 END AS reach FROM sampled),
      near AS MATERIALIZED (
        SELECT id, entity_id, %6$s AS terms FROM (
          SELECT id, entity_id, grams FROM $m.observation
          UNION ALL SELECT id, id, grams FROM $m.entity) f
        ORDER BY id DESC LIMIT (SELECT reach FROM frequent)),
      hits AS MATERIALIZED (SELECT %7$s FROM near)
      SELECT (SELECT CASE reach WHEN 0 THEN 0 ELSE %8$s END FROM frequent),
        (SELECT count(*) FROM near), (SELECT reach FROM frequent), %9$d
      UNION ALL SELECT id, entity_id, terms, %10$d FROM near WHERE terms <> 0
      """;

  /** The same where they were looked through before. Parameters: of each question, as above. */
  private static final String KNOWN_HITS =
      """
      WITH hits AS MATERIALIZED (SELECT %1$s)
      SELECT 0, 0, 0, 0 WHERE false
      """;

  /**
   * What the near facts do not answer: q are the hits among them, w whether the index is asked at
   * once. Parameters: five times the terms.
   */
  private static final String QUESTION =
      """
      UNION ALL SELECT id, entity_id, 0, %1$d FROM (
        WITH few AS MATERIALIZED (
          (SELECT id, entity_id FROM $m.observation
            WHERE grams @> ?::int[] AND (SELECT w%1$d FROM hits) LIMIT %2$d + 1)
          UNION ALL
          (SELECT id, id FROM $m.entity
            WHERE grams @> ?::int[] AND (SELECT w%1$d FROM hits) LIMIT %2$d + 1)),
        many AS MATERIALIZED (SELECT (SELECT count(*) FROM few) > %2$d
          OR (SELECT NOT w%1$d AND q%1$d < %2$d FROM hits) AS yes),
        far AS MATERIALIZED (
          SELECT id, entity_id FROM (
            SELECT id, entity_id, grams FROM $m.observation ORDER BY id DESC LIMIT %3$d) t
          WHERE grams @> ?::int[] AND (SELECT yes FROM many)
          ORDER BY id DESC LIMIT %2$d),
        short AS MATERIALIZED (
          SELECT (SELECT yes FROM many) AND (SELECT count(*) FROM far) < %2$d AS yes)
        SELECT * FROM few WHERE NOT (SELECT yes FROM many)
        UNION ALL SELECT * FROM far WHERE NOT (SELECT yes FROM short)
        UNION ALL (SELECT * FROM (SELECT id, id FROM $m.entity
            WHERE grams @> ?::int[] AND (SELECT yes FROM many) OFFSET 0) e(id, entity_id)
          ORDER BY id DESC LIMIT %2$d)
        UNION ALL (SELECT * FROM (SELECT id, entity_id FROM $m.observation
            WHERE grams @> ?::int[] AND (SELECT yes FROM short) OFFSET 0) o
          ORDER BY id DESC LIMIT %2$d)) q%1$d
      """;

  private record Near(Newest.Found fact, long terms) {}

  private final Reach reach;
  private final List<Newest> questions;
  private final List<Integer> terms;
  private final long[] bits;
  private final List<Near> near = new ArrayList<>();
  private long frequent;
  private boolean areAll;

  private NewestFacts(List<Newest> questions, Reach reach) {
    this.reach = reach;
    this.questions = questions;
    this.terms =
        questions.stream()
            .flatMap(question -> question.terms().stream())
            .distinct()
            .limit(MOST_TERMS)
            .toList();
    this.bits = questions.stream().mapToLong(this::bits).toArray();
  }

  /** {@return the bits of its terms, 0 if not each has one} */
  private long bits(Newest question) {
    long all = 0;
    for (int term : question.terms()) {
      int place = terms.indexOf(term);
      if (place < 0) {
        return 0;
      }
      all |= 1L << place;
    }
    return all;
  }

  /**
   * Adds questions to a message. A plan for any terms takes them from the index, which is right for
   * all that are not frequent.
   *
   * @return what then knows the newest facts
   */
  static List<NewestFacts> ask(List<Newest> questions, Reach reach, Message message) {
    List<NewestFacts> all = new ArrayList<>();
    List<Newest> far = questions.stream().filter(one -> one.nearHits().isPresent()).toList();
    for (List<Newest> some : parts(far, MOST_QUESTIONS)) {
      askFar(some, reach, message);
    }
    List<Newest> others = questions.stream().filter(one -> one.nearHits().isEmpty()).toList();
    for (List<Newest> some : parts(others, MOST_QUESTIONS)) {
      NewestFacts facts = new NewestFacts(some, reach);
      facts.askNear(message);
      all.add(facts);
    }
    return all;
  }

  /** {@return the questions, as many together as a message may have} */
  static List<List<Newest>> ofMessages(List<Newest> questions) {
    return parts(questions, MOST_AT_ONCE);
  }

  private static List<List<Newest>> parts(List<Newest> questions, int most) {
    List<List<Newest>> parts = new ArrayList<>();
    for (int from = 0; from < questions.size(); from += most) {
      parts.add(questions.subList(from, Math.min(from + most, questions.size())));
    }
    return parts;
  }

  private static void askFar(List<Newest> questions, Reach reach, Message message) {
    List<Object> values = new ArrayList<>();
    for (Newest question : questions) {
      long hits = question.nearHits().orElseThrow();
      values.add(hits);
      values.add(hits < reach.hopeful());
    }
    String hits = each(questions.size(), "?::int8 AS q%1$d, ?::bool AS w%1$d", ", ");
    var _ =
        message.ask(
            KNOWN_HITS.formatted(hits) + questions(questions, reach, values),
            row -> questions.get(row.getInt(4)).add(found(row)),
            values.toArray());
  }

  private void askNear(Message message) {
    List<Object> values = new ArrayList<>();
    questions.forEach(question -> values.add(question.grams()));
    values.addAll(terms);
    String sql =
        NEAR_FACTS.formatted(
            each(questions.size(), "count(*) FILTER (WHERE grams @> ?::int[]) AS n%1$d", ", "),
            PARTS,
            reach.sample() / PARTS,
            each(questions.size(), i -> isFrequent(i) + "::int", " + "),
            reach.near(),
            each(
                terms.size(),
                term ->
                    "CASE WHEN (SELECT %s FROM frequent) AND ? = ANY(grams) THEN %d ELSE 0 END"
                        .formatted(isWanted(term), 1L << term),
                " + "),
            each(questions.size(), this::hits, ", "),
            each(
                terms.size(),
                term -> "CASE WHEN %s THEN %d ELSE 0 END".formatted(isWanted(term), 1L << term),
                " + "),
            TERMS,
            NEAR_FACT);
    var _ = message.ask(sql + questions(questions, reach, values), this::read, values.toArray());
  }

  private static String each(int count, IntFunction<String> piece, String between) {
    return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining(between));
  }

  private static String each(int count, String piece, String between) {
    return each(count, piece::formatted, between);
  }

  /**
   * {@return a condition: as many near facts as are wanted would have its terms, as in the sample}
   */
  private String isFrequent(int question) {
    return bits[question] == 0
        ? "false"
        : "(n%d >= %d)"
            .formatted(
                question,
                Math.ceilDiv(reach.sample() * questions.get(question).limit(), reach.near()));
  }

  /** {@return a condition: the term belongs to a frequent question} */
  private String isWanted(int term) {
    return "("
        + IntStream.range(0, bits.length)
            .filter(question -> (bits[question] >> term & 1) == 1)
            .mapToObj(this::isFrequent)
            .collect(Collectors.joining(" OR ", "false OR ", ""))
        + ")";
  }

  private static String questions(List<Newest> questions, Reach reach, List<Object> values) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < questions.size(); i++) {
      Newest question = questions.get(i);
      sql.append(QUESTION.formatted(i, question.limit(), reach.far()));
      for (int times = 0; times < 5; times++) {
        values.add(question.grams());
      }
    }
    return sql.toString();
  }

  /** {@return how many near facts have its terms, and whether the index is to be asked} */
  private String hits(int question) {
    String hits =
        bits[question] == 0
            ? "0::int8"
            : "count(*) FILTER (WHERE terms & %1$d = %1$d)".formatted(bits[question]);
    return "%1$s AS q%2$d, NOT (SELECT %3$s FROM frequent) AND %1$s < %4$d AS w%2$d"
        .formatted(hits, question, isFrequent(question), reach.hopeful());
  }

  private static Newest.Found found(ResultSet row) throws SQLException {
    return new Newest.Found(row.getLong(1), row.getLong(2));
  }

  private void read(ResultSet row) throws SQLException {
    int what = row.getInt(4);
    switch (what) {
      case TERMS -> {
        frequent = row.getLong(1);
        areAll = frequent != 0 && row.getLong(2) < row.getLong(3);
      }
      case NEAR_FACT -> addNear(found(row), row.getLong(3));
      default -> questions.get(what).add(found(row));
    }
  }

  private void addNear(Newest.Found fact, long itsTerms) {
    near.add(new Near(fact, itsTerms));
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != 0 && (itsTerms & bits[i]) == bits[i]) {
        questions.get(i).add(fact);
      }
    }
  }

  /** {@return whether the near facts answer this question} Then it has its answer. */
  boolean answers(Newest question) {
    long wanted = bits(question);
    if (wanted == 0 || (frequent & wanted) != wanted) {
      return false;
    }
    List<Near> having = near.stream().filter(fact -> (fact.terms() & wanted) == wanted).toList();
    if (having.size() < question.limit() && !areAll) {
      question.knowNearHits(having.size());
      return false;
    }
    having.forEach(fact -> question.add(fact.fact()));
    return true;
  }
}

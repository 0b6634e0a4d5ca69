package quire.storage.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Session;
import quire.text.StoredText;
import quire.text.Trigrams;

/** Looks for what is wrong in a store: in SQLite's structures, in ours, and in the index. */
final class Checkup {
  private static final int MOST_SENTENCES = 100;

  /** Each asks for a number that is 0 in a sound store. */
  private static final Map<String, String> INVARIANTS =
      Map.of(
          "observations stand twice on one entity",
              """
              SELECT count(*) FROM (SELECT 1 FROM observations
                GROUP BY entity_id, hash, text HAVING count(*) > 1)
              """,
          "numbers belong to two facts",
              """
              SELECT count(*) FROM (SELECT id FROM entities UNION ALL SELECT id FROM observations
                UNION ALL SELECT id FROM relations UNION ALL SELECT id FROM removals
                UNION ALL SELECT added_id FROM removals) GROUP BY id HAVING count(*) > 1
              """,
          "kept texts belong to no removal",
              """
              SELECT count(*) FROM removed_texts WHERE id NOT IN (SELECT id FROM removals)
              """,
          "facts were written by an unknown call",
              """
              SELECT count(*) FROM (SELECT id FROM entities UNION ALL SELECT id FROM observations
                UNION ALL SELECT id FROM relations UNION ALL SELECT id FROM removals)
              WHERE id < coalesce((SELECT min(id) FROM writes), 9223372036854775807)
              """);

  private final Session session;
  private final List<String> problems = new ArrayList<>();

  private Checkup(Session session) {
    this.session = session;
  }

  static List<String> problems(Opener opener) throws SQLException {
    opener.check();
    // A connection of its own: the others may not make the temporary view of the index.
    try (Session session = opener.openWriter()) {
      session.allowAll();
      session.run("BEGIN");
      Checkup checkup = new Checkup(session);
      checkup.run();
      return List.copyOf(checkup.problems);
    }
  }

  private void run() throws SQLException {
    try {
      structure();
      if (problems.isEmpty()) {
        invariants();
        index();
      }
    } catch (SQLException e) {
      if (!Failures.isDamage(e)) {
        throw e;
      }
      add("SQLite stopped at a damaged page, and looked no further");
    }
  }

  private void structure() throws SQLException {
    session.each(
        row -> {
          String result = row.getString(1);
          if (!"ok".equals(result)) {
            add("SQLite's integrity check says: " + result);
          }
        },
        "PRAGMA integrity_check(" + MOST_SENTENCES + ")");
    session.each(
        row ->
            add(
                "Row %d of table %s points to a row of %s that is not there"
                    .formatted(row.getLong(2), row.getString(1), row.getString(3))),
        "PRAGMA foreign_key_check");
  }

  private void invariants() throws SQLException {
    for (Map.Entry<String, String> invariant : INVARIANTS.entrySet()) {
      long count = session.number(invariant.getValue());
      if (count > 0) {
        add("%d %s".formatted(count, invariant.getKey()));
      }
    }
  }

  /** Compares how often each term stands in the index with how often it stands in the facts. */
  private void index() throws SQLException {
    session.run(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.gram_terms USING fts5vocab(main, grams, row)");
    Map<String, Long> expected = new HashMap<>();
    session.each(
        row -> count(expected, row.getString(1), row.getString(2)),
        "SELECT name, type FROM entities");
    session.each(row -> count(expected, row.getString(1)), "SELECT text FROM observations");
    session.each(
        row -> {
          long actual = row.getLong(2);
          Long wanted = expected.remove(row.getString(1));
          if (wanted == null || wanted != actual) {
            add(
                "The search index has \"%s\" %d times, the facts have it %d times"
                    .formatted(row.getString(1), actual, wanted == null ? 0 : wanted));
          }
        },
        "SELECT term, doc FROM temp.gram_terms");
    expected.forEach(
        (term, wanted) ->
            add(
                "The search index lacks \"%s\", the facts have it %d times"
                    .formatted(term, wanted)));
  }

  private static void count(Map<String, Long> expected, String... texts) {
    StringBuilder terms = new StringBuilder();
    for (String text : texts) {
      terms.append(Trigrams.of(StoredText.decode(text)));
    }
    terms
        .toString()
        .lines()
        .flatMap(line -> Arrays.stream(line.split(" ")))
        .filter(term -> !term.isEmpty())
        .distinct()
        .forEach(term -> expected.merge(term, 1L, Long::sum));
  }

  private void add(String problem) {
    if (problems.size() < MOST_SENTENCES) {
      problems.add(problem);
    }
  }
}

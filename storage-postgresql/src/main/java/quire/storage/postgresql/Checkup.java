package quire.storage.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.server.Session;
import quire.storage.postgresql.terms.Grams;
import quire.storage.postgresql.terms.Keys;
import quire.text.StoredText;

/** Looks for what is wrong in a memory, without changing it. */
final class Checkup {
  private static final int MOST_SENTENCES = 100;

  /** A question may take so long on a large memory. */
  private static final int SECONDS = 600;

  /** Rows whose keys and terms are computed again; the newest, which were written last. */
  private static final int SAMPLE = 2_000;

  /** Each asks for a number that is 0 in a sound memory. */
  private static final Map<String, String> INVARIANTS = new LinkedHashMap<>();

  static {
    INVARIANTS.put(
        "observations belong to no entity",
        """
        SELECT count(*) FROM $m.observation o
        WHERE NOT EXISTS(SELECT FROM $m.entity e WHERE e.id=o.entity_id)
        """);
    INVARIANTS.put(
        "numbers belong to two facts",
        """
        SELECT count(*) FROM (SELECT id FROM (SELECT id FROM $m.entity
            UNION ALL SELECT id FROM $m.observation UNION ALL SELECT id FROM $m.relation
            UNION ALL SELECT id FROM $m.removal UNION ALL SELECT added_id FROM $m.removal) f
          GROUP BY id HAVING count(*) > 1) twice
        """);
    INVARIANTS.put(
        "facts were written by an unknown call",
        """
        SELECT count(*) FROM (SELECT id FROM $m.entity UNION ALL SELECT id FROM $m.observation
            UNION ALL SELECT id FROM $m.relation UNION ALL SELECT id FROM $m.removal) f
        WHERE NOT EXISTS(SELECT FROM (SELECT last FROM $m.write WHERE first <= f.id
          ORDER BY first DESC LIMIT 1) w WHERE w.last >= f.id)
        """);
    INVARIANTS.put(
        "calls share their numbers with others",
        """
        SELECT count(*) FROM (SELECT first, lag(last) OVER (ORDER BY first) AS before
          FROM $m.write) w WHERE before >= first
        """);
    INVARIANTS.put(
        "calls have no author",
        """
        SELECT count(*) FROM $m.write w
        WHERE NOT EXISTS(SELECT FROM $m.author a WHERE a.id=w.author_id)
        """);
    INVARIANTS.put(
        "indexes are not valid",
        """
        SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid=i.indrelid
        WHERE c.relnamespace='$m'::regnamespace AND NOT i.indisvalid
        """);
  }

  private final Session session;
  private final List<String> problems = new ArrayList<>();

  Checkup(Session session) {
    this.session = session;
  }

  List<String> problems() throws SQLException {
    session.allow(SECONDS);
    try {
      Message message = new Message().beginReading();
      INVARIANTS.forEach(
          (sentence, question) ->
              message.ask(
                  question.strip(),
                  row -> {
                    if (row.getLong(1) > 0) {
                      add("%d %s".formatted(row.getLong(1), sentence));
                    }
                  }));
      message
          .ask(
              "SELECT id, key::text, grams::text, name, type FROM $m.entity ORDER BY id DESC LIMIT "
                  + SAMPLE,
              this::checkEntity)
          .ask(
              "SELECT id, key::text, grams::text, text FROM $m.observation ORDER BY id DESC LIMIT "
                  + SAMPLE,
              this::checkObservation)
          .commit();
      var _ = session.send(message);
    } finally {
      session.allow(Session.USUAL_SECONDS);
    }
    return List.copyOf(problems);
  }

  private void checkEntity(ResultSet row) throws SQLException {
    String name = StoredText.decode(row.getString(4));
    check(
        row,
        "entity",
        Keys.of(name).toString(),
        Grams.of(name, StoredText.decode(row.getString(5))));
  }

  private void checkObservation(ResultSet row) throws SQLException {
    String text = StoredText.decode(row.getString(4));
    check(row, "observation", Keys.of(text).toString(), Grams.of(text));
  }

  private void check(ResultSet row, String kind, String key, String grams) throws SQLException {
    if (!row.getString(2).equals(key)) {
      add("The key of %s %d is not that of its text".formatted(kind, row.getLong(1)));
    }
    if (!row.getString(3).equals(grams)) {
      add("The search terms of %s %d are not those of its text".formatted(kind, row.getLong(1)));
    }
  }

  private void add(String problem) {
    if (problems.size() < MOST_SENTENCES) {
      problems.add(problem);
    }
  }
}

package quire.storage.sqlite.file;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.Locale;
import quire.text.Fold;
import quire.text.Scripts;
import quire.text.StoredText;
import quire.text.Trigrams;

/** Writes the index of terms anew where the rule of what a term is has changed. */
final class Reindexing {
  private static final int BATCH = 1_000;

  private Reindexing() {}

  /**
   * From format 2 to 3: the full form of a text (ß as ss, accents in either form), pairs of
   * characters in Thai and its relatives, and one small sigma for the ranking. A store has the new
   * index already if none of its texts holds such a thing, which is soon seen; otherwise all is
   * written anew, because the index can only forget what it is told exactly.
   */
  static void ofChangedTerms(Session session) throws SQLException {
    boolean[] changed = new boolean[1];
    session.each(
        row -> changed[0] |= !changed[0] && isChanged(StoredText.decode(row.getString(1))),
        """
        SELECT text FROM observations WHERE octet_length(text) <> length(text)
        UNION ALL SELECT name || ' ' || type FROM entities
          WHERE octet_length(name || type) <> length(name || type)
        """);
    if (changed[0]) {
      all(session);
    }
  }

  private static boolean isChanged(String text) {
    String parted = Normalizer.normalize(text, Normalizer.Form.NFKD);
    return Fold.forms(text).size() > 1
        || !Fold.simple(parted).equals(parted.toLowerCase(Locale.ROOT))
        || text.chars().anyMatch(c -> c < 0x2E80 && Scripts.isUnspaced(c));
  }

  /** In the order of the numbers, which saves the index a flush each. */
  private static void all(Session session) throws SQLException {
    session.run("INSERT INTO grams(grams) VALUES('delete-all')");
    PreparedStatement facts =
        session.prepare(
            """
            SELECT id, text, '' FROM observations UNION ALL SELECT id, name, type FROM entities
            ORDER BY 1
            """);
    PreparedStatement index =
        session.prepare("INSERT INTO grams(rowid, terms) VALUES(?, CAST(? AS TEXT))");
    int waiting = 0;
    try (ResultSet row = facts.executeQuery()) {
      while (row.next()) {
        String terms =
            Trigrams.of(StoredText.decode(row.getString(2)))
                + Trigrams.of(StoredText.decode(row.getString(3)));
        index.setLong(1, row.getLong(1));
        index.setBytes(2, terms.getBytes(StandardCharsets.UTF_8));
        index.addBatch();
        if (++waiting % BATCH == 0) {
          index.executeLargeBatch();
        }
      }
    }
    index.executeLargeBatch();
  }
}

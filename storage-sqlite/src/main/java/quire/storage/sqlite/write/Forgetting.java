package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import quire.api.Observations;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.read.FactKind;
import quire.text.StoredText;

/** Removes facts with all that the log has of them (R26). */
public final class Forgetting {
  private static final String PAST_TEXTS =
      """
      SELECT t.text FROM removed_texts t JOIN removals r ON r.id=t.id WHERE r.subject=?
      """;

  private final FactWriter writer;
  private final Session session;

  public Forgetting(FactWriter writer) {
    this.writer = writer;
    this.session = writer.session();
  }

  /** {@return how many facts and entries of the log are gone} */
  public long of(List<Observations> items) throws SQLException {
    long gone = 0;
    for (Observations item : items) {
      if (item.texts().isEmpty()) {
        gone += entity(item.entity());
      }
      for (String text : item.texts()) {
        gone += observation(item.entity(), text);
      }
    }
    return gone;
  }

  private long entity(String name) throws SQLException {
    String stored = StoredText.encode(name);
    Set<String> texts = new LinkedHashSet<>();
    long gone = new Deletions(writer).entitiesUnlogged(List.of(name), texts);
    session.each(row -> texts.add(row.getString(1)), PAST_TEXTS, stored);
    gone += forgetTexts(texts);
    gone += session.update("DELETE FROM removals WHERE subject=?1 OR target=?1", stored);
    if (gone > 0) {
      writer.logForgotten(FactKind.ENTITY, "");
    }
    return gone;
  }

  private long observation(String name, String text) throws SQLException {
    Set<String> texts = new LinkedHashSet<>(List.of(StoredText.encode(text)));
    long gone =
        new Deletions(writer).observationsUnlogged(List.of(new Observations(name, List.of(text))));
    gone += forgetTexts(texts);
    if (gone > 0) {
      writer.logForgotten(FactKind.OBSERVATION, StoredText.encode(name));
    }
    return gone;
  }

  /** A removed text goes wherever it stood: its entity may have had other names. */
  private long forgetTexts(Set<String> texts) throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (String text : texts) {
      session.each(
          row -> ids.add(row.getLong(1)), "SELECT id FROM removed_texts WHERE text=?", text);
    }
    for (long id : ids) {
      session.update("DELETE FROM removed_texts WHERE id=?", id);
      session.update("DELETE FROM removals WHERE id=?", id);
    }
    return ids.size();
  }
}

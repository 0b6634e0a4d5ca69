package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Subject.OfObservation;
import quire.api.history.PastGraph;
import quire.storage.sqlite.Stores;

/** From format 3 to 4, and what of a forgotten text is left in the files. */
class KeptTextsTest {
  private static final Schema FORMAT_3 = new Schema(Schema.CURRENT.migrations().subList(0, 3));

  private Path file = Path.of("memory.db");

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  /** A store as format 3 left it: change 4 removed the text of change 2. */
  private void olderStore() throws SQLException {
    try (MemoryStore older = Stores.open(file, FORMAT_3)) {
      older.createEntities(List.of(new Entity("a", "t", List.of("gone", "kept"))), Stores.AUTHOR);
    }
    Stores.sql(
        file,
        "INSERT INTO grams(grams, rowid, terms) VALUES('delete', 2, 'gon one ')",
        "DELETE FROM observations WHERE id=2",
        "INSERT INTO removals(id, added_id, kind, subject) VALUES(4, 2, 2, 'a')");
  }

  @Test
  void anOlderStoreKeepsTextsFromItsFirstOpeningOn() throws SQLException {
    olderStore();
    try (MemoryStore store = Stores.open(file)) {
      assertThat(store.historyStart()).isEqualTo(4);
      assertThat(store.changes(ChangeQuery.after(3, 1)))
          .extracting(Change::subject)
          .containsExactly(new OfObservation("a", Optional.empty()));
      assertThatThrownBy(() -> PastGraph.at(store, 3)).hasMessageContaining("after change 4");

      store.deleteObservations(List.of(new Observations("a", List.of("kept"))), Stores.AUTHOR);
      assertThat(PastGraph.at(store, 4).entities())
          .containsExactly(new Entity("a", "t", List.of("kept")));
      assertThat(store.problems()).isEmpty();
    }
    assertThat(Stores.value(file, "SELECT minimum_reader FROM format")).isEqualTo("1");
    assertThat(Stores.value(file, "SELECT minimum_writer FROM format")).isEqualTo("4");
  }

  @Test
  void anOlderStoreWithoutRemovedTextsHasItsWholeHistory() {
    try (MemoryStore older = Stores.open(file, FORMAT_3)) {
      Stores.create(older, "a");
    }
    try (MemoryStore store = Stores.open(file)) {
      assertThat(store.historyStart()).isZero();
    }
  }

  @Test
  void noFileHoldsAForgottenText() throws IOException {
    String secret = "Xylophon-4711-Geheimnis";
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      Stores.add(store, "a", secret);
      Stores.add(store, "a", secret + " twice");
      store.deleteObservations(List.of(new Observations("a", List.of(secret))), Stores.AUTHOR);
      store.forget(
          List.of(new Observations("a", List.of(secret, secret + " twice"))), Stores.AUTHOR);
      assertThat(holding(secret)).isEmpty();
      assertThat(holding("xyl")).isEmpty();
      assertThat(store.problems()).isEmpty();
    }
  }

  private List<Path> holding(String text) throws IOException {
    List<Path> holding = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file.resolveSibling("."))) {
      for (Path one : files) {
        String bytes = new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          holding.add(one);
        }
      }
    }
    return holding;
  }
}

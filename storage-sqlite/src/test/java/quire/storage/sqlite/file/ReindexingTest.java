package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.Selection;
import quire.storage.sqlite.Stores;

class ReindexingTest {
  private static final Schema FORMAT_2 = new Schema(Schema.CURRENT.migrations().subList(0, 2));

  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  /** Makes a store of format 2 whose index has the terms that format 2 had for these texts. */
  private void olderStore(Entity entity, String... terms) throws SQLException {
    try (MemoryStore older = Stores.open(file, FORMAT_2)) {
      older.createEntities(List.of(entity), Stores.AUTHOR);
    }
    Stores.sql(file, "INSERT INTO grams(grams) VALUES('delete-all')");
    for (int i = 0; i < terms.length; i++) {
      Stores.sql(
          file, "INSERT INTO grams(rowid, terms) VALUES(%d, '%s')".formatted(i + 1, terms[i]));
    }
  }

  private static List<String> found(MemoryStore store, String query) {
    return Stores.read(store, new Selection.Matching(query)).entities().stream()
        .map(Entity::name)
        .toList();
  }

  @Test
  void anOlderStoreFindsByTheNewRuleOnceItIsOpened() throws SQLException {
    olderStore(
        new Entity("way", "t", List.of("Straße", "cafe\u0301", "ดื่มกาแฟ", "οδος")),
        "way ",
        "str tra raß aße ",
        "caf afe fe\u0301 caf afe ",
        "ดื่ ื่ม ่มก มกา กาแ าแฟ ",
        "οδο δοσ οδο δος ");

    try (MemoryStore store = Stores.open(file)) {
      assertThat(found(store, "strasse")).containsExactly("way");
      assertThat(found(store, "café")).containsExactly("way");
      assertThat(found(store, "กาแฟ")).containsExactly("way");
      assertThat(found(store, "way")).containsExactly("way");
      assertThat(store.recall(RecallQuery.of("ΟΔΟΣ", 1)).facts()).hasSize(1);
      assertThat(store.problems()).isEmpty();
    }
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.format());
  }

  @Test
  void whatTheRuleDoesNotTouchKeepsItsIndex() throws SQLException {
    olderStore(new Entity("tea", "t", List.of("crème – 日本")), "nonsense ");

    Stores.open(file).close();
    try (MemoryStore store = Stores.open(file)) {
      assertThat(found(store, "nonsense")).isEmpty();
      assertThat(store.problems()).anyMatch(problem -> problem.contains("\"nonsense\""));
    }
  }

  @Test
  void anOlderVersionGoesOnReadingAndDoesNotWrite() throws SQLException {
    Stores.open(file).close();
    assertThat(Stores.value(file, "SELECT minimum_reader FROM format")).isEqualTo("1");
    assertThat(Stores.value(file, "SELECT minimum_writer FROM format")).isEqualTo(Stores.format());
  }
}

package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreDamagedException;
import quire.api.StoreUnavailableException;

/** R14: what is not sound is refused and left as it is. */
class DamageTest {
  private static final int PAGE = 4096;

  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  @Test
  void aTextFileIsRefused() throws IOException {
    Files.writeString(file, "{\"type\":\"entity\",\"name\":\"a\"}\n".repeat(100));
    assertRefusedAndUntouched("not a database");
  }

  @Test
  void aShortTextFileIsRefused() throws IOException {
    Files.writeString(file, "x");
    assertRefusedAndUntouched("not a database");
  }

  @Test
  void aFolderIsNoStore() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("it is a folder")
        .hasMessageEndingWith(file.resolve("memory.db").toString());
    assertThat(file).isEmptyDirectory();
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws Exception {
    Stores.sql(file, "CREATE TABLE notes(text)", "INSERT INTO notes VALUES('dear')");
    assertRefusedAndUntouched("of another program");
  }

  @Test
  void aDatabaseThatCarriesAnotherProgramsMarkIsRefused() throws Exception {
    Stores.sql(file, "PRAGMA application_id=4711");
    assertRefusedAndUntouched("of another program");
  }

  @Test
  void aCutOffFileIsRefused() throws IOException {
    fill();
    truncate(Files.size(file) / 2 / PAGE * PAGE);
    assertRefusedAndUntouched("is damaged");
  }

  @Test
  void aFileCutOffInItsFirstPageIsRefused() throws IOException {
    fill();
    truncate(1_000);
    assertRefusedAndUntouched("Cannot open");
  }

  @Test
  void aHeaderOverwrittenIsRefused() throws IOException {
    fill();
    overwrite(0, 100);
    assertRefusedAndUntouched("not a database");
  }

  private void assertRefusedAndUntouched(String reason) throws IOException {
    byte[] before = Files.readAllBytes(file);
    StoreDamagedException refused =
        catchThrowableOfType(StoreDamagedException.class, () -> Stores.open(file));
    assertThat(refused)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason)
        .hasMessageContaining("left as it is");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(file.resolveSibling("memory.db-wal")).doesNotExist();
  }

  @Test
  void aDamagedPageIsToldByEveryCallThatMeetsItAndByTheCheck() throws IOException {
    fill();
    overwrite(PAGE, Files.size(file) - PAGE);
    byte[] before = Files.readAllBytes(file);
    try (MemoryStore store = Stores.open(file)) {
      assertThatThrownBy(() -> Stores.read(store, new Selection.Everything()))
          .isInstanceOf(StoreDamagedException.class);
      assertThatThrownBy(() -> Stores.create(store, "new"))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("nothing was written");
    } catch (StoreDamagedException refusedAtOnce) {
      assertThat(refusedAtOnce).hasMessageContaining("left as it is");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void theCheckFindsADamagedIndexEntry() throws Exception {
    fill();
    Stores.sql(file, "INSERT INTO grams(grams, rowid, terms) VALUES('delete', 1, 'nam ame ')");
    try (MemoryStore store = Stores.open(file)) {
      assertThat(store.problems()).anyMatch(problem -> problem.contains("search index"));
    }
  }

  @Test
  void theCheckFindsAnObservationOfNobody() throws Exception {
    fill();
    Stores.sql(file, "INSERT INTO observations VALUES(100000, 99999, 0, 'x')");
    try (MemoryStore store = Stores.open(file)) {
      assertThat(store.problems())
          .anyMatch(problem -> problem.contains("points to a row of entities that is not there"));
    }
  }

  @Test
  void theCheckFindsADamagedPage() throws IOException {
    fill();
    long size = Files.size(file);
    overwrite(size - 3 * PAGE, 2 * PAGE);
    try (MemoryStore store = Stores.open(file)) {
      assertThat(store.problems()).anyMatch(problem -> problem.startsWith("SQLite"));
    }
  }

  @Test
  void aCutOffLogLosesNothingButItsEnd() throws IOException {
    Path copy = file.resolveSibling("copy.db");
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      Stores.create(store, "b");
      // The copies stand in for files after a crash; this test's store does not use them.
      Files.copy(file, copy);
      byte[] log = Files.readAllBytes(file.resolveSibling("memory.db-wal"));
      Files.write(file.resolveSibling("copy.db-wal"), Arrays.copyOf(log, log.length - 100));
    }
    try (MemoryStore store = Stores.open(copy)) {
      assertThat(Stores.names(store)).containsExactly("a");
      assertThat(store.problems()).isEmpty();
      Stores.create(store, "c");
      assertThat(Stores.names(store)).containsExactly("a", "c");
    }
  }

  private void fill() {
    try (MemoryStore store = Stores.open(file)) {
      String[] names = new String[500];
      Arrays.setAll(names, i -> "name " + i);
      Stores.create(store, names);
    }
  }

  private void truncate(long size) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(size);
    }
  }

  private void overwrite(long from, long count) throws IOException {
    byte[] garbage =
        "garbage ".repeat(Math.toIntExact(count / 8 + 1)).getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(from);
      raw.write(garbage, 0, Math.toIntExact(count));
    }
  }
}

package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.storage.sqlite.file.Connector;

/** The write-ahead log does not grow for ever. */
class LogSizeTest {
  private static final int LARGE = 3 * (int) Connector.LOG_SIZE_LIMIT;

  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  private long logSize() throws IOException {
    return Files.size(file.resolveSibling("memory.db-wal"));
  }

  @Test
  void itGrowsUnderALongReaderAndIsCutOnceThatHasEnded() throws Exception {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "before");
      try (GraphSnapshot reader = store.read(new Selection.Everything())) {
        Stores.sql(file, "CREATE TABLE big(x)", "INSERT INTO big VALUES(zeroblob(" + LARGE + "))");
        // Nobody waits for the reader, and it goes on seeing what was there.
        Stores.create(store, "meanwhile");
        assertThat(logSize()).isGreaterThan(LARGE);
        assertThat(reader.toGraph().entities()).hasSize(1);
      }
      // On a busy machine the upkeep may be at it just when the first of them would bring it back.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      int later = 0;
      do {
        Stores.create(store, "brings the log back " + later++);
        Stores.create(store, "begins it anew " + later);
      } while (logSize() > Connector.LOG_SIZE_LIMIT && System.nanoTime() < deadline);
      assertThat(logSize()).isLessThanOrEqualTo(Connector.LOG_SIZE_LIMIT);
    }
  }

  @Tag("long")
  @Test
  void itStaysShortWhileManyReadersComeAndGo() throws Exception {
    String text = "word ".repeat(40_000);
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      for (int i = 0; i < 100; i++) {
        try (GraphSnapshot reader = store.read(new Selection.Everything())) {
          Stores.add(store, "a", i + text);
          assertThat(reader.toGraph().entities()).hasSize(1);
        }
        Stores.add(store, "a", "after " + i);
        assertThat(logSize()).isLessThan(Connector.LOG_SIZE_LIMIT);
      }
      assertThat(Files.size(file)).isGreaterThan(Connector.LOG_SIZE_LIMIT);
    }
  }

  @Test
  void itIsCutOffWhenALongReaderHasLeftAlsoIfNobodyWritesAnyMore() throws Exception {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "before");
      long begun = System.nanoTime();
      try (GraphSnapshot reader = store.read(new Selection.Everything())) {
        Stores.sql(file, "CREATE TABLE big(x)", "INSERT INTO big VALUES(zeroblob(" + LARGE + "))");
        Stores.create(store, "meanwhile");
        assertThat(reader.toGraph().entities()).hasSize(1);
        // A read counts as long after a second.
        while (System.nanoTime() - begun < 1_100_000_000L) {
          Thread.onSpinWait();
        }
      }
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (logSize() > Connector.LOG_TOO_LONG) {
        assertThat(System.nanoTime()).as("waiting for the log").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(Stores.names(store)).containsExactly("before", "meanwhile");
    }
  }
}

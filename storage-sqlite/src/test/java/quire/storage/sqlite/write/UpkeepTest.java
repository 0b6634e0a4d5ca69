package quire.storage.sqlite.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.storage.sqlite.Stores;
import quire.storage.sqlite.file.Connector;

/** What is put off during the calls is done after them. */
class UpkeepTest {
  /** Fewer than make SQLite merge within a commit, and more than are left alone. */
  private static final int CALLS = 10;

  private static final int ENTITIES = 250;

  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  private interface Question {
    long ask() throws SQLException;
  }

  /** {@return the answer, as soon as it is less than a bound or else after some seconds} */
  private static long awaitLess(long bound, Question question) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long answer = question.ask();
    while (answer >= bound && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      answer = question.ask();
    }
    return answer;
  }

  private static void load(MemoryStore store) {
    for (int call = 0; call < CALLS; call++) {
      List<Entity> entities = new ArrayList<>();
      for (int i = 0; i < ENTITIES; i++) {
        String name = "entity " + (call * ENTITIES + i);
        entities.add(new Entity(name, "thing", List.of(name + " likes cheese. ".repeat(100))));
      }
      store.createEntities(entities, Stores.AUTHOR);
    }
  }

  /** The index notes behind its version and the number of its levels how many parts it has. */
  private long partsOfIndex() throws SQLException {
    String noted =
        Stores.value(file, "SELECT hex(substr(block, 6, 1)) FROM grams_data WHERE id=10");
    return Integer.parseInt(noted, 16);
  }

  private long pagesToMove() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
      row.next();
      return row.getLong(2) - row.getLong(3);
    }
  }

  @RepeatedTest(20)
  void nothingUsesTheFilesAfterTheStoreWasClosed() {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(
          store, IntStream.range(0, 500).mapToObj(i -> "name " + i).toArray(String[]::new));
    }
    assertThat(file.resolveSibling("memory.db-wal")).doesNotExist();
  }

  @Test
  void thePartsOfTheIndexAreMergedAndTheLogIsMoved() throws SQLException {
    try (MemoryStore store = Stores.open(file)) {
      load(store);
      assertThat(awaitLess(CALLS, this::partsOfIndex)).isLessThan(CALLS);
      assertThat(awaitLess(Connector.LOG_WORTH_MOVING, this::pagesToMove))
          .isLessThan(Connector.LOG_WORTH_MOVING);
      assertThat(Stores.read(store, new Selection.Matching("cheese")).entities())
          .hasSize(CALLS * ENTITIES);
      assertThat(store.problems()).isEmpty();
    }
  }

  @Test
  void aStoreThatIsClosedMeanwhileIsWhole() {
    try (MemoryStore store = Stores.open(file)) {
      load(store);
    }
    try (MemoryStore store = Stores.open(file)) {
      assertThat(Stores.read(store, new Selection.Matching("cheese")).entities())
          .hasSize(CALLS * ENTITIES);
      assertThat(store.problems()).isEmpty();
    }
  }
}

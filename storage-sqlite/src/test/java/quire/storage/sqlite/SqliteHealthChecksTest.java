package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;
import quire.api.spi.StoreSettings;
import quire.storage.sqlite.Schema.Migration;

class SqliteHealthChecksTest {
  @TempDir private Path folder;

  @Test
  void aSoundStoreInUseHasNoFinding() {
    try (MemoryStore store = open(Schema.CURRENT)) {
      store.createEntities(List.of(new Entity("Ada", "person", List.of("x"))), author());
      long last = store.lastSequence();
      assertThat(verdicts(Schema.CURRENT).values()).containsOnly(Verdict.OK);
      assertThat(store.lastSequence()).isEqualTo(last);
      assertThat(store.problems()).isEmpty();
    }
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    assertThat(verdicts(Schema.CURRENT).values()).containsOnly(Verdict.SKIP);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells who holds a lock")
  void aWriterThatHoldsTheLockIsNamed() throws Exception {
    open(Schema.CURRENT).close();
    Connector connector = new Connector(new StoreFile(file()), settings().durability());
    try (Session writer = connector.connect(1_000)) {
      writer.run("BEGIN IMMEDIATE");
      Map<String, Verdict> verdicts = verdicts(Schema.CURRENT);
      assertThat(verdicts)
          .containsEntry("sqlite-write", Verdict.WARN)
          .containsEntry("sqlite-lock", Verdict.WARN)
          .containsEntry("sqlite-format", Verdict.OK);
      writer.run("ROLLBACK");
    }
  }

  @Test
  void aNewerFormatThatMayOnlyBeReadIsAFailureWithItsRemedy() {
    List<Migration> newer = new ArrayList<>(Schema.CURRENT.migrations());
    newer.add(new Migration(1, newer.size() + 1, List.of("CREATE TABLE later(x)")));
    open(new Schema(newer)).close();
    assertThat(verdicts(Schema.CURRENT))
        .containsEntry("sqlite-format", Verdict.FAIL)
        .containsEntry("sqlite-write", Verdict.SKIP);
  }

  @Test
  void aFileThatIsNoStoreFailsAndStaysAsItIs() throws Exception {
    Files.writeString(
        file(), "no database at all, but long enough to be looked at by SQLite ".repeat(20));
    byte[] before = Files.readAllBytes(file());
    List<HealthCheck> checks = new SqliteHealthChecks(settings(), Schema.CURRENT).all();
    for (HealthCheck check : checks) {
      assertThat(runs(check)).as(check.name()).isFalse();
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  private static boolean runs(HealthCheck check) {
    try {
      return check.run().verdict() == Verdict.OK;
    } catch (Exception refused) {
      return false; // the runner makes a failed check of it
    }
  }

  @Test
  void aSettingThatSqliteDidNotTakeIsAFailure() {
    assertThat(SqliteHealthChecks.judgeSettings(Map.of("journal_mode", "delete")).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(SqliteHealthChecks.judgeSettings(Map.of("journal_mode", "wal")).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void anEngineWithTheDefectIsAFailure() {
    assertThat(SqliteHealthChecks.judgeEngine("3.51.2").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(SqliteHealthChecks.judgeEngine("3.7.17").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(SqliteHealthChecks.judgeEngine("3.51.3").verdict()).isEqualTo(Verdict.OK);
    assertThat(SqliteHealthChecks.judgeEngine("3.54.1").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aLogThatOnlyGrowsIsAWarning() {
    assertThat(SqliteHealthChecks.judgeLog(0).verdict()).isEqualTo(Verdict.OK);
    assertThat(SqliteHealthChecks.judgeLog(100L << 20).verdict()).isEqualTo(Verdict.WARN);
  }

  private Map<String, Verdict> verdicts(Schema schema) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (HealthCheck check : new SqliteHealthChecks(settings(), schema).all()) {
      try {
        verdicts.put(check.name(), check.run().verdict());
      } catch (Exception failure) {
        throw new AssertionError(check.name(), failure);
      }
    }
    return verdicts;
  }

  private MemoryStore open(Schema schema) {
    return SqliteMemoryStore.open(settings(), Clock.systemUTC(), schema);
  }

  private StoreSettings settings() {
    return StoreSettings.at(file());
  }

  private Path file() {
    return folder.resolve("memory.db");
  }

  private static Author author() {
    return new Author("test", "1");
  }
}

package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;
import quire.api.spi.StoreSettings;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Schema.Migration;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;

class SqliteHealthChecksTest {
  @TempDir private Path folder;

  @Test
  void aSoundStoreInUseHasNoFinding() {
    try (MemoryStore store = open(Schema.CURRENT)) {
      store.createEntities(List.of(new Entity("Ada", "person", List.of("x"))), author());
      long last = store.lastSequence();
      assertThat(unwell(Schema.CURRENT)).isEmpty();
      assertThat(store.lastSequence()).isEqualTo(last);
      assertThat(store.problems()).isEmpty();
    }
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    Map<String, Verdict> verdicts = verdicts(Schema.CURRENT);
    verdicts.remove("sqlite-program");
    assertThat(verdicts.values()).containsOnly(Verdict.SKIP);
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
          .containsEntry("sqlite-write", Verdict.SKIP)
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
    for (HealthCheck check : checks.subList(0, checks.size() - 1)) {
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

  /** For each check the state in which it, and no other one, finds something. */
  @Test
  void eachCheckFindsWhatIsItsOwn() throws Exception {
    Map<String, Set<String>> found = new TreeMap<>();
    open(Schema.CURRENT).close();
    found.put("sqlite-write", judged("sqlite-write", SqliteHealthChecks.judgeWrite(true)));
    try (Session writer =
        new Connector(new StoreFile(file()), settings().durability()).connect(1_000)) {
      writer.run("BEGIN IMMEDIATE");
      found.put("sqlite-lock", unwell(Schema.CURRENT));
      writer.run("ROLLBACK");
    }
    open(Stores.with(new Migration(1, Stores.NEXT.version(), List.of("CREATE TABLE later(x)"))))
        .close();
    found.put("sqlite-format", unwell(Schema.CURRENT));
    // What no file can bring about is judged by what SQLite, or the program, would say.
    found.put(
        "sqlite-settings",
        judged("sqlite-settings", SqliteHealthChecks.judgeSettings(Map.of("mmap_size", "9"))));
    found.put("sqlite-engine", judged("sqlite-engine", SqliteHealthChecks.judgeEngine("3.51.2")));
    found.put("sqlite-log", judged("sqlite-log", SqliteHealthChecks.judgeLog(100L << 20)));
    found.put("sqlite-program", judged("sqlite-program", program("3.40.1 2022-12-28").run()));

    assertThat(found.keySet()).isEqualTo(verdicts(Schema.CURRENT).keySet());
    assertThat(found).allSatisfy((name, names) -> assertThat(names).containsExactly(name));
  }

  private static Set<String> judged(String name, Finding finding) {
    return finding.verdict() == Verdict.WARN || finding.verdict() == Verdict.FAIL
        ? Set.of(name)
        : Set.of();
  }

  @Test
  void anySoundOrSilentOrMissingProgramIsFine() throws Exception {
    assertThat(program("3.51.3 2026-03-13").run().verdict()).isEqualTo(Verdict.OK);
    assertThat(program("what?").run().verdict()).isEqualTo(Verdict.SKIP);
    assertThat(new SqliteProgramCheck(folder.resolve("none").toString()).run().verdict())
        .isEqualTo(Verdict.OK);
  }

  private SqliteProgramCheck program(String version) throws IOException {
    Path script =
        Files.writeString(folder.resolve("sqlite3"), "#!/bin/sh\necho '" + version + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new SqliteProgramCheck(script.toString());
  }

  /** {@return the checks that warn or fail, but for the one that asks the machine's own program} */
  private Set<String> unwell(Schema schema) {
    Map<String, Verdict> verdicts = verdicts(schema);
    verdicts.remove("sqlite-program");
    verdicts.values().removeIf(verdict -> verdict == Verdict.OK || verdict == Verdict.SKIP);
    return verdicts.keySet();
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

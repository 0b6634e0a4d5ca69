package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;
import quire.api.spi.StoreSettings;

class HealthTest {
  private static Map<String, Finding> examine(StoreSettings settings) throws Exception {
    Map<String, Finding> findings = new HashMap<>();
    for (HealthCheck check :
        new PostgresMemoryStoreProvider(TestServer.environment()).healthChecks(settings, true)) {
      findings.put(check.name(), check.run());
    }
    return findings;
  }

  private static Finding finding(Map<String, Finding> findings, String name) {
    return Optional.ofNullable(findings.get(name)).orElseThrow();
  }

  @Test
  void aSoundMemoryIsFoundSoundAndWhatTheServerRisksIsTold() throws Exception {
    try (Memory memory = Memory.make();
        MemoryStore store = memory.open()) {
      Memory.create(store, "a");
      Map<String, Finding> findings = examine(memory.settings());

      assertThat(findings).hasSizeGreaterThan(10);
      assertThat(finding(findings, "postgresql-contents").verdict()).isEqualTo(Verdict.OK);
      assertThat(finding(findings, "postgresql-rights").text()).contains("reads and writes");
      assertThat(finding(findings, "postgresql-server").text()).startsWith("PostgreSQL ");
      if (System.getenv("QUIRE_TEST_POSTGRESQL") == null) {
        assertThat(finding(findings, "postgresql-durability").text()).contains("fsync is off");
      }
      findings.remove("postgresql-durability");
      assertThat(findings.values()).extracting(Finding::verdict).doesNotContain(Verdict.FAIL);
    }
  }

  @Test
  void whatIsWrongInTheTablesIsSaid() throws Exception {
    try (Memory memory = Memory.make();
        MemoryStore store = memory.open()) {
      Memory.create(store, "a");
      Memory.create(store, "b");
      String schema = memory.schema();
      TestServer.execute("UPDATE " + schema + ".entity SET grams='{1}' WHERE name='a'");
      TestServer.execute("UPDATE " + schema + ".observation SET key=gen_random_uuid() WHERE id=2");
      TestServer.execute("DELETE FROM " + schema + ".entity WHERE name='b'");
      TestServer.execute("UPDATE " + schema + ".write SET last=last+5 WHERE first=1");

      assertThat(store.problems())
          .anyMatch(problem -> problem.contains("search terms of entity 1"))
          .anyMatch(problem -> problem.contains("key of observation 2"))
          .anyMatch(problem -> problem.contains("1 observations belong to no entity"))
          .anyMatch(problem -> problem.contains("share their numbers"));
      assertThat(finding(examine(memory.settings()), "postgresql-contents").verdict())
          .isEqualTo(Verdict.FAIL);
    }
  }

  @Test
  void aMemoryThatIsNotThereIsAFailureWithItsRemedy() throws Exception {
    Finding finding = finding(examine(PostgresBackend.memory()), "postgresql-memory");
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.remedy().orElseThrow()).contains("quire init --store");
  }

  @Test
  void aServerThatIsNotThereIsAFailureThatNamesIt() throws Exception {
    StoreSettings nowhere = StoreSettings.at("//localhost:1/x?memory=quire");
    assertThat(examine(nowhere).values())
        .allMatch(finding -> finding.verdict() == Verdict.FAIL)
        .allMatch(finding -> finding.text().contains("localhost:1"));
  }

  @Test
  void settingsThatMatterAreJudged() {
    assertThat(PostgresHealthChecks.engine("CockroachDB CCL v26.1").verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.settings("on", "read committed", "on").verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.settings("off", "serializable", "on").verdict())
        .isEqualTo(Verdict.OK);
    assertThat(PostgresHealthChecks.settings("off", "read committed", "off").verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.connections(100, 85).verdict()).isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.connections(100, 10).verdict()).isEqualTo(Verdict.OK);
    assertThat(PostgresHealthChecks.oldest(Duration.ofMinutes(11)).verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.replication(2, 1L << 30).verdict()).isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.replication(0, -1).verdict()).isEqualTo(Verdict.OK);
    assertThat(PostgresHealthChecks.rights(true, false, "eve").verdict()).isEqualTo(Verdict.WARN);
    assertThat(PostgresHealthChecks.rights(false, false, "eve").verdict()).isEqualTo(Verdict.FAIL);
  }
}

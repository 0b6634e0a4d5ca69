package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Durability;
import quire.api.LimitExceededException;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.StoreDamagedException;
import quire.storage.sqlite.Stores;
import quire.storage.sqlite.file.Failures.Stage;

/** A store that a stranger made runs nothing of its own, and keeps nothing that was deleted. */
class SchemaGuardTest {
  private Path file;

  @BeforeEach
  void makeStore(@TempDir Path folder) {
    file = folder.resolve("memory.db");
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER t AFTER INSERT ON observations BEGIN DELETE FROM entities; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE UNIQUE INDEX i ON entities(abs(id))",
        "ALTER TABLE writes ADD COLUMN more INTEGER",
        "DROP INDEX relations_to",
        "DROP TABLE removals",
        "DROP TABLE writes; CREATE VIEW writes AS WITH RECURSIVE n(x) AS"
            + " (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x AS id FROM n"
      })
  void whatQuireNeverMakesIsRefusedAndLeftAsItIs(String change) throws Exception {
    Stores.sql(
        file,
        change.split("; CREATE VIEW").length == 2 ? change.split("; ") : new String[] {change});
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("left as it is");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aTableBesideOursDoesNoHarm() throws Exception {
    Stores.sql(file, "CREATE TABLE notes(x)", "CREATE INDEX notes_x ON notes(x)", "ANALYZE");
    try (MemoryStore store = Stores.open(file)) {
      assertThat(Stores.names(store)).containsExactly("a", "b");
    }
  }

  @Test
  void aCallThatWouldNotEndIsEnded() throws Exception {
    StoreFile place = new StoreFile(file);
    Opener opener = new Opener(place, new Connector(place, Durability.FULL), Schema.CURRENT);
    String endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT max(x) FROM n";
    try (Session session = opener.openReader()) {
      session.allow(new WorkAllowance(true, 5));
      session.beginCall();
      assertThatThrownBy(() -> session.number(endless))
          .isInstanceOfSatisfying(
              SQLException.class,
              ended ->
                  assertThat(new Failures(place).translate(ended, "read", Stage.READING))
                      .isInstanceOf(LimitExceededException.class)
                      .hasMessageContaining("more work than one call may"));
      session.beginCall();
      assertThat(session.number("SELECT count(*) FROM entities")).isEqualTo(2);
    }
  }

  @Test
  void whatWasForgottenIsNoLongerInTheFile() throws IOException {
    String secret = "correct horse battery staple";
    try (MemoryStore store = Stores.open(file)) {
      Stores.add(store, "a", secret);
      Stores.add(store, "a", secret.repeat(1_000));
      Stores.add(store, "b", "stays");
      store.deleteEntities(List.of("a"), Stores.AUTHOR);
      store.forget(List.of(new Observations("a", List.of())), Stores.AUTHOR);
    }
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .contains("stays")
        .doesNotContain(secret);
    assertThat(file.resolveSibling("memory.db-wal")).doesNotExist();
  }
}

package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.Stores;
import quire.storage.sqlite.file.Schema.Migration;

class SchemaTest {
  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  @Test
  void aNewFileIsMarkedAsOurs() throws SQLException {
    Stores.open(file).close();
    assertThat(Stores.value(file, "PRAGMA application_id"))
        .isEqualTo(Integer.toString(Schema.APPLICATION_ID));
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.format());
  }

  @Test
  void anOlderStoreIsBroughtUpToDateWithAllItHolds() throws SQLException {
    try (MemoryStore older = Stores.open(file)) {
      Stores.create(older, "a");
    }
    try (MemoryStore newer = Stores.open(file, Stores.NEXT)) {
      Stores.create(newer, "b");
      assertThat(Stores.names(newer)).containsExactly("a", "b");
    }
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.nextFormat());
  }

  @Test
  void anOpenStoreGoesOnWhenItIsBroughtUpToDateByAnother() {
    try (MemoryStore older = Stores.open(file);
        MemoryStore newer = Stores.open(file, Stores.NEXT)) {
      Stores.create(newer, "a");
      Stores.create(older, "b");
      assertThat(Stores.names(older)).containsExactly("a", "b");
    }
  }

  @Test
  void aStepThatFailsLeavesTheOlderStore() throws SQLException {
    Stores.open(file).close();
    Schema broken =
        Stores.with(new Migration(1, 2, List.of("CREATE TABLE extra(x)", "CREATE nonsense")));
    assertThatThrownBy(() -> Stores.open(file, broken))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("nothing was changed");
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.format());
    assertThat(Stores.value(file, "SELECT count(*) FROM sqlite_schema WHERE name='extra'"))
        .isEqualTo("0");
  }

  @Test
  void aNewerStoreThatWeMayWriteIsWritten() {
    Stores.open(file, Stores.NEXT).close();
    try (MemoryStore store = Stores.open(file)) {
      assertThat(Stores.create(store, "a")).hasSize(1);
    }
  }

  @Test
  void aNewerStoreThatWeMayOnlyReadIsServedReadOnly() {
    Schema next =
        Stores.with(new Migration(1, Stores.NEXT.version(), List.of("CREATE TABLE extra(x)")));
    try (MemoryStore newer = Stores.open(file, next)) {
      Stores.create(newer, "a");
    }
    try (MemoryStore store = Stores.open(file)) {
      assertThat(Stores.names(store)).containsExactly("a");
      assertThatThrownBy(() -> Stores.create(store, "b"))
          .isInstanceOf(StoreReadOnlyException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("Upgrade Quire");
    }
  }

  @Test
  void anOpenStoreIsNoLongerWrittenOnceItsFormatIsNotOurs() {
    Schema next =
        Stores.with(new Migration(1, Stores.NEXT.version(), List.of("CREATE TABLE extra(x)")));
    try (MemoryStore older = Stores.open(file)) {
      Stores.create(older, "a");
      Stores.open(file, next).close();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Stores.create(older, "b"))
            .isInstanceOf(StoreReadOnlyException.class)
            .hasMessageContaining("restart its client");
        assertThat(Stores.names(older)).containsExactly("a");
      }
      try (MemoryStore newer = Stores.open(file, next)) {
        assertThat(Stores.create(newer, "c")).hasSize(1);
      }
    }
  }

  @Test
  void aNewerStoreThatWeCannotReadIsRefusedAndLeftAsItIs() throws SQLException {
    Schema next =
        Stores.with(
            new Migration(
                Stores.NEXT.version(), Stores.NEXT.version(), List.of("CREATE TABLE extra(x)")));
    Stores.open(file, next).close();
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("format " + Stores.nextFormat())
        .hasMessageContaining("Upgrade Quire");
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.nextFormat());
  }
}

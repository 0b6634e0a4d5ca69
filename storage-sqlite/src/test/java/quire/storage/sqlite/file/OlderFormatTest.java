package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Durability;
import quire.api.MemoryStore;
import quire.api.StoreDamagedException;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.Stores;

class OlderFormatTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  private Path file = Path.of("memory.db");

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  @Test
  void anOlderStoreIsCopiedWhileItIsWritten() throws SQLException {
    try (MemoryStore writing = Stores.open(file)) {
      Stores.create(writing, "a");
      Path copy = backUp(Stores.NEXT).orElseThrow();
      Stores.create(writing, "b");
      assertThat(copy).hasFileName("memory.db.format-" + Stores.format() + ".20261121-120000-000");
      assertThat(Stores.value(copy, "PRAGMA user_version")).isEqualTo(Stores.format());
      assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.format());
      try (MemoryStore restored = Stores.open(copy)) {
        assertThat(Stores.names(restored)).containsExactly("a");
        assertThat(restored.problems()).isEmpty();
      }
    }
  }

  @Test
  void onlyTheOwnerMayReadTheCopy() throws IOException {
    Stores.open(file).close();
    Path copy = backUp(Stores.NEXT).orElseThrow();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
  }

  @Test
  void aStoreOfThisFormatOrANewerOneOrNoneIsNotCopied() {
    assertThat(backUp(Schema.CURRENT)).isEmpty();
    assertThat(file).doesNotExist();
    Stores.open(file, Stores.NEXT).close();
    assertThat(backUp(Stores.NEXT)).isEmpty();
    assertThat(backUp(Schema.CURRENT)).isEmpty();
  }

  @Test
  void whatIsNoStoreIsLeftAlone() throws IOException {
    Files.writeString(file, "no database at all, but long enough to be looked at ".repeat(20));
    assertThatThrownBy(() -> backUp(Stores.NEXT)).isInstanceOf(StoreDamagedException.class);
    assertThat(file.resolveSibling(".").normalize().toFile().list()).containsExactly("memory.db");
  }

  @Test
  void aCopyThatIsThereAlreadyIsNotWrittenOver() throws IOException {
    Stores.open(file).close();
    Path there =
        file.resolveSibling("memory.db.format-" + Stores.format() + ".20261121-120000-000");
    Files.writeString(there, "precious");
    assertThatThrownBy(() -> backUp(Stores.NEXT)).isInstanceOf(StoreUnavailableException.class);
    assertThat(there).hasContent("precious");
  }

  private Optional<Path> backUp(Schema schema) {
    StoreFile store = new StoreFile(file);
    return new OlderFormat(store, new Connector(store, Durability.FULL), schema).backUp(NOON);
  }
}

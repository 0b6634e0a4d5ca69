package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.Stores;

class StoreFileTest {
  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nobodyElseCanReadAnyFileOfANewStore() throws IOException {
    Path file = folder.resolve("deep/er/memory.db");
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        assertThat(mode(Path.of(file + suffix))).as(suffix).isEqualTo("rw-------");
      }
      assertThat(mode(folder.resolve("deep"))).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("deep/er"))).isEqualTo("rwx------");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theModesOfWhatExistsAreLeftAlone() throws IOException {
    Path file = folder.resolve("memory.db");
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    Stores.open(file).close();
    assertThat(mode(file)).isEqualTo("rw-rw----");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void anyFileNameWillDo() {
    for (String name : new String[] {"what?.db", "50% #1&x=y.db", "ä ö.db", "file:x", "日本.db"}) {
      Path file = folder.resolve(name);
      try (MemoryStore store = Stores.open(file)) {
        Stores.create(store, "a");
      }
      assertThat(file).isNotEmptyFile();
    }
    assertThat(folder.toFile().list()).hasSize(5);
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() {
    assertThatThrownBy(() -> Stores.open(folder))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("plain"));
    assertThatThrownBy(() -> Stores.open(file.resolve("memory.db")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("Cannot create the store");
  }

  @Test
  void aLinkLeadsToTheStore() throws IOException {
    Path file = folder.resolve("memory.db");
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
    try (MemoryStore direct = Stores.open(file);
        MemoryStore linked = Stores.open(link)) {
      Stores.create(direct, "a");
      Stores.create(linked, "b");
      assertThat(Stores.names(direct)).containsExactly("a", "b");
    }
  }
}

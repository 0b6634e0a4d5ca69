package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;

/** The file is lost, replaced, read-only, or its disk is full; the same store object recovers. */
class LossTest {
  private Path folder;
  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path directory) {
    folder = directory;
    file = directory.resolve("memory.db");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeletedFileIsNotWrittenOn() throws IOException {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      move("", "gone");

      assertThatThrownBy(() -> Stores.create(store, "b"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("is gone")
          .hasMessageContaining("nothing was written");
      assertThatThrownBy(() -> Stores.names(store)).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(store::lastSequence).isInstanceOf(StoreUnavailableException.class);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFileThatComesBackIsUsedOn() throws IOException {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      move("", "gone");
      assertThatThrownBy(() -> Stores.create(store, "b"))
          .isInstanceOf(StoreUnavailableException.class);
      Files.move(folder.resolve("gone"), file);

      Stores.create(store, "c");
      assertThat(Stores.names(store)).containsExactly("a", "c");
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aReplacedFileIsToldOnceAndThenUsed() throws IOException {
    Path other = folder.resolve("other.db");
    try (MemoryStore store = Stores.open(other)) {
      Stores.create(store, "other");
    }
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      assertThat(store.lastSequence()).isPositive();
      move("", "gone");
      move("-wal", "gone-wal");
      move("-shm", "gone-shm");
      Files.move(other, file);

      assertThatThrownBy(() -> Stores.create(store, "b"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("was replaced")
          .hasMessageContaining("Repeat it");
      Stores.create(store, "c");
      assertThat(Stores.names(store)).containsExactly("other", "c");
      assertThat(store.lastSequence()).isEqualTo(4);
    }
  }

  private void move(String suffix, String name) throws IOException {
    Files.move(Path.of(file + suffix), folder.resolve(name));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskFailsTheCallAndNothingElse() throws Exception {
    mount("size=2m");
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      Path ballast = folder.resolve("ballast");
      fillUp(ballast);

      assertThatThrownBy(() -> writeUntilFull(store))
          .isInstanceOfAny(StoreUnavailableException.class, StoreUndecidedException.class)
          .hasMessageContaining("Make room");
      assertThat(Stores.names(store)).contains("a");

      Files.delete(ballast);
      assertThat(Stores.create(store, "after")).hasSize(1);
      assertThat(Stores.names(store)).contains("a", "after");
      assertThat(store.problems()).isEmpty();
    } finally {
      unmount();
    }
  }

  private static void writeUntilFull(MemoryStore store) {
    for (int i = 0; i < 10_000; i++) {
      Stores.create(store, "filling " + "x".repeat(900) + i);
    }
  }

  private static void fillUp(Path ballast) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aReadOnlyPlaceIsNotWrittenUntilItIsWritable() throws Exception {
    mount("size=8m");
    try {
      createIn(file, "a");
      run("mount", "-o", "remount,ro", folder.toString());
      try (MemoryStore store = Stores.open(file)) {
        assertThat(Stores.names(store)).containsExactly("a");
        assertThat(store.describe().details().get("access")).contains("read only");
        assertThatThrownBy(() -> Stores.create(store, "b"))
            .isInstanceOf(StoreReadOnlyException.class)
            .hasMessageContaining("nothing was written")
            .hasMessageContaining("writable");
        assertThat(Stores.names(store)).containsExactly("a");
        run("mount", "-o", "remount,rw", folder.toString());
        Stores.create(store, "c");
        assertThat(Stores.names(store)).containsExactly("a", "c");
      }
      try (MemoryStore store = Stores.open(file)) {
        assertThat(Stores.names(store)).containsExactly("a", "c");
      }
    } finally {
      unmount();
    }
  }

  /**
   * The log of a killed process holds what the file lacks, and can be neither moved nor made anew.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aReadOnlyPlaceIsReadWithTheLogOfAKilledProcess() throws Exception {
    mount("size=8m");
    try {
      try (Child killed = Child.start("write", file, "n")) {
        assertThat(killed.line()).isEqualTo("n0");
        killed.kill();
      }
      run("mount", "-o", "remount,ro", folder.toString());
      try (MemoryStore store = Stores.open(file)) {
        assertThat(Stores.names(store)).contains("n0");
        assertThatThrownBy(() -> Stores.create(store, "b"))
            .isInstanceOf(StoreReadOnlyException.class);
      }
    } finally {
      unmount();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatBecomesReadOnlyFailsWritesUntilItIsWritable() throws Exception {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
      assumeTrue(run("chattr", "+i", file.toString()) == 0, "may not freeze a file here");
      try (MemoryStore frozen = Stores.open(file)) {
        assertThat(Stores.names(frozen)).containsExactly("a");
        assertThatThrownBy(() -> Stores.create(frozen, "b"))
            .isInstanceOf(StoreReadOnlyException.class)
            .hasMessageContaining("writable");
        run("chattr", "-i", file.toString());
        assertThat(Stores.create(frozen, "c")).hasSize(1);
      } finally {
        run("chattr", "-i", file.toString());
      }
      assertThat(Stores.names(store)).containsExactly("a", "c");
    }
  }

  private static void createIn(Path file, String name) {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, name);
    }
  }

  /** A small file system in the test's folder, where the user may make one. */
  private void mount(String size) throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString()) == 0,
        "may not mount a file system here");
  }

  private void unmount() throws Exception {
    run("umount", folder.toString());
  }

  private static int run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }
}

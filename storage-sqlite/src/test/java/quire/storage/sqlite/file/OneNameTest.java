package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.Stores;

/** L5: one store has one name. */
@EnabledOnOs(OS.LINUX)
class OneNameTest {
  private Path folder;
  private Path file;

  @BeforeEach
  void makeStore(@TempDir Path directory) throws IOException {
    folder = directory;
    file = Files.createDirectory(directory.resolve("one")).resolve("my memory.db");
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "a");
    }
  }

  @Test
  void l5_aHardLinkIsReadByBothNamesAndWrittenByNoneUntilOneIsGone() throws IOException {
    Path other = Files.createLink(folder.resolve("other.db"), file);
    for (Path name : new Path[] {file, other}) {
      try (MemoryStore store = Stores.open(name)) {
        assertThat(Stores.names(store)).containsExactly("a");
        assertThatThrownBy(() -> Stores.create(store, "b"))
            .isInstanceOf(StoreReadOnlyException.class)
            .hasMessageContaining(name.toString())
            .hasMessageContaining("2 names")
            .hasMessageContaining("delete them or make them symbolic links");
        assertThat(store.describe().details().get("access")).contains("2 names");
      }
    }
    try (MemoryStore store = Stores.open(file)) {
      Files.delete(other);
      Stores.create(store, "b");
      assertThat(Stores.names(store)).containsExactly("a", "b");
    }
  }

  @Test
  void l5_whatIsWrittenUnderTheFormerNameIsReadThereAndTheOtherNameIsRefused() throws IOException {
    try (MemoryStore store = Stores.open(file)) {
      Path other = Files.createLink(folder.resolve("other.db"), file);
      Stores.create(store, "b");
      try (MemoryStore second = Stores.openPatiently(file, Schema.CURRENT)) {
        assertThat(Stores.names(second)).containsExactly("a", "b");
        Stores.create(store, "c");
        assertThat(Stores.names(second)).containsExactly("a", "b", "c");
      }
      assertThatThrownBy(() -> Stores.open(other))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("in use under another of its names");
    }
  }

  @Test
  void l5_aWindowThatIsOpenGoesOnWhenALinkIsMade() throws IOException {
    try (MemoryStore store = Stores.open(file)) {
      Files.createLink(folder.resolve("other.db"), file);
      Stores.create(store, "b");
      assertThat(Stores.names(store)).containsExactly("a", "b");
    }
  }

  @Test
  void l5_symbolicLinksToFileAndFolderLeadToOneStore() throws IOException {
    Path byFile = Files.createSymbolicLink(folder.resolve("link.db"), file);
    Path byFolder =
        Files.createSymbolicLink(folder.resolve("two"), file.getParent())
            .resolve(file.getFileName());
    try (MemoryStore one = Stores.openPatiently(file, Schema.CURRENT);
        MemoryStore two = Stores.openPatiently(byFile, Schema.CURRENT);
        MemoryStore three = Stores.openPatiently(byFolder, Schema.CURRENT)) {
      Stores.create(one, "1");
      Stores.create(two, "2");
      Stores.create(three, "3");
      assertThat(Stores.names(one)).containsExactly("a", "1", "2", "3");
    }
    assertThat(folder.resolve("link.db-wal")).doesNotExist();
  }

  @Test
  void l5_aFileThatIsAMountPointIsRefused() throws Exception {
    Path place = Files.createFile(folder.resolve("mounted here.db"));
    assumeTrue(run("mount", "--bind", file.toString(), place.toString()) == 0, "may not mount");
    try {
      assertThatThrownBy(() -> Stores.open(place))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("mount point")
          .hasMessageContaining("Mount its folder");
      Stores.open(file).close();
    } finally {
      run("umount", place.toString());
    }
  }

  @Test
  void aMountPointIsToldByItsEscapedPlace() {
    String mounts =
        """
        36 35 98:0 / / rw,noatime master:1 - ext4 /dev/root rw
        40 36 98:0 /m /data/my\\040memory.db rw - ext4 /dev/root rw
        """;
    assertThat(OneName.isMountPoint("/data/my memory.db", mounts)).isTrue();
    assertThat(OneName.isMountPoint("/data", mounts)).isFalse();
    assertThat(OneName.isMountPoint("/data/my memory.db2", mounts)).isFalse();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

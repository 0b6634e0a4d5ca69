package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.storage.vault.tree.Sentinel;

/** What can be wrong with the folder in which a vault keeps its lock and its log. */
@DisabledOnOs(OS.WINDOWS)
class VaultStateCasesTest {
  private VaultScene scene;
  private Path directory;

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary;
    scene = new VaultScene(temporary);
    try (VaultMemoryStore store = scene.open()) {
      remember(store, "kept", "fact");
    }
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"changes.log", "owner.json", "vault.lck", "counters"})
  void aLinkAmongTheFilesOfTheStateIsNotFollowed(String name) throws IOException {
    Path precious = Files.write(directory.resolve("precious"), new byte[9_000]);
    Path link = scene.vaultState().resolve(name);
    Files.delete(link);
    Files.createSymbolicLink(link, precious);
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(scene::open)
        .withMessageContaining(name)
        .withMessageContaining("link");
    assertThat(precious).hasSize(9_000);
    Files.delete(link);
    Files.createLink(link, precious);
    assertThatExceptionOfType(StoreRefusedException.class).isThrownBy(scene::open);
    assertThat(precious).hasSize(9_000);
  }

  @Test
  void aLinkInPlaceOfAFolderOfTheStateIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Path precious = Files.createFile(elsewhere.resolve("precious"));
    Path journal = scene.vaultState().resolve("txn");
    Files.delete(journal);
    Files.createSymbolicLink(journal, elsewhere);
    assertThatExceptionOfType(StoreRefusedException.class).isThrownBy(scene::open);
    Files.delete(journal);
    Path state = scene.vaultState();
    Path moved = Files.move(state, directory.resolve("moved"));
    Files.createSymbolicLink(state, moved);
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(scene::open)
        .withMessageContaining("link");
    assertThat(precious).exists();
  }

  @Test
  void aStateFolderOfAnotherUserIsRefusedAndALooseOneTightened() throws IOException {
    Path state = scene.vaultState();
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(names(scene.open())).containsExactly("kept");
    assertThat(Files.getPosixFilePermissions(state))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    scene.close();
    try {
      Files.setAttribute(state, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      Assumptions.abort("only the superuser can give a folder away");
    }
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(scene::open)
        .withMessageContaining("another user");
  }

  @Test
  void aWriteWhoseStateFolderWasTakenAwayIsRefused() throws IOException {
    VaultMemoryStore store = scene.open();
    try (Stream<Path> tree = Files.walk(scene.state())) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> add(store, "kept", "new"))
        .withMessageContaining("removed or replaced");
    try (VaultMemoryStore fresh = scene.open()) {
      add(fresh, "kept", "new");
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> add(store, "kept", "newer"));
      assertThat(texts(fresh, "kept")).containsExactly("fact", "new");
    }
  }

  @Test
  void aFullDiskOfTheStateAllowsReadingAtOnceAndWritingOnceThereIsRoom() throws Exception {
    Path disk = directory.resolve("disk");
    try (SmallDisk small = SmallDisk.mount(disk, "64k")) {
      small.fill();
      try (VaultMemoryStore store = scene.with("state-dir", disk.resolve("s").toString()).open()) {
        assertThat(texts(store, "kept")).containsExactly("fact");
        assertThatExceptionOfType(StoreReadOnlyException.class)
            .isThrownBy(() -> add(store, "kept", "new"))
            .withMessageContaining("disk is full")
            .withMessageNotContaining("java");
        assertThat(store.describe().details().get("read-only")).contains("disk is full");
        small.makeRoom();
        add(store, "kept", "new");
        assertThat(texts(store, "kept")).containsExactly("fact", "new");
        assertThat(store.describe().details()).containsEntry("read-only", "false");
      }
      assertThat(texts(scene.open(), "kept")).containsExactly("fact", "new");
      scene.close();
    }
  }

  @Test
  void aStateFolderOnAReadOnlyDiskAllowsReading() throws Exception {
    Path disk = directory.resolve("disk");
    try (SmallDisk small = SmallDisk.mount(disk, "256k")) {
      Path state = disk.resolve("s");
      scene.with("state-dir", state.toString());
      // Another process: memory that is mapped here would keep the disk busy.
      try (ChildProcess child =
          ChildProcess.start(scene.root(), state, "", List.of("create|second|fact"))) {
        child.awaitEnd(0);
      }
      small.readOnly(true);
      try (VaultMemoryStore store = scene.open()) {
        assertThat(names(store)).containsExactly("kept", "second");
        assertThat(store.lastSequence()).isEqualTo(2);
        assertThatExceptionOfType(StoreReadOnlyException.class)
            .isThrownBy(() -> add(store, "kept", "new"))
            .withMessageContaining("read-only");
        small.readOnly(false);
        add(store, "kept", "new");
        assertThat(store.lastSequence()).isEqualTo(3);
      }
    }
  }

  @Test
  void aVaultOnAReadOnlyDiskAllowsReadingAndSaysThatItCannotBeWritten() throws Exception {
    Path disk = directory.resolve("disk");
    try (SmallDisk small = SmallDisk.mount(disk, "256k")) {
      Path vault = disk.resolve("vault");
      Sentinel.make(vault);
      try (VaultMemoryStore store = scene.open(scene.settings(vault), step -> {})) {
        remember(store, "there", "fact");
        small.readOnly(true);
        assertThat(texts(store, "there")).containsExactly("fact");
        assertThatExceptionOfType(StoreReadOnlyException.class)
            .isThrownBy(() -> add(store, "there", "new"))
            .withMessageContaining("the disk is read-only")
            .withMessageContaining("nothing was written");
        assertThat(store.describe().details().get("read-only")).contains("read-only");
      }
      try (VaultMemoryStore store = scene.open(scene.settings(vault), step -> {})) {
        assertThat(texts(store, "there")).containsExactly("fact");
        small.readOnly(false);
        add(store, "there", "new");
        assertThat(store.describe().details()).containsEntry("read-only", "false");
      }
    }
  }

  @Test
  void countersWhoseMakerIsNotDoneOrWasKilledAreUsed() throws IOException {
    Path counters = scene.vaultState().resolve("counters");
    Path draft = Files.createLink(counters.resolveSibling("counters.1a2b"), counters);
    VaultMemoryStore store = scene.open();
    add(store, "kept", "new");
    assertThat(texts(store, "kept")).containsExactly("fact", "new");
    assertThat(draft).doesNotExist();
  }

  @Test
  void countersThatWereCutEndTheCallAndNotTheProcess() throws IOException {
    VaultMemoryStore store = scene.open();
    try (var file = new RandomAccessFile(scene.vaultState().resolve("counters").toFile(), "rw")) {
      file.setLength(0);
    }
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> add(store, "kept", "new"))
        .withMessageContaining("was cut")
        .withMessageNotContaining("java");
  }
}

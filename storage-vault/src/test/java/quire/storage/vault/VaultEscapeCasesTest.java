package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Entity;
import quire.api.StoreException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.storage.vault.tree.Sentinel;
import quire.storage.vault.write.CrashPoint;

/** Folders and files that are exchanged under a writer's hands: nothing outside is changed. */
@DisabledOnOs(OS.WINDOWS)
class VaultEscapeCasesTest {
  private VaultScene scene;
  private Path outside;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    scene = new VaultScene(directory);
    outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("Note.md"), "---\ntype: precious\n---\n- old\n");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Map<String, String> outsideFiles() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> tree = Files.list(outside)) {
      for (Path file : tree.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  /** At each step of a write the note's folder becomes a link that leads out of the vault. */
  @ParameterizedTest
  @EnumSource(
      value = CrashPoint.class,
      names = {"LOCKED", "LOGGED", "TEMP_HALF_WRITTEN", "TEMP_WRITTEN", "VERIFIED", "SWITCHED"})
  void aFolderThatBecomesALinkLeadsNoWriteOut(CrashPoint moment) throws IOException {
    scene.write("sub/Note.md", "---\ntype: thing\n---\n## Observations\n- old\n");
    Map<String, String> before = outsideFiles();
    AtomicBoolean once = new AtomicBoolean(true);
    VaultMemoryStore store =
        scene
            .with("lock-wait-millis", "500")
            .open(
                step -> {
                  if (step == moment && once.getAndSet(false)) {
                    exchange(scene.root().resolve("sub"), scene.root().resolve("sub real"));
                  }
                });
    try {
      add(store, "Note", "new");
      assertThat(texts(scene.open(), "Note")).containsExactly("old", "new");
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining("nothing was written");
      assertThat(texts(scene.open(), "Note")).containsExactly("old");
    }
    assertThat(outsideFiles()).isEqualTo(before);
    assertThat(scene.open().leftovers()).isEmpty();
  }

  private void exchange(Path folder, Path aside) {
    try {
      Files.move(folder, aside);
      Files.createSymbolicLink(folder, outside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTrashThatIsALinkTakesNoNoteOut() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "doomed", "fact");
    Files.createSymbolicLink(scene.root().resolve(".trash"), outside);
    Map<String, String> before = outsideFiles();
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(() -> store.deleteEntities(List.of("doomed"), AUTHOR))
        .withMessageContaining("out of the vault");
    assertThat(outsideFiles()).isEqualTo(before);
    assertThat(names(store)).containsExactly("doomed");
    Files.delete(scene.root().resolve(".trash"));
    assertThat(store.deleteEntities(List.of("doomed"), AUTHOR)).isPositive();
  }

  @Tag("long")
  @Test
  void aFolderExchangedAllTheTimeLeadsNoWriteOut() throws Exception {
    for (int i = 0; i < 4; i++) {
      scene.write("sub/Note " + i + ".md", "---\ntype: thing\n---\n## Observations\n- old\n");
      Files.writeString(outside.resolve("Note " + i + ".md"), "precious\n");
    }
    Map<String, String> before = outsideFiles();
    VaultMemoryStore store = scene.with("lock-wait-millis", "500").open();
    Path sub = scene.root().resolve("sub");
    Path real = scene.root().resolve("real");
    Path link = scene.root().resolveSibling("link");
    Files.createSymbolicLink(link, outside);
    AtomicBoolean ending = new AtomicBoolean();
    Thread exchanging =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!ending.get()) {
                    try {
                      Files.move(sub, real);
                      Files.move(link, sub, StandardCopyOption.ATOMIC_MOVE);
                      Files.move(sub, link, StandardCopyOption.ATOMIC_MOVE);
                      Files.move(real, sub);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }
                });
    List<String> acknowledged = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    try {
      for (int i = 0; i < 200 && System.nanoTime() - deadline < 0; i++) {
        String name = "Note " + i % 4;
        try {
          add(store, name, "fact " + i);
          acknowledged.add("fact " + i);
        } catch (StoreException e) {
          assertThat(e.getMessage()).doesNotContain("java.");
        }
      }
    } finally {
      ending.set(true);
      exchanging.join();
    }
    assertThat(outsideFiles()).isEqualTo(before);
    VaultMemoryStore after = scene.open();
    List<String> facts = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> facts.addAll(texts(after, "Note " + i)));
    assertThat(facts).containsAll(acknowledged);
    assertThat(after.leftovers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "endless", "folder", "dangling"})
  void whatIsNoFileIsNeverOpened(String kind) throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "beside", "fact");
    Path odd = scene.root().resolve("odd.md");
    switch (kind) {
      case "pipe" ->
          assertThat(new ProcessBuilder("mkfifo", odd.toString()).start().waitFor()).isZero();
      case "endless" -> Files.createSymbolicLink(odd, Path.of("/dev/zero"));
      case "folder" -> Files.createDirectory(odd);
      default -> Files.createSymbolicLink(odd, scene.root().resolve("nowhere"));
    }
    assertThat(texts(store, "odd")).isEmpty();
    assertThat(texts(store, "beside")).containsExactly("fact");
    store.createEntities(List.of(new Entity("odd", "thing", List.of("mine"))), AUTHOR);
    assertThat(texts(store, "odd")).containsExactly("mine");
    assertThat(texts(scene.open(), "odd")).containsExactly("mine");
  }

  @Test
  void anotherVaultAtTheSamePathIsNeitherReadNorWritten() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "ours", "fact");
    Path aside = scene.root().resolveSibling("aside");
    Files.move(scene.root(), aside);
    Sentinel.make(scene.root());
    scene.write("ours.md", "---\ntype: foreign\n---\n## Observations\n- foreign\n");
    String before = scene.text("ours.md");
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> texts(store, "ours"))
        .withMessageContaining("Another folder");
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> add(store, "ours", "new"));
    assertThat(scene.text("ours.md")).isEqualTo(before);
    assertThat(scene.files()).containsExactly("ours.md");
    Files.move(scene.root(), scene.root().resolveSibling("foreign"));
    Files.move(aside, scene.root());
    add(store, "ours", "new");
    assertThat(texts(store, "ours")).containsExactly("fact", "new");
  }

  @Test
  void aVaultThatIsExchangedInTheMiddleOfAWriteIsNotWritten() throws IOException {
    Path foreign = scene.root().resolveSibling("foreign");
    Sentinel.make(foreign);
    Files.writeString(foreign.resolve("Note.md"), "---\ntype: foreign\n---\n");
    AtomicBoolean once = new AtomicBoolean(true);
    remember(scene.open(), "Note", "fact");
    VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.LOGGED && once.getAndSet(false)) {
                try {
                  Files.move(scene.root(), scene.root().resolveSibling("aside"));
                  Files.move(foreign, scene.root());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> add(store, "Note", "new"));
    assertThat(scene.text("Note.md")).isEqualTo("---\ntype: foreign\n---\n");
    assertThat(scene.files()).containsExactly("Note.md");
  }

  @Test
  void aMarkThatIsWrittenAgainAsItWasIsTheSame() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "ours", "fact");
    Path mark = scene.root().resolve(".quire/vault.json");
    byte[] content = Files.readAllBytes(mark);
    Files.delete(mark);
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> texts(store, "ours"))
        .withMessageContaining("gone");
    Files.write(mark, content);
    assertThat(texts(store, "ours")).containsExactly("fact");
  }

  @Test
  void aNoteWithTheLongestNameIsWrittenAndDeleted() {
    String name = "n".repeat(252);
    scene.write(name + ".md", "---\ntype: thing\n---\n## Observations\n- old\n");
    VaultMemoryStore store = scene.open();
    add(store, name, "new");
    assertThat(texts(store, name)).containsExactly("old", "new");
    assertThat(store.deleteEntities(List.of(name), AUTHOR)).isPositive();
    assertThat(names(scene.open())).isEmpty();
  }

  @Test
  void aDiskThatFillsUpInTheMiddleOfManyNotesLeavesAllOrNone() throws Exception {
    Path disk = scene.root().resolveSibling("disk");
    try (SmallDisk small = SmallDisk.mount(disk, "512k")) {
      Path vault = disk.resolve("vault");
      Sentinel.make(vault);
      String text = "x".repeat(20_000);
      List<Entity> many =
          IntStream.range(0, 40)
              .mapToObj(i -> new Entity("note " + i, "thing", List.of(text)))
              .toList();
      VaultMemoryStore store = scene.open(scene.settings(vault), step -> {});
      remember(store, "before", "fact");
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> store.createEntities(many, AUTHOR))
          .withMessageContaining("the disk is full")
          .withMessageContaining("nothing was written");
      assertThat(names(store)).containsExactly("before");
      assertThat(names(scene.open(scene.settings(vault), step -> {}))).containsExactly("before");
      assertThat(small.files(".~quire")).isEmpty();
      store.createEntities(many.subList(0, 5), AUTHOR);
      small.fill();
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> add(store, "note 1", text + "y"));
      small.makeRoom();
      remember(store, "after", "fact");
      assertThat(names(scene.open(scene.settings(vault), step -> {}))).hasSize(7);
    }
  }
}

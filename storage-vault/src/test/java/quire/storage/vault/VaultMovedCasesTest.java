package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreRefusedException;
import quire.storage.vault.write.CrashPoint;

/** Notes that people move, copy and send away while agents write. */
class VaultMovedCasesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void move(String from, String to) throws IOException {
    Path target = scene.root().resolve(to);
    Files.createDirectories(target.getParent());
    Files.move(scene.root().resolve(from), target);
  }

  private static void withinDeadline(Runnable call) {
    long started = System.nanoTime();
    call.run();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(DEADLINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aWriteFindsANoteWhoseFolderWasDragged(String watch) throws IOException {
    for (int i = 0; i < 3; i++) {
      scene.write("People/P" + i + ".md", "---\ntype: person\n---\n## Observations\n- old\n");
    }
    VaultMemoryStore store = scene.with("watch", watch).open();
    add(store, "P0", "before");
    move("People", "Archive/2026/People");
    withinDeadline(() -> add(store, "P0", "after"));
    withinDeadline(() -> add(store, "P1", "after"));
    move("Archive", "Archive v1.0");
    withinDeadline(() -> relate(store, "P0", "P2", "knows"));
    withinDeadline(() -> assertThat(store.deleteEntities(List.of("P1"), AUTHOR)).isPositive());
    assertThat(texts(store, "P0")).containsExactly("old", "before", "after");
    assertThat(names(scene.open())).containsExactlyInAnyOrder("P0", "P2");
    assertThat(scene.files())
        .containsExactly("Archive v1.0/2026/People/P0.md", "Archive v1.0/2026/People/P2.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aNoteThatWasMovedIsFoundAtOnceAndGetsNoTwin(String watch) throws IOException {
    VaultMemoryStore store = scene.with("watch", watch).open();
    remember(store, "Ann", "old");
    remember(store, "Bob", "old");
    remember(store, "Cid", "old");
    move("Ann.md", "New/Ann.md");
    withinDeadline(() -> add(store, "Ann", "new"));
    move("Bob.md", "Newer folder.d/Bob.md");
    withinDeadline(
        () ->
            assertThat(
                    store.createEntities(
                        List.of(new Entity("Bob", "thing", List.of("twin"))), AUTHOR))
                .isEmpty());
    move("Cid.md", "Third/Fourth/Cid.md");
    assertThat(texts(store, "Cid")).containsExactly("old");
    assertThat(texts(scene.open(), "Ann")).containsExactly("old", "new");
    assertThat(scene.files())
        .containsExactly("New/Ann.md", "Newer folder.d/Bob.md", "Third/Fourth/Cid.md");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aDeletionByHandHoldsUpNoWrite(String watch) throws IOException {
    VaultMemoryStore store = scene.with("watch", watch).open();
    remember(store, "gone", "old");
    remember(store, "kept", "old");
    Files.delete(scene.root().resolve("gone.md"));
    withinDeadline(() -> add(store, "kept", "new"));
    withinDeadline(
        () ->
            assertThatExceptionOfType(StoreBusyException.class)
                .isThrownBy(() -> add(store, "gone", "new"))
                .withMessageContaining("deleted")
                .withMessageContaining("nothing was written"));
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    boolean known = true;
    while (known && System.nanoTime() < deadline) {
      known = isKnown(store, "gone");
    }
    assertThat(known).isFalse();
  }

  /** Busy is what it says within the five seconds in which a sync tool may bring the note back. */
  private static boolean isKnown(VaultMemoryStore store, String name) {
    try {
      add(store, name, "new");
      return true;
    } catch (StoreBusyException e) {
      return true;
    } catch (EntityNotFoundException e) {
      return false;
    }
  }

  @Test
  void theTimeForWaitingIsThatOfTheWholeCall() throws IOException {
    VaultMemoryStore store = scene.with("lock-wait-millis", "1000").open();
    remember(store, "gone", "old");
    Files.delete(scene.root().resolve("gone.md"));
    withinDeadline(
        () ->
            assertThatExceptionOfType(StoreBusyException.class)
                .isThrownBy(() -> add(store, "gone", "new")));
  }

  private Path copy(String from, String to) throws IOException {
    Path target = scene.root().resolve(to);
    Files.createDirectories(target.getParent());
    return Files.copy(scene.root().resolve(from), target, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** The names are those that made the copy the entity once: shorter, or first by the alphabet. */
  @ParameterizedTest
  @ValueSource(strings = {"A.md", "Backup/Anna Karenina.md", "Anna Karenina 2.md", "Anna.md"})
  @Timeout(60)
  void aCopyNeverTakesTheEntityOver(String copy) throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Anna Karenina", "old");
    Path copied = copy("Anna Karenina.md", copy);
    String before = Files.readString(copied);
    add(store, "Anna Karenina", "new");
    VaultMemoryStore fresh = scene.open();
    for (VaultMemoryStore each : List.of(store, fresh)) {
      assertThat(texts(each, "Anna Karenina")).containsExactly("old", "new");
      assertThat(names(each)).containsExactly("Anna Karenina");
      while (each.conflicts().isEmpty()) {
        Thread.onSpinWait(); // until the system has told of it, or the next look at all notes
      }
      assertThat(each.conflicts())
          .singleElement()
          .satisfies(c -> assertThat(c.copy()).isEqualTo(copy));
    }
    add(fresh, "Anna Karenina", "newer");
    assertThat(texts(store, "Anna Karenina")).containsExactly("old", "new", "newer");
    assertThat(copied).hasContent(before);
  }

  @Test
  void theOriginalStaysTheEntityWhenItIsRenamed() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Anna Karenina", "old");
    copy("Anna Karenina.md", "Ann.md");
    add(store, "Anna Karenina", "new");
    move("Anna Karenina.md", "The Countess Anna.md");
    VaultMemoryStore fresh = scene.open();
    for (VaultMemoryStore each : List.of(store, fresh)) {
      assertThat(texts(each, "The Countess Anna")).containsExactly("old", "new");
      assertThat(names(each)).containsExactly("The Countess Anna");
    }
    add(store, "The Countess Anna", "newest");
    assertThat(scene.text("Ann.md")).doesNotContain("new");
  }

  @Test
  void aCopyIsNotWrittenWhileTheOriginalIsAwayForAMoment() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Anna", "old");
    Path copied = copy("Anna.md", "Copies/Anna.md");
    assertThat(texts(store, "Anna")).containsExactly("old");
    Path original = scene.root().resolve("Anna.md");
    byte[] content = Files.readAllBytes(original);
    Files.delete(original);
    assertThatExceptionOfType(StoreBusyException.class).isThrownBy(() -> add(store, "Anna", "new"));
    Files.write(original, content);
    VaultScene.age(original);
    add(store, "Anna", "new");
    assertThat(copied).hasBinaryContent(content);
    assertThat(texts(scene.open(), "Anna")).containsExactly("old", "new");
  }

  @ParameterizedTest
  @ValueSource(strings = {".%s.icloud", "%s.nextcloud", "%s.owncloud"})
  void aNoteThatIsInTheCloudOnlyIsKeptAndNotWritten(String placeholder) throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "away", "fact");
    remember(store, "here", "fact");
    relate(store, "here", "away", "knows");
    Path file = scene.root().resolve("away.md");
    byte[] content = Files.readAllBytes(file);
    Path mark = scene.root().resolve(placeholder.formatted("away.md"));
    Files.createFile(mark);
    Files.delete(file);
    VaultMemoryStore fresh = scene.open();
    for (VaultMemoryStore each : List.of(store, fresh)) {
      assertThatExceptionOfType(StoreRefusedException.class)
          .isThrownBy(() -> add(each, "away", "new"))
          .withMessageContaining("cloud");
      assertNoTwin(each);
      assertThatExceptionOfType(StoreRefusedException.class)
          .isThrownBy(() -> each.deleteEntities(List.of("away"), AUTHOR));
      assertThat(relations(each)).hasSize(1);
      assertThat(each.problems()).anyMatch(problem -> problem.contains("away.md"));
    }
    assertThat(texts(store, "away")).containsExactly("fact");
    assertThat(scene.files()).doesNotContain("away.md");
    Files.write(file, content);
    Files.delete(mark);
    VaultScene.age(file);
    for (VaultMemoryStore each : List.of(store, fresh)) {
      assertThat(texts(each, "away")).contains("fact");
      add(each, "away", "new");
    }
    assertThat(texts(scene.open(), "away")).containsExactly("fact", "new");
  }

  /** Who knew the note says that it exists, who has never read it cannot tell. */
  private static void assertNoTwin(VaultMemoryStore store) {
    List<Entity> twin = List.of(new Entity("away", "thing", List.of("twin")));
    try {
      assertThat(store.createEntities(twin, AUTHOR)).isEmpty();
    } catch (StoreRefusedException e) {
      assertThat(e).hasMessageContaining("cloud");
    }
  }

  @Test
  void withoutAWatchAnEditThatKeepsSizeAndTimeIsFound() throws IOException {
    scene.write("Tea.md", "---\ntype: thing\n---\n## Observations\n- green\n");
    VaultMemoryStore store = scene.with("watch", "false").open();
    assertThat(texts(store, "Tea")).containsExactly("green");
    Path file = scene.root().resolve("Tea.md");
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, scene.text("Tea.md").replace("green", "black"));
    Files.setLastModifiedTime(file, time);
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    boolean found = false;
    while (!found && System.nanoTime() < deadline) {
      found = !VaultScene.read(store, new Selection.Matching("black")).entities().isEmpty();
    }
    assertThat(found).isTrue();
    assertThat(store.describe().details().get("watcher")).contains("off").contains("looking");
  }

  /** What the trash holds of a deleted note is the note, byte for byte. */
  @Test
  void whatAgentsDeleteLiesInTheTrashByteForByte() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "one", "fact");
    String one = scene.text("one.md");
    store.deleteEntities(List.of("one"), AUTHOR);
    assertThat(trash("one")).containsExactly(one);
    remember(store, "one", "other fact");
    String second = scene.text("one.md");
    remember(store, "two", "fact");
    String two = scene.text("two.md");
    relate(store, "two", "one", "knows");
    String related = scene.text("two.md");
    store.deleteEntities(List.of("one", "two"), AUTHOR);
    assertThat(trash("one")).containsExactlyInAnyOrder(one, second);
    assertThat(trash("two")).containsExactly(related).doesNotContain(two);
  }

  private List<String> trash(String stem) throws IOException {
    try (var files = Files.list(scene.root().resolve(".trash"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(stem + " ~"))
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  /** The look at which entity a note is, and the reading of its text, are two moments. */
  @Test
  void aNoteThatBecomesAnotherEntityInBetweenGetsNoFactOfTheFirst() throws IOException {
    remember(scene.open(), "Ann", "old");
    String ann = scene.text("Ann.md");
    String other = ann.replace("quire-id: ", "quire-id: 7").replaceFirst("7(.{25}).", "7$1");
    boolean[] once = {true};
    VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.PLANNING && once[0]) {
                once[0] = false;
                scene.write("Ann.md", other.replace("type: thing", "type: thing\nname: \"Zoe\""));
              }
            });
    try {
      add(store, "Ann", "of Ann");
    } catch (EntityNotFoundException e) {
      assertThat(e).hasMessageContaining("Ann");
    }
    assertThat(once[0]).isFalse();
    assertThat(scene.text("Ann.md")).doesNotContain("of Ann");
    assertThat(texts(scene.open(), "Zoe")).containsExactly("old");
  }
}

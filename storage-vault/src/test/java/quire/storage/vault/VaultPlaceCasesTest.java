package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.read;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;
import quire.storage.vault.tree.VaultOptions;

/**
 * Places, permissions, links and availability. P04 for a read-only directory and P06 need an
 * ordinary user: the superuser may write and read everywhere. A01 needs all inotify instances of
 * the machine and A03 a cache file, which there is none of.
 */
class VaultPlaceCasesTest {
  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void p01_optionsAndNamesDoNotLeadOutOfTheVault() {
    for (String folder : List.of("../x", "/etc", "C:\\x", "a/../../b", ".obsidian", "a\0b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> VaultOptions.of(Map.of("folder", folder), Duration.ofSeconds(1)));
    }
    VaultMemoryStore store = scene.open();
    remember(store, "../outside");
    remember(store, "/absolute");
    assertThat(scene.files()).hasSize(2).noneMatch(file -> file.contains("/"));
  }

  @Test
  void p02_aLinkToANoteOutsideIsNotWritten() throws IOException {
    Path outside = scene.root().resolveSibling("outside.md");
    String text = "---\ntype: thing\n---\n";
    Files.writeString(outside, text);
    VaultScene.age(outside);
    Files.createSymbolicLink(scene.root().resolve("Linked.md"), outside);
    VaultMemoryStore store = scene.open();
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(() -> add(store, "Linked", "x"))
        .withMessageContaining("out of the vault");
    assertThat(outside).hasContent(text);
  }

  @Test
  void p03_aLinkThatLoopsIsNotFollowed() throws IOException {
    scene.write("a/Note.md", "---\ntype: thing\n---\n");
    Files.createSymbolicLink(scene.root().resolve("a/loop"), scene.root());
    Files.createSymbolicLink(scene.root().resolve("Again.md"), scene.root().resolve("a/Note.md"));
    assertThat(names(scene.open())).containsExactly("Note");
  }

  @Test
  void p04_aWriteProtectedNoteIsNotReplaced() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Fixed", "fact");
    Path note = scene.root().resolve("Fixed.md");
    Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("r--r--r--"));
    assertThatExceptionOfType(StoreReadOnlyException.class)
        .isThrownBy(() -> add(store, "Fixed", "x"))
        .withMessageContaining("Fixed.md");
    assertThatExceptionOfType(StoreReadOnlyException.class)
        .isThrownBy(
            () ->
                store.createRelations(
                    List.of(new Relation("new", "y", "z"), new Relation("Fixed", "y", "z")),
                    AUTHOR));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
        .isEqualTo("r--r--r--");
    assertThat(scene.files()).containsExactly("Fixed.md");
    scene.assertSound();
  }

  @Test
  void p05_anEditedNoteKeepsItsMode() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Secret");
    Path note = scene.root().resolve("Secret.md");
    Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("rw-------"));
    add(store, "Secret", "fact");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
        .isEqualTo("rw-------");
  }

  @Test
  void p07_withoutItsSentinelNothingIsAVault() throws IOException {
    Path elsewhere = Files.createDirectories(scene.root().resolveSibling("elsewhere"));
    for (Path location : List.of(elsewhere, elsewhere.resolve("missing"))) {
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> scene.open(scene.settings(location), step -> {}))
          .withMessageContaining("quire vault init");
    }
    assertThat(elsewhere).isEmptyDirectory();

    VaultMemoryStore store = scene.open();
    remember(store, "Kept");
    Path away = scene.root().resolveSibling("unmounted");
    Files.move(scene.root(), away);
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> names(store));
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> remember(store, "Lost"));
    assertThat(scene.root()).doesNotExist();
    Files.move(away, scene.root());
    assertThat(names(store)).containsExactly("Kept");
  }

  @Test
  void p08_aReadOnlyVaultRefusesEveryWrite() {
    remember(scene.open(), "a", "fact");
    VaultMemoryStore store = scene.with("read-only", "true").open();
    List<Relation> relations = List.of(new Relation("a", "b", "c"));
    List<Observations> texts = List.of(new Observations("a", List.of("x")));
    List<Runnable> writes =
        List.of(
            () -> store.createEntities(List.of(new Entity("b", "t", List.of())), AUTHOR),
            () -> store.createRelations(relations, AUTHOR),
            () -> store.addObservations(texts, AUTHOR),
            () -> store.deleteEntities(List.of("a"), AUTHOR),
            () -> store.deleteObservations(texts, AUTHOR),
            () -> store.deleteRelations(relations, AUTHOR));
    for (Runnable write : writes) {
      assertThatExceptionOfType(StoreReadOnlyException.class).isThrownBy(write::run);
    }
    assertThat(texts(store, "a")).containsExactly("fact");
  }

  @Test
  void p08_aStoreOfOneFolderShowsAndWritesOnlyThat() {
    scene.write("Private.md", "---\ntype: diary\n---\n## Observations\n- secret\n");
    VaultMemoryStore store = scene.with("folder", "agents").open();
    remember(store, "Public", "secret too");
    remember(store, "Private", "another one");
    relate(store, "Public", "Private", "knows");
    assertThat(read(store, new Selection.Matching("secret")).entities()).hasSize(1);
    assertThat(names(store)).containsExactly("Public", "Private");
    assertThat(texts(store, "Private")).containsExactly("another one");
    assertThat(scene.text("Private.md"))
        .isEqualTo("---\ntype: diary\n---\n## Observations\n- secret\n");
    assertThat(scene.files()).hasSize(3).contains("Private.md", "agents/Public.md");
  }

  @Test
  void p09_ofAHardLinkedNoteTheEditedNameGetsAFileOfItsOwn() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Twin", "fact");
    Path other = scene.root().resolveSibling("other.md");
    Files.createLink(other, scene.root().resolve("Twin.md"));
    String before = Files.readString(other);
    add(store, "Twin", "new");
    assertThat(other).hasContent(before);
    assertThat(texts(store, "Twin")).containsExactly("fact", "new");
  }

  @Test
  void p10_aStateDirectoryInsideTheVaultOrUnusableIsRefused() throws IOException {
    scene.with("state-dir", scene.root().resolve("state").toString());
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(scene::open)
        .withMessageContaining("inside");
    Path file = Files.createFile(scene.root().resolveSibling("file"));
    scene.with("state-dir", file.toString());
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(scene::open)
        .withMessageContaining("set the option state-dir");
  }

  @Test
  void a02_notesThatAppearAllAtOnceAreAllFound() {
    VaultMemoryStore store = scene.open();
    int count = 1_500;
    for (int i = 0; i < count; i++) {
      scene.write("many/" + i % 7 + "/n" + i + ".md", "---\ntype: thing\n---\n");
    }
    awaitSize(store, count);
  }

  @Tag("long")
  @Test
  void withoutAWatcherTheTreeIsLookedAtEveryFewSeconds() {
    VaultMemoryStore store = scene.with("watch", "false").open();
    scene.write("New.md", "---\ntype: thing\n---\n");
    awaitSize(store, 1);
  }

  private static void awaitSize(VaultMemoryStore store, int size) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (names(store).size() < size && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(names(store)).hasSize(size);
  }

  @Tag("long")
  @Test
  void aVaultThatMostlyVanishedIsNotBelieved() throws IOException {
    VaultMemoryStore store = scene.with("watch", "false").open();
    Path inside = Files.createDirectories(scene.root().resolve("all"));
    for (int i = 0; i < 30; i++) {
      remember(store, "n" + i);
      Files.move(scene.root().resolve("n" + i + ".md"), inside.resolve("n" + i + ".md"));
    }
    assertThat(names(store)).hasSize(30);
    // At once: whoever looks meanwhile would rightly believe that the first few were deleted.
    Path aside = scene.root().resolveSibling("aside");
    Files.move(inside, aside);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    boolean noticed = false;
    while (!noticed && System.nanoTime() < deadline) {
      try {
        assertThat(names(store)).hasSize(30);
        LockSupport.parkNanos(50_000_000);
      } catch (StoreUnavailableException e) {
        noticed = true;
      }
    }
    assertThat(noticed).isTrue();
    Files.move(aside, inside);
    deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (noticed && System.nanoTime() < deadline) {
      try {
        assertThat(names(store)).hasSize(30);
        noticed = false;
      } catch (StoreUnavailableException e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
    assertThat(noticed).isFalse();
  }

  @Test
  void initMakesAVaultOnceAndNeverInsideAnother() {
    Path folder = scene.root().resolveSibling("fresh");
    StoreSettings settings = scene.settings(folder);
    List<String> output = new ArrayList<>();
    VaultCommand command = new VaultCommand();
    assertThat(command.run(List.of("init"), settings, output::add)).isZero();
    assertThat(command.run(List.of("init", folder.toString()), settings, output::add)).isZero();
    assertThat(output).hasSize(2).last().asString().contains("already");
    remember(scene.open(settings, step -> {}), "a");
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(
            () ->
                command.run(List.of("init", folder.resolve("in").toString()), settings, line -> {}))
        .withMessageContaining("folder = \"in\"");
    assertThat(command.run(List.of("status"), settings, output::add)).isZero();
    assertThat(output).contains("1 entities, 0 observations, 0 relations, 1 changes so far");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> command.run(List.of("destroy"), settings, output::add));
  }

  @Test
  void initHidesAVaultInQuiresOwnFolderFromGit() {
    Path own = scene.root().resolveSibling(".quire");
    new VaultCommand().run(List.of("init"), scene.settings(own.resolve("vault")), it -> {});
    assertThat(own.resolve(".gitignore")).hasContent("*\n");
    assertThat(own.resolve("vault/.quire/.gitignore")).hasContent("*\n");
  }

  @Test
  void repairGivesLinksTheNamesThatNotesHaveNow() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Acme");
    remember(store, "Bob");
    relate(store, "Bob", "Acme", "works at");
    Files.move(scene.root().resolve("Acme.md"), scene.root().resolve("Acme Inc.md"));
    Files.writeString(scene.root().resolve(".~quire-0000-0.tmp"), "left over");
    VaultCommand command = new VaultCommand();
    List<String> output = new ArrayList<>();
    assertThat(command.run(List.of("repair", "--dry-run"), scene.settings(), output::add))
        .isEqualTo(1);
    assertThat(scene.text("Bob.md")).contains("[[Acme]]");
    assertThat(command.run(List.of("repair"), scene.settings(), output::add)).isZero();
    assertThat(scene.text("Bob.md")).contains("- works at [[Acme Inc]]\n");
    output.clear();
    assertThat(command.run(List.of("repair"), scene.settings(), output::add)).isZero();
    assertThat(output).containsExactly("Nothing to repair.");
    scene.assertSound();
  }

  @Test
  void theModuleOffersItsProviderAndItsCommands() {
    Module module = VaultCommand.class.getModule();
    if (module.isNamed()) { // services are declared in the descriptor
      assertThat(module.getDescriptor().provides())
          .flatExtracting(ModuleDescriptor.Provides::providers)
          .containsExactlyInAnyOrder(
              VaultMemoryStoreProvider.class.getName(),
              ConflictsCommand.class.getName(),
              VaultCommand.class.getName());
    }
  }
}

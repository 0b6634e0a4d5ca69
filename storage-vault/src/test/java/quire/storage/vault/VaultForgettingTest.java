package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.everything;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Observations;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replacement;
import quire.api.StoreReadOnlyException;

/** R26 in a vault: what was forgotten is in no file of the vault and its state, nor in answers. */
class VaultForgettingTest {
  private static final String SECRET = "lives at 5 Hill Road";

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
    VaultMemoryStore store = scene.open();
    remember(store, "Ada", SECRET, "likes tea");
    remember(store, "Bob", "likes coffee");
    relate(store, "Bob", "Ada", "knows");
    relate(store, "Ada", "Bob", "knows");
    store.replaceObservations(
        List.of(new Replacement("Ada", List.of("moved"), List.of(SECRET))), AUTHOR);
    add(store, "Ada", SECRET);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static long forget(VaultMemoryStore store, String entity, String... texts) {
    return store.forget(List.of(new Observations(entity, List.of(texts))), AUTHOR);
  }

  private static List<Change> changes(VaultMemoryStore store) {
    return store.changes(ChangeQuery.after(0, 1_000));
  }

  /** {@return the files of the vault and its state that hold or are named by this} */
  private List<Path> holding(String text) {
    try (Stream<Path> vault = Files.walk(scene.root());
        Stream<Path> state = Files.walk(scene.state())) {
      return Stream.concat(vault, state)
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().contains(text) || content(file, text))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean content(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aForgottenTextIsInNoFileAndWhatAPersonWroteStays() {
    VaultMemoryStore store = scene.open();
    scene.write("Ada.md", scene.text("Ada.md") + "\nA sentence of mine.\n");
    remember(store, "Cy", SECRET, "of Cy");
    store.deleteEntities(List.of("Cy"), AUTHOR);
    scene.write(".trash/by hand/Dee.md", "---\ntype: x\n---\n## Observations\n\n- " + SECRET);
    long last = store.lastSequence();
    assertThat(holding(SECRET)).hasSizeGreaterThan(3);

    assertThat(forget(store, "Ada", SECRET)).isPositive();

    assertThat(holding(SECRET)).isEmpty();
    assertThat(texts(store, "Ada")).containsExactly("likes tea", "moved");
    assertThat(scene.text("Ada.md")).contains("A sentence of mine.");
    assertThat(holding("of Cy")).isNotEmpty();
    assertThat(scene.open().lastSequence()).isEqualTo(last + 1);
    assertThat(scene.open().historyStart()).isZero();
    scene.assertSound();
  }

  @Test
  void aTextThatAnotherEntityHasStaysThereWithItsHistory() {
    VaultMemoryStore store = scene.open();
    remember(store, "Cy", SECRET);
    forget(store, "Ada", SECRET);
    assertThat(texts(scene.open(), "Cy")).containsExactly(SECRET);
    assertThat(changes(scene.open()).toString()).containsOnlyOnce(SECRET);
  }

  @Test
  void aForgottenEntityIsInNoFileByItsNameOrAnyOfItsTexts() {
    VaultMemoryStore store = scene.open();
    remember(store, "Hidden Name", "of it");
    relate(store, "Hidden Name", "Bob", "knows");
    relate(store, "Bob", "Hidden Name", "knows");
    relate(store, "a stub", "Hidden Name", "knows");
    store.deleteEntities(List.of("Hidden Name"), AUTHOR);
    remember(store, "Hidden Name", "of it anew");
    relate(store, "Bob", "Hidden Name", "knows");
    relate(store, "a stub", "Hidden Name", "knows");
    scene.write("copies/Hidden Name.md", scene.text("Hidden Name.md"));
    assertThat(holding("Hidden Name")).isNotEmpty();

    assertThat(forget(store, "Hidden Name")).isPositive();

    assertThat(holding("Hidden Name")).isEmpty();
    assertThat(holding("of it")).isEmpty();
    assertThat(names(scene.open())).containsExactly("Ada", "Bob");
    assertThat(relations(scene.open()))
        .containsExactly(new Relation("Bob", "Ada", "knows"), new Relation("Ada", "Bob", "knows"));
    assertThat(changes(scene.open()).getLast().action()).isEqualTo(Change.Action.FORGOTTEN);
    scene.assertSound();
  }

  /** Where the system reports a file late, or not at all. */
  @Test
  void aCopyThatNobodyHasReportedYetIsForgottenToo() {
    VaultMemoryStore store = scene.with("watch", "false").open();
    remember(store, "Cy", "of Cy");
    scene.write("copies/Cy.md", scene.text("Cy.md"));

    assertThat(forget(store, "Cy")).isPositive();

    assertThat(holding("of Cy")).isEmpty();
    assertThat(names(store)).containsExactly("Ada", "Bob");
  }

  @Test
  void whatOnlyTheLogHasIsForgotten() {
    VaultMemoryStore store = scene.open();
    store.deleteObservations(List.of(new Observations("Ada", List.of(SECRET))), AUTHOR);
    String before = scene.text("Ada.md");
    forget(store, "Ada", SECRET);
    assertThat(holding(SECRET)).isEmpty();
    assertThat(scene.text("Ada.md")).isEqualTo(before);
    scene.assertSound();
  }

  @Test
  void aNoteThatAPersonWroteIsForgottenToo() {
    scene.write("Eve.md", "---\ntype: x\n---\n## Observations\n\n- hers\n");
    VaultMemoryStore peer = scene.open();
    assertThat(names(peer)).contains("Eve");
    assertThat(forget(scene.open(), "Eve")).isPositive();
    assertThat(names(peer)).doesNotContain("Eve");
    assertThat(holding("Eve")).isEmpty();
    scene.assertSound();
  }

  /** The peer has read and recalled all of it before, and a process of its own forgets it. */
  @Test
  void whoHasTheVaultOpenDoesNotAnswerFromMemory() throws Exception {
    VaultMemoryStore peer = scene.open();
    remember(peer, "Cy", "of Cy");
    assertThat(peer.recall(RecallQuery.of("Hill Road", 5)).facts()).isNotEmpty();
    peer.deleteObservations(List.of(new Observations("Ada", List.of(SECRET))), AUTHOR);
    assertThat(changes(peer).toString()).contains(SECRET);
    assertThat(peer.replaced(List.of("Ada")).toString()).contains(SECRET);
    try (ChildProcess child = scene.child("", "forget|Ada|" + SECRET, "forget|Cy", "add|Bob|new")) {
      child.awaitEnd(0);
    }
    assertThat(everything(peer).toString()).doesNotContain(SECRET).doesNotContain("Cy");
    assertThat(changes(peer).toString()).doesNotContain(SECRET).doesNotContain("Cy");
    assertThat(peer.recall(RecallQuery.of("Hill Road", 5)).facts()).isEmpty();
    assertThat(peer.replaced(List.of("Ada"))).isEmpty();
    assertThat(texts(peer, "Bob")).containsExactly("likes coffee", "new");

    add(peer, "Ada", "after");
    assertThat(texts(scene.open(), "Ada")).containsExactly("likes tea", "moved", "after");
    assertThat(changes(scene.open())).isEqualTo(changes(peer));
    scene.assertSound();
  }

  /** Whoever comes next finds the state before, or finishes it. */
  @Test
  void aDeathBeforeItIsDecidedLeavesAll() throws Exception {
    for (String step : List.of("LOGGED", "TEMP_HALF_WRITTEN", "BEFORE_JOURNAL")) {
      dieAt(step, false);
    }
  }

  @Tag("long")
  @Test
  void aDeathOnceItIsDecidedLeavesNothing() throws Exception {
    dieAt("JOURNALED", true);
    for (String step : List.of("SWITCHED:2", "OVERWRITTEN_ONE:3", "OVERWRITTEN_ALL", "PUBLISHED")) {
      VaultMemoryStore store = scene.open();
      remember(store, "Ada", SECRET);
      relate(store, "Bob", "Ada", "knows");
      store.deleteObservations(List.of(new Observations("Ada", List.of(SECRET))), AUTHOR);
      dieAt(step, true);
    }
  }

  private void dieAt(String step, boolean forgotten) throws Exception {
    try (VaultMemoryStore peer = scene.open()) {
      long last = peer.lastSequence();
      try (ChildProcess child = scene.child(step, "forget|Ada")) {
        child.awaitEnd(ChildProcess.HALTED);
      }
      if (!step.equals("JOURNALED")) { // nobody but a writer sees that something is decided
        assertThat(names(peer).contains("Ada")).as(step).isEqualTo(!forgotten);
        assertThat(peer.lastSequence()).as(step).isEqualTo(last + (forgotten ? 1 : 0));
      }
      add(peer, "Bob", "after " + step); // takes back what was not decided
      assertThat(holding(SECRET).isEmpty()).as(step).isEqualTo(forgotten);
      assertThat(holding("Ada").isEmpty()).as(step).isEqualTo(forgotten);
      assertThat(texts(scene.open(), "Bob")).contains("likes coffee", "after " + step);
      assertThat(names(peer).contains("Ada")).as(step).isEqualTo(!forgotten);
      assertThat(peer.lastSequence()).as(step).isEqualTo(last + (forgotten ? 2 : 1));
      assertThat(changes(scene.open())).isEqualTo(changes(peer));
    }
    scene.assertSound();
  }

  @Tag("long")
  @Test
  void writersGoOnWhileOthersForget() throws Exception {
    try (ChildProcess writer = scene.child("", "addMany|Bob|w|30");
        ChildProcess eraser =
            scene.child(
                "",
                Stream.iterate(0, i -> i + 1)
                    .limit(8)
                    .flatMap(i -> Stream.of("add|Ada|gone" + i, "forget|Ada|gone" + i))
                    .toArray(String[]::new))) {
      VaultMemoryStore reader = scene.open();
      while (eraser.said("forget").size() < 8 && writer.said("addMany").isEmpty()) {
        assertThat(changes(reader))
            .isSortedAccordingTo((one, next) -> Long.compare(one.sequence(), next.sequence()));
        Thread.onSpinWait();
      }
      writer.awaitEnd(0);
      eraser.awaitEnd(0);
    }
    assertThat(texts(scene.open(), "Bob")).hasSize(31);
    assertThat(texts(scene.open(), "Ada")).containsExactly("likes tea", "moved", SECRET);
    assertThat(changes(scene.open()).toString()).doesNotContain("gone");
    assertThat(holding("gone")).isEmpty();
    scene.assertSound();
  }

  @Test
  void aVaultThatCannotBeWrittenForgetsNothing() {
    VaultMemoryStore store = scene.with("read-only", "true").open();
    assertThatExceptionOfType(StoreReadOnlyException.class)
        .isThrownBy(() -> forget(store, "Ada", SECRET));
    assertThat(texts(store, "Ada")).contains(SECRET);
  }
}

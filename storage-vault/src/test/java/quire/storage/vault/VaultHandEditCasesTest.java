package quire.storage.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.spi.Finding;
import quire.storage.vault.write.CrashPoint;

/** What people do to notes with editors and file managers while Quire runs. */
class VaultHandEditCasesTest {
  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static void remove(VaultMemoryStore store, String name, String text) {
    store.deleteObservations(List.of(new Observations(name, List.of(text))), AUTHOR);
  }

  @Test
  void o01_aBulletAddedByHandIsSeenByTheNextCall() {
    VaultMemoryStore store = scene.open();
    remember(store, "Tea", "green");
    scene.write("Tea.md", scene.text("Tea.md") + "- black\n");
    assertThat(texts(store, "Tea")).containsExactly("green", "black");
  }

  @Test
  void o02_aSaveBetweenReadAndCommitIsKept() {
    AtomicBoolean once = new AtomicBoolean(true);
    remember(scene.open(), "Tea", "green");
    VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.TEMP_WRITTEN && once.getAndSet(false)) {
                scene.write("Tea.md", scene.text("Tea.md") + "- by hand\n");
              }
            });
    add(store, "Tea", "by Quire");
    assertThat(texts(store, "Tea")).containsExactly("green", "by hand", "by Quire");
    scene.assertSound();
  }

  @Test
  void o02_aNoteThatBecomesAnotherEntityWhileAWriteIsPlannedGetsNoneOfItsFacts() {
    AtomicBoolean once = new AtomicBoolean(true);
    remember(scene.open(), "Tea", "green");
    VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.PLANNING && once.getAndSet(false)) {
                String other =
                    scene
                        .text("Tea.md")
                        .replaceFirst("quire-id: \\w+", "quire-id: 01J9ZK7Q4M8W2X5Y6T3V0ABCDE")
                        .replaceFirst("type:", "name: Mate\ntype:");
                scene.write("Tea.md", other);
              }
            });
    assertThatExceptionOfType(EntityNotFoundException.class)
        .isThrownBy(() -> add(store, "Tea", "of Tea"));
    assertThat(once).isFalse();
    assertThat(texts(store, "Mate")).containsExactly("green");
  }

  /** What an editor does that opened the note before the switch and writes after it. */
  @Test
  void o02_aSaveAfterTheLastCheckIsKeptInANoteOfItsOwn() throws IOException {
    remember(scene.open(), "Tea", "green");
    try (FileChannel editor =
        FileChannel.open(scene.root().resolve("Tea.md"), StandardOpenOption.APPEND)) {
      AtomicBoolean once = new AtomicBoolean(true);
      VaultMemoryStore store =
          scene.open(
              step -> {
                if (step == CrashPoint.SWITCHED && once.getAndSet(false)) {
                  append(editor, "- by hand, late\n");
                }
              });
      add(store, "Tea", "by Quire");
      assertThat(texts(store, "Tea")).containsExactly("green", "by Quire");
      assertThat(scene.text("Tea (recovered by Quire 1).md")).contains("by hand, late");
    }
  }

  private static void append(FileChannel file, String text) {
    try {
      var _ = file.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void o03_aHalfSavedNoteDoesNotBecomeTheBase() {
    remember(scene.open(), "Tea", "green");
    String whole = scene.text("Tea.md") + "- by hand\n";
    AtomicInteger attempts = new AtomicInteger();
    VaultMemoryStore store =
        scene.open(
            step -> {
              if (step == CrashPoint.LOCKED && attempts.incrementAndGet() <= 4) {
                save("Tea.md", attempts.get() < 4 ? "" : whole);
              }
            });
    add(store, "Tea", "by Quire");
    assertThat(texts(store, "Tea")).containsExactly("green", "by hand", "by Quire");
    assertThat(attempts).hasValueGreaterThan(4);
  }

  /** As an editor does it: the note is new at this moment. */
  private void save(String path, String text) {
    try {
      Files.writeString(scene.root().resolve(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void o04_aRenamedNoteIsTheSameEntityUnderItsNewName() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Acme", "makes anvils");
    remember(store, "Bob");
    relate(store, "Bob", "Acme", "works at");
    Files.move(scene.root().resolve("Acme.md"), scene.root().resolve("Acme Inc.md"));

    VaultMemoryStore fresh = scene.open();
    assertThat(names(fresh)).containsExactly("Acme Inc", "Bob");
    assertThat(relations(fresh)).containsExactly(new Relation("Bob", "Acme Inc", "works at"));
    assertThat(texts(store, "Acme Inc")).containsExactly("makes anvils");
    assertThat(names(store)).containsExactly("Acme Inc", "Bob");
    assertThat(relations(store)).isEqualTo(relations(fresh));
  }

  @Test
  void o05_aMovedNoteIsTheSameEntity() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Acme", "makes anvils");
    remember(store, "Bob");
    relate(store, "Bob", "Acme", "works at");
    Files.createDirectories(scene.root().resolve("companies/old"));
    Files.move(scene.root().resolve("Acme.md"), scene.root().resolve("companies/old/Acme.md"));
    VaultMemoryStore fresh = scene.open();
    assertThat(names(fresh)).containsExactly("Acme", "Bob");
    assertThat(relations(fresh)).containsExactly(new Relation("Bob", "Acme", "works at"));
    add(fresh, "Acme", "moved");
    assertThat(scene.files()).containsExactly("Bob.md", "companies/old/Acme.md");
  }

  @Test
  void o06_deletingWhatAPersonDeletedBeforeIsASuccess() {
    VaultMemoryStore store = scene.open();
    remember(store, "Tea", "green", "black");
    scene.write("Tea.md", scene.text("Tea.md").replace("- green\n", ""));
    remove(store, "Tea", "green");
    assertThat(texts(store, "Tea")).containsExactly("black");
  }

  @Test
  void o07_anEditorThatRewritesThePropertiesChangesNothing() {
    VaultMemoryStore store = scene.open();
    remember(store, "A/B", "fact");
    String path = scene.files().getFirst();
    String id =
        scene
            .text(path)
            .lines()
            .filter(line -> line.startsWith("quire-id"))
            .findFirst()
            .orElseThrow();
    String rewritten =
        "---\r\ntags:\r\n  - x\r\nname: 'A/B'\r\naliases:\r\n  - A/B\r\ntype: thing\r\n"
            + id
            + "\r\n---\r\n\r\n## Observations\r\n\r\n- fact\r\n";
    scene.write(path, rewritten);
    assertThat(names(store)).containsExactly("A/B");
    assertThat(everything(scene.open())).isEqualTo(everything(store));
    add(store, "A/B", "new");
    assertThat(scene.text(path)).isEqualTo(rewritten + "- new\r\n");
  }

  @Test
  void o08_aBlockIdBelongsToObsidian() {
    VaultMemoryStore store = scene.open();
    remember(store, "Tea", "green");
    scene.write("Tea.md", scene.text("Tea.md").replace("- green", "- green ^abc123"));
    assertThat(texts(store, "Tea")).containsExactly("green");
    add(store, "Tea", "ends like one ^abc123");
    assertThat(scene.text("Tea.md")).contains("- green ^abc123\n");
    assertThat(texts(scene.open(), "Tea")).containsExactly("green", "ends like one ^abc123");
  }

  @Test
  void o09_whatIsNoFactStaysByteForByte() {
    String foreign =
        """
        # Title \s

        > [!note] callout
        > - no fact

        | a | b |
        |---|---|

        ```java
        ## Observations
        - code
        ```
        %%
        - hidden
        %%

        ![[embed.png]]
        \t indented
        """;
    scene.write(
        "Mixed.md",
        "---\ntype: thing\n---\n"
            + foreign
            + "\n## Observations\n- one\n\n"
            + foreign
            + "\n## Relations\n\nprose\n");
    VaultMemoryStore store = scene.open();
    for (int i = 0; i < 25; i++) {
      add(store, "Mixed", "fact " + i);
      relate(store, "Mixed", "Other " + i, "near");
    }
    for (int i = 0; i < 25; i++) {
      remove(store, "Mixed", "fact " + i);
      store.deleteRelations(List.of(new Relation("Mixed", "Other " + i, "near")), AUTHOR);
    }
    String text = scene.text("Mixed.md");
    assertThat(text.split(Pattern.quote(foreign), -1)).hasSize(3);
    assertThat(texts(store, "Mixed")).containsExactly("one");
  }

  @Test
  void o10_listsInHumanStylesHaveOneMeaning() {
    scene.write(
        "List.md",
        """
        ---
        type: thing
        ---
        ## Observations
        * star
        + plus
        - [ ] todo
        - parent
          - child
        - lazy
        continued
        - last
        """);
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "List"))
        .containsExactly("star", "plus", "[ ] todo", "parent\n- child", "lazy\ncontinued", "last");
    remove(store, "List", "parent\n- child");
    remove(store, "List", "lazy\ncontinued");
    assertThat(scene.text("List.md"))
        .isEqualTo("---\ntype: thing\n---\n## Observations\n* star\n+ plus\n- [ ] todo\n- last\n");
  }

  @Test
  void o11_theFirstHeadingOfTheSecondLevelCounts() {
    scene.write(
        "Heads.md",
        """
        ---
        type: thing
        ---
        ### Observations
        - no
        ## observations
        - yes
        ## Observations
        - no
        """);
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "Heads")).containsExactly("yes");
    add(store, "Heads", "more");
    assertThat(scene.text("Heads.md")).contains("- yes\n- more\n## Observations");
  }

  @Test
  void o12_aPlainNoteBecomesAnEntityWithItsFirstFact() {
    String prose = "# My thoughts\n\nNothing for machines.";
    scene.write("Thoughts.md", prose);
    VaultMemoryStore store = scene.open();
    assertThat(names(store)).isEmpty();
    assertThatExceptionOfType(EntityNotFoundException.class)
        .isThrownBy(() -> add(store, "Other thoughts", "x"));

    add(store, "Thoughts", "a fact");
    assertThat(texts(store, "Thoughts")).containsExactly("a fact");
    assertThat(scene.text("Thoughts.md"))
        .matches(
            "---\nquire-id: [0-9A-Z]{26}\n---\n" + prose + "\n\n## Observations\n\n- a fact\n");
  }

  @Test
  void o12_aPlainNoteIsAdoptedByTheEntityOfItsName() {
    scene.write("Thoughts.md", "Prose.\n");
    VaultMemoryStore store = scene.open();
    remember(store, "Thoughts", "a fact");
    assertThat(scene.files()).containsExactly("Thoughts.md");
    assertThat(scene.text("Thoughts.md")).contains("type: thing", "Prose.\n", "- a fact\n");
  }

  @Test
  void o13_aFactThatAnUnsavedEditorOverwroteIsReported() {
    VaultMemoryStore store = scene.open();
    remember(store, "Tea", "green");
    String unsaved = scene.text("Tea.md");
    add(store, "Tea", "lost");
    scene.write("Tea.md", unsaved);
    assertThat(texts(store, "Tea")).containsExactly("green");
    assertThat(store.vanishedFacts()).hasSize(1).first().asString().contains("\"Tea\"", "test");
    assertThat(store.problems()).isEmpty();
    assertThat(VaultHealth.checks(scene.settings()))
        .extracting(check -> check.run().verdict())
        .containsExactly(
            Finding.Verdict.OK,
            Finding.Verdict.OK,
            Finding.Verdict.WARN,
            Finding.Verdict.OK,
            Finding.Verdict.OK);
    List<Change> changes = store.changes(ChangeQuery.after(0, 10));
    assertThat(changes).hasSize(4);
    assertThat(changes.getLast().author().client()).isEqualTo("by hand");
    remove(store, "Tea", "lost");
    assertThat(store.deleteEntities(List.of("Tea"), AUTHOR)).isEqualTo(2);
  }

  @Test
  void factsOfANoteThatCannotBeReadAreNotCalledGone() {
    VaultMemoryStore store = scene.open();
    remember(store, "Tea", "green");
    scene.write("Tea.md", scene.text("Tea.md").replaceFirst("---\n", "---\nfoo: [open\n"));
    assertThat(VaultHealth.checks(scene.settings()))
        .extracting(check -> check.run().verdict())
        .containsExactly(
            Finding.Verdict.WARN,
            Finding.Verdict.OK,
            Finding.Verdict.OK,
            Finding.Verdict.OK,
            Finding.Verdict.OK);
  }
}

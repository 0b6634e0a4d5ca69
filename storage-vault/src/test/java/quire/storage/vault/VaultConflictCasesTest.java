package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Relation;
import quire.api.StoreRefusedException;
import quire.api.spi.Finding;
import quire.storage.vault.conflict.Conflict;

/** What sync tools and git do to notes. */
class VaultConflictCasesTest {
  private static final List<String> FAMILIES =
      List.of(
          "%s (1)",
          "Copy of %s",
          "%s (Ann's conflicted copy 2026-11-21)",
          "%s (Case Conflict)",
          "%s (Case Conflict 1)",
          "%s (Unicode Encoding Conflict)",
          "%s (white space conflict)",
          "%s (shared folder conflict)",
          "%s-LAPTOP",
          "%s-LAPTOP-2",
          "%s 2",
          "%s.sync-conflict-20261121-101500-ABCDEFG",
          "%s (conflicted copy 2026-11-21 101500)",
          "%s (conflicted copy ann 2026-11-21 101500)",
          "%s_conflict-20261121-101500",
          "%s_conflict-ann-20261121-101500",
          "%s (Conflicted copy phone 202611211015)",
          "%s conflict",
          "%s (conflicted)");

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private List<String> run(String... arguments) {
    List<String> output = new ArrayList<>();
    int exit = new ConflictsCommand().run(List.of(arguments), scene.settings(), output::add);
    output.addFirst(String.valueOf(exit));
    return output;
  }

  @Test
  void theDoctorPointsAtConflictCopiesAndFindsNothingElse() {
    remember(scene.open(), "Plan", "base");
    scene.write(FAMILIES.getFirst().formatted("Plan") + ".md", scene.text("Plan.md"));
    assertThat(VaultHealth.checks(scene.settings()))
        .extracting(check -> check.run().verdict())
        .containsExactly(
            Finding.Verdict.OK,
            Finding.Verdict.WARN,
            Finding.Verdict.OK,
            Finding.Verdict.OK,
            Finding.Verdict.OK);
  }

  @Test
  void s01_everyFamilyOfNamesIsRecognised() {
    remember(scene.open(), "Plan", "base");
    assertThat(scene.open().notice()).isEmpty();
    for (String family : FAMILIES) {
      scene.write(family.formatted("Plan") + ".md", scene.text("Plan.md"));
    }
    VaultMemoryStore store = scene.open();
    assertThat(names(store)).containsExactly("Plan");
    assertThat(store.conflicts())
        .hasSize(FAMILIES.size())
        .allMatch(conflict -> conflict.kind() == Conflict.Kind.COPY)
        .allMatch(conflict -> conflict.base().equals("Plan.md"))
        .noneMatch(conflict -> conflict.tool().equals("same identity"));
    assertThat(store.notice()).hasValueSatisfying(text -> assertThat(text).contains("conflicts"));
    add(store, "Plan", "more");
    assertThat(scene.text("Plan.md")).contains("- more\n");
  }

  @Test
  void s02_aCopyThatDiffersIsShownAndUnited() {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "both");
    String copy = "Plan (Conflicted copy phone 202611211015).md";
    scene.write(copy, scene.text("Plan.md") + "- copy one\n- copy two\n");
    add(store, "Plan", "base one");

    assertThat(texts(scene.open(), "Plan")).containsExactly("both", "base one");
    assertThat(run())
        .contains("1", "  only in the note: base one", "  only in the copy: copy one")
        .anyMatch(line -> line.contains("Obsidian Sync"));
    assertThat(run("resolve", "--union", copy)).startsWith("0");
    assertThat(texts(store, "Plan")).containsExactly("both", "base one", "copy one", "copy two");
    assertThat(scene.files()).containsExactly("Plan.md");
    assertThat(run()).containsExactly("0", "No conflicts.");
    scene.assertSound();
  }

  @Test
  void s02_aCopyIsTakenAndNothingIsDeleted() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "both");
    scene.write("Plan 2.md", scene.text("Plan.md") + "- copy\n");
    add(store, "Plan", "base");
    assertThat(run("resolve", "--take", "Plan 2.md")).startsWith("0");
    assertThat(texts(store, "Plan")).containsExactly("both", "copy");
    try (var trash = Files.list(scene.root().resolve(".trash"))) {
      assertThat(trash.map(VaultConflictCasesTest::content))
          .anyMatch(text -> text.contains("- base\n"));
    }
  }

  @Test
  void s02_bothAreKeptAsTwoEntities() {
    remember(scene.open(), "Plan", "both");
    scene.write("Plan 2.md", scene.text("Plan.md") + "- copy\n");
    assertThat(run("resolve", "--keep-both", "Plan 2.md")).startsWith("0");
    VaultMemoryStore store = scene.open();
    assertThat(names(store)).containsExactly("Plan", "Plan 2");
    assertThat(texts(store, "Plan 2")).containsExactly("both", "copy");
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(() -> run("resolve", "--take", "Plan 2.md"));
  }

  @Test
  void s03_aCopyWithoutItsOriginalIsTheEntity() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "fact");
    String copy = "Plan.sync-conflict-20261121-101500-ABCDEFG.md";
    Files.move(scene.root().resolve("Plan.md"), scene.root().resolve(copy));
    VaultMemoryStore fresh = scene.open();
    assertThat(fresh.conflicts().getFirst().kind()).isEqualTo(Conflict.Kind.ORPHAN);
    assertThat(names(fresh)).hasSize(1);
  }

  @Test
  void s04_namesThatOnlyLookLikeCopiesAreNone() {
    VaultMemoryStore store = scene.open();
    for (String name :
        List.of("Foo", "Copy of Foo", "report", "report (2026)", "Bob", "Bob 2", "x", "x-LAPTOP")) {
      remember(store, name, "about " + name);
    }
    assertThat(store.conflicts()).isEmpty();
    assertThat(names(store)).hasSize(8);
  }

  @Test
  void s05_aNumberedNoteOfOtherContentIsNoCopy() {
    scene.write("Plan.md", "---\ntype: thing\n---\n## Observations\n- one thing\n");
    scene.write("Plan (1).md", "---\ntype: other\n---\nSomething else entirely.\n\n- and more\n");
    VaultMemoryStore store = scene.open();
    assertThat(names(store)).containsExactlyInAnyOrder("Plan", "Plan (1)");
    assertThat(store.conflicts()).isEmpty();
  }

  @Test
  void s06_aNoteWithMergeMarkersIsReadButNotWritten() {
    VaultMemoryStore store = scene.open();
    remember(store, "Torn", "kept");
    remember(store, "Whole", "fine");
    String torn =
        scene.text("Torn.md") + "<<<<<<< HEAD\n- ours\n=======\n- theirs\n>>>>>>> branch\n";
    scene.write("Torn.md", torn);
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(() -> add(store, "Torn", "new"))
        .withMessageContaining("Torn.md")
        .withMessageContaining("markers");
    assertThat(scene.text("Torn.md")).isEqualTo(torn);
    assertThat(texts(store, "Torn")).contains("kept", "ours", "theirs");
    assertThat(store.problems()).hasSize(1);
    add(store, "Whole", "still");
  }

  @Test
  void s07_namesThatDifferOnlyInCaseAreReported() {
    scene.write("Bob.md", "---\ntype: person\n---\n## Observations\n- one\n");
    scene.write("bob.md", "---\ntype: person\n---\n## Observations\n- two\n");
    VaultMemoryStore store = scene.open();
    if (scene.files().size() == 2) { // a file system that tells them apart
      assertThat(names(store)).containsExactlyInAnyOrder("Bob", "bob");
      assertThat(store.conflicts()).extracting(Conflict::kind).containsExactly(Conflict.Kind.CASE);
    }
  }

  @Test
  void s08_foldersOfToolsAreNotLookedInto() {
    String note = "---\ntype: thing\n---\n";
    for (String folder :
        List.of(".tmp.driveupload", ".stversions", ".trash", ".obsidian", ".git")) {
      scene.write(folder + "/1.md", note);
    }
    VaultMemoryStore store = scene.open();
    assertThat(names(store)).isEmpty();
    scene.write(".trash/2.md", note);
    assertThat(names(store)).isEmpty();
  }

  @Test
  void s09_aNoteThatIsReplacedByMovingIsNeverGone() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "fact");
    Path note = scene.root().resolve("Plan.md");
    Path aside = scene.root().resolveSibling("aside");
    for (int i = 0; i < 30; i++) {
      Files.move(note, aside);
      assertThat(texts(store, "Plan")).containsExactly("fact");
      Files.copy(aside, note);
      Files.delete(aside);
      assertThat(texts(store, "Plan")).containsExactly("fact");
    }
    add(store, "Plan", "more");
  }

  @Test
  void s10_anOlderVersionThatASyncBringsBackIsSeenAndReported() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "yesterday");
    byte[] old = Files.readAllBytes(scene.root().resolve("Plan.md"));
    add(store, "Plan", "today");
    Path note = scene.root().resolve("Plan.md");
    Files.write(note, old);
    Files.setLastModifiedTime(note, FileTime.fromMillis(1_000_000_000_000L));
    assertThat(texts(store, "Plan")).containsExactly("yesterday");
    assertThat(store.vanishedFacts()).hasSize(1);
  }

  @Test
  void s11_whatAToolPutAsideIsListedAndLeft() {
    scene.write("lost_and_found/Plan.md", "---\ntype: thing\n---\n");
    VaultMemoryStore store = scene.open();
    assertThat(store.conflicts()).extracting(Conflict::kind).containsExactly(Conflict.Kind.DUMPED);
    assertThat(scene.text("lost_and_found/Plan.md")).isEqualTo("---\ntype: thing\n---\n");
  }

  @Test
  void g01_aUnionMergeKeepsTheFactsOfBothBranches() {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "base");
    remember(store, "Other");
    VaultScene.relate(store, "Plan", "Other", "near");
    String merged =
        scene
            .text("Plan.md")
            .replace("- base\n", "- base\n- ours\n- theirs\n- base\n")
            .replace("- near [[Other]]\n", "- near [[Other]]\n- near [[Other]]\n");
    scene.write("Plan.md", merged);
    assertThat(texts(store, "Plan")).containsExactly("base", "ours", "theirs");
    assertThat(VaultScene.relations(store)).hasSize(1);
    store.deleteRelations(List.of(new Relation("Plan", "Other", "near")), VaultScene.AUTHOR);
    assertThat(scene.text("Plan.md")).doesNotContain("near");
  }

  @Test
  void g02_aCheckoutThatChangesManyNotesIsSeen() throws IOException {
    VaultMemoryStore store = scene.with("watch", "false").open();
    for (int i = 0; i < 30; i++) {
      remember(store, "n" + i, "before");
    }
    for (int i = 0; i < 30; i++) {
      Path note =
          scene.write("n" + i + ".md", scene.text("n" + i + ".md").replace("before", "after"));
      Files.setLastModifiedTime(note, FileTime.fromMillis(1_000_000_000_000L));
    }
    assertThat(VaultScene.everything(store)).isEqualTo(VaultScene.everything(scene.open()));
    assertThat(texts(store, "n7")).containsExactly("after");
  }

  @Test
  void g03_convertedLineEndingsAreTheSameFacts() {
    VaultMemoryStore store = scene.open();
    remember(store, "Plan", "one\ntwo", "three");
    scene.write("Plan.md", scene.text("Plan.md").replace("\n", "\r\n"));
    assertThat(texts(store, "Plan")).containsExactly("one\ntwo", "three");
    add(store, "Plan", "three", "four");
    assertThat(texts(store, "Plan")).containsExactly("one\ntwo", "three", "four");
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

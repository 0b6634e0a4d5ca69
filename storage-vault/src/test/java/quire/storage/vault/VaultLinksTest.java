package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.read;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;

/** What links mean when notes are renamed, have aliases, or are edited without a trace. */
class VaultLinksTest {
  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void rename(String from, String to) throws IOException {
    Path target = scene.root().resolve(to);
    Files.createDirectories(target.getParent());
    Files.move(scene.root().resolve(from), target);
  }

  private List<String> repair() {
    List<String> said = new ArrayList<>();
    assertThat(new VaultCommand().run(List.of("repair"), scene.settings(), said::add)).isZero();
    return said;
  }

  @Test
  void relationsFollowANoteThroughSeveralRenames() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Ann");
    remember(store, "Bob");
    relate(store, "Bob", "Ann", "knows");
    rename("Ann.md", "Anna.md");
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Bob.md")).contains("- knows [[Anna]]\n");
    rename("Anna.md", "Annie.md");
    assertThat(relations(scene.open())).containsExactly(new Relation("Bob", "Annie", "knows"));
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Bob.md")).contains("- knows [[Annie]]\n");
    rename("Annie.md", "people/Anne.md");
    assertThat(repair()).contains("Repaired.");
    assertThat(relations(scene.open())).containsExactly(new Relation("Bob", "Anne", "knows"));
    assertThat(repair()).containsExactly("Nothing to repair.");
  }

  @Test
  void relationsFollowANoteThatAPersonWroteAndAnAgentExtended() throws IOException {
    scene.write("Ann.md", "---\ntype: person\n---\n");
    scene.write("Bob.md", "---\ntype: person\n---\n## Relations\n- knows [[Ann]]\n");
    add(scene.open(), "Ann", "a fact");
    rename("Ann.md", "Anna.md");
    assertThat(relations(scene.open())).containsExactly(new Relation("Bob", "Anna", "knows"));
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Bob.md")).contains("- knows [[Anna]]\n");
  }

  @Test
  void aRenameThatLeftNoTraceIsSaid() throws IOException {
    scene.write("Ann.md", "---\ntype: person\n---\n");
    scene.write("Bob.md", "---\ntype: person\n---\n## Relations\n- knows [[Ann]]\n");
    rename("Ann.md", "Anna.md");
    assertThat(repair()).anyMatch(line -> line.contains("Bob.md: \"knows [[Ann]]\""));
    assertThat(scene.text("Bob.md")).contains("- knows [[Ann]]\n");
  }

  @Test
  void repairKeepsWhatStandsBesideALink() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Ann");
    String bob =
        String.join(
            "\r\n",
            "---",
            "type: person",
            "---",
            "## Relations",
            "- knows [[Ann]] (from school) ^id1",
            "* \"likes\":: [[Ann#Work|her work]] <!-- x -->",
            "- sees [[Ann|my friend]]",
            "");
    scene.write("Bob.md", bob);
    rename("Ann.md", "Anna.md");
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Bob.md"))
        .isEqualTo(
            bob.replace("[[Ann]]", "[[Anna]]")
                .replace("[[Ann#Work|her work]]", "[[Anna#Work|her work]]")
                .replace("[[Ann|my", "[[Anna|my"));
    assertThat(relations(scene.open())).hasSize(3).allMatch(known -> known.to().equals("Anna"));
  }

  @Test
  void aLinkThatShowsAFormerNameIsRepaired() {
    VaultMemoryStore store = scene.open();
    remember(store, "A/B");
    remember(store, "Bob");
    relate(store, "Bob", "A/B", "knows");
    scene.write("A-B.md", scene.text("A-B.md").replace("name: \"A/B\"", "name: \"A/C\""));
    assertThat(relations(scene.open())).containsExactly(new Relation("Bob", "A/C", "knows"));
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Bob.md")).contains("- knows [[A-B|A/C]]\n");
  }

  @Test
  void aLinkIntoAFolderThatWasRenamedIsRepaired() throws IOException {
    scene.write("old/Ann.md", "---\ntype: person\n---\n");
    scene.write("Bob.md", "---\ntype: x\n---\n## Relations\n- knows [[old/Ann]]\n");
    rename("old/Ann.md", "new/Ann.md");
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Bob.md")).contains("- knows [[Ann]]\n");
  }

  @Test
  void aRelationToAnAliasIsKeptExactlyAndCanBeDeleted() {
    scene.write("Robert.md", "---\ntype: person\naliases: [Bobby]\n---\n");
    VaultMemoryStore store = scene.open();
    remember(store, "Ann");
    Relation toAlias = new Relation("Ann", "Bobby", "knows");
    assertThat(store.createRelations(List.of(toAlias), AUTHOR)).containsExactly(toAlias);
    for (VaultMemoryStore each : List.of(store, scene.open())) {
      assertThat(relations(each)).containsExactly(toAlias);
      assertThat(each.createRelations(List.of(toAlias), AUTHOR)).isEmpty();
    }
    assertThat(store.deleteRelations(List.of(toAlias), AUTHOR)).isEqualTo(1);
    assertThat(relations(store)).isEmpty();
  }

  @Test
  void aPersonsLinkToAnAliasMeansTheEntity() {
    scene.write("Robert.md", "---\ntype: person\naliases: [Bobby]\n---\n");
    scene.write("Ann.md", "---\ntype: x\n---\n## Relations\n- a [[Bobby]]\n- b [[Robert|Bobby]]\n");
    assertThat(relations(scene.open()))
        .containsExactlyInAnyOrder(
            new Relation("Ann", "Robert", "a"), new Relation("Ann", "Robert", "b"));
    assertThat(repair()).contains("Repaired.");
    assertThat(scene.text("Ann.md")).contains("- a [[Robert|Bobby]]\n");
  }

  @Test
  void aRelationToAFormerNameLeadsToTheEntityAndIsMadeOnce() throws IOException {
    VaultMemoryStore store = scene.open();
    remember(store, "Ann");
    remember(store, "Bob");
    rename("Ann.md", "Anna.md");
    VaultMemoryStore other = scene.open();
    Relation former = new Relation("Bob", "Ann", "knows");
    Relation present = new Relation("Bob", "Anna", "knows");
    assertThat(other.createRelations(List.of(former), AUTHOR)).containsExactly(present);
    assertThat(other.createRelations(List.of(former), AUTHOR)).isEmpty();
    assertThat(relations(other)).containsExactly(present);
    assertThat(other.deleteRelations(List.of(former), AUTHOR)).isEqualTo(1);
    assertThat(relations(other)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1. one\n2. two\n",
        "3) three\n",
        "<details>\nmore\n</details>\n",
        "[^1]: a footnote\n",
        "$$\nx\n$$\n",
        "> a quote\n",
        "| a | b |\n"
      })
  void whatStandsBelowAFactIsNoPartOfIt(String below) {
    String note = "---\ntype: x\n---\n## Observations\n- first\n- second\n" + below;
    scene.write("Ann.md", note);
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "Ann")).containsExactly("first", "second");
    store.deleteObservations(List.of(new Observations("Ann", List.of("second"))), AUTHOR);
    assertThat(scene.text("Ann.md")).isEqualTo(note.replace("- second\n", ""));
    add(store, "Ann", "1. numbered\n2. text");
    assertThat(texts(scene.open(), "Ann")).containsExactly("first", "1. numbered\n2. text");
  }

  @Tag("long")
  @Test
  void anEditThatKeepsSizeAndTimeIsFoundWithoutAWatch() throws Exception {
    scene.with("watch", "false");
    VaultMemoryStore store = scene.open();
    remember(store, "Ann", "green tea");
    Path note = scene.root().resolve("Ann.md");
    FileTime time = Files.getLastModifiedTime(note);
    Thread looker = Thread.currentThread();
    assertThat(read(store, new Selection.Matching("green")).entities()).hasSize(1);
    Files.writeString(note, scene.text("Ann.md").replace("green", "black"));
    Files.setLastModifiedTime(note, time);
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (read(store, new Selection.Matching("black")).entities().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(looker, 100_000_000);
    }
  }
}

package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.everything;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.read;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Observations;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreRefusedException;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;

/** R22: a note that people or other tools broke is read as far as can be, or named. */
class VaultBrokenNotesTest {
  private static final String FACT = "wrote the first program";

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static List<String> missing(VaultMemoryStore store, Selection selection) {
    try (GraphSnapshot snapshot = store.read(selection)) {
      return snapshot.missing();
    }
  }

  private String ada(VaultMemoryStore store) {
    store.createEntities(List.of(new Entity("Ada", "person", List.of(FACT))), VaultScene.AUTHOR);
    return scene.text("Ada.md");
  }

  private static void assertAdaIsServed(VaultMemoryStore store) {
    Entity ada = new Entity("Ada", "person", List.of(FACT));
    assertThat(everything(store).entities()).containsExactly(ada);
    assertThat(read(store, new Selection.Named(List.of("Ada"))).entities()).containsExactly(ada);
    assertThat(read(store, new Selection.Matching("first program")).entities())
        .containsExactly(ada);
    assertThat(store.recall(RecallQuery.of("who wrote the first program", 5)).facts())
        .anyMatch(found -> found.fact().text().equals(Optional.of(FACT)));
  }

  private void assertReadAndNotWritten(String note) {
    scene.write("Ada.md", note);
    for (VaultMemoryStore store : List.of(scene.open(), scene.open())) {
      assertAdaIsServed(store);
      assertThat(missing(store, new Selection.Everything())).isEmpty();
      assertThatExceptionOfType(StoreRefusedException.class)
          .isThrownBy(() -> add(store, "Ada", "more"))
          .withMessageContaining("Ada.md");
      assertThat(scene.text("Ada.md")).isEqualTo(note);
      assertThat(store.problems()).hasSize(1).first().asString().contains("Ada.md");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title: Ada: the countess",
        "created: 1\ncreated: 2",
        "type: person",
        "cover: {{x}} and more",
        "quote: 'never closed",
        "list: [1, 2",
        "tags: @home",
        "\tkey: tab",
        "- a list entry",
        "a line without a colon",
        "  deep: 1\n wrong: 2",
        "quire-id: 01J9ZK7Q4M8W2X5Y6T3V0ABCDE\nx: {"
      })
  void brokenPropertiesHideNoFact(String line) {
    String note = ada(scene.open());
    assertReadAndNotWritten(note.replaceFirst("type: person\n", "type: person\n" + line + "\n"));
  }

  @Test
  void brokenPropertiesAboveTheIdentityHideNoFact() {
    String note = ada(scene.open());
    assertReadAndNotWritten(note.replaceFirst("---\n", "---\ntitle: Ada: the countess\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n# Ada\n", "\nSome text: of hers.\n", "\naliases:\n"})
  void aBlockThatIsNeverClosedHidesNoFact(String instead) {
    String note = ada(scene.open());
    assertReadAndNotWritten(note.replaceFirst("\n---\n", "\n" + instead));
  }

  @Test
  void aRuleFarBelowDoesNotMakeTheBodyPropertiesOfANoteThatIsNotClosed() {
    String note = ada(scene.open());
    assertReadAndNotWritten(note.replaceFirst("\n---\n", "\naliases:\n") + "\n---\n\nThe end.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "windows-1252"})
  void aNoteInAnotherEncodingIsReadAndNeverRewritten(String name) throws Exception {
    Charset charset = Charset.forName(name);
    byte[] bytes = (ada(scene.open()) + "- caf\u00E9 cr\u00E8me\n").getBytes(charset);
    Path note = scene.write("Ada.md", bytes);
    for (VaultMemoryStore store : List.of(scene.open(), scene.open())) {
      assertThat(texts(store, "Ada")).containsExactly(FACT, "caf\u00E9 cr\u00E8me");
      assertThatExceptionOfType(StoreRefusedException.class)
          .isThrownBy(() -> add(store, "Ada", "more"))
          .withMessageContaining("UTF-8");
      assertThat(note).hasBinaryContent(bytes);
      assertThat(store.problems()).hasSize(1);
    }
  }

  @Test
  void aDamagedByteInUtf8LeavesTheRestAsItIs() throws Exception {
    byte[] bytes = (ada(scene.open()) + "- caf\u00E9 \u00E8 X\n").getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 2] = (byte) 0xFF;
    Path note = scene.write("Ada.md", bytes);
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "Ada")).containsExactly(FACT, "caf\u00E9 \u00E8 \uFFFD");
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(() -> add(store, "Ada", "more"));
    assertThat(note).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\ncreated: 2026-01-01\n---\n",
        "---\ncreated: 2026-01-01\n---\n\n",
        "---\ncreated: 2026-01-01\ntags:\n  - x\n---\n# A title\n\n",
        "# A title\n\n",
        "\n",
        "\n\n\n",
        "<!-- made by a tool -->\n",
        "---\n---\n"
      })
  void whatAnotherToolWritesBeforeOursGivesNoSecondIdentity(String before) {
    VaultMemoryStore store = scene.open();
    String note = ada(store);
    scene.write("Ada.md", before + note);
    assertAdaIsServed(store);
    add(store, "Ada", "more");
    assertThat(scene.text("Ada.md")).isEqualTo(before + note + "- more\n");
    assertThat(texts(scene.open(), "Ada")).containsExactly(FACT, "more");
    scene.assertSound();
  }

  @Test
  void aBrokenBlockBeforeOursHidesNoFact() {
    String note = ada(scene.open());
    assertReadAndNotWritten("---\ntitle: Ada: the countess\n---\n" + note);
  }

  @Test
  void anExampleOfOurPropertiesInACodeBlockIsNoIdentity() {
    scene.write("How.md", "# How\n\n```\n---\nquire-id: 01J9ZK7Q4M8W2X5Y6T3V0ABCDE\n---\n```\n");
    assertThat(names(scene.open())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type:\n  - person\n  - author\n",
        "type:\n- person\n",
        "type: [person, author]\n",
        "type: [ person ]\n",
        "type: [[person]]\n",
        "type:\n  - \"person\"\n"
      })
  void ofSeveralTypesTheFirstCounts(String type) {
    String note = "---\n" + type + "---\n## Observations\n- " + FACT + "\n";
    scene.write("Ada.md", note);
    VaultMemoryStore store = scene.open();
    assertAdaIsServed(store);
    add(store, "Ada", "more");
    assertThat(texts(store, "Ada")).containsExactly(FACT, "more");
    assertThat(scene.text("Ada.md")).contains(type);
    scene.assertSound();
  }

  @Test
  void notesOfOneFileNameInTwoFoldersAreTwoEntities() {
    String note = "---\ntype: meta\n---\n## Observations\n- %s\n";
    scene.write("wiki/index.md", note.formatted("of the wiki"));
    scene.write("projects/index.md", note.formatted("of the projects"));
    scene.write("index.md", note.formatted("of all"));
    VaultMemoryStore store = scene.open();
    assertThat(names(store)).containsExactlyInAnyOrder("index", "projects/index", "wiki/index");
    assertThat(read(store, new Selection.Matching("of the wiki")).entities()).hasSize(1);
    assertThat(read(store, new Selection.Matching("of the projects")).entities()).hasSize(1);
    assertThat(store.problems()).isEmpty();
    assertThat(store.describe().details()).containsKey("same file names");
  }

  @Test
  void aWriteGoesToTheOneOfSeveralNotesThatItNamesAndKeepsItsName() {
    String note = "---\ntype: meta\n---\n## Observations\n- %s\n";
    scene.write("wiki/index.md", note.formatted("of the wiki"));
    scene.write("index.md", note.formatted("of all"));
    VaultMemoryStore store = scene.open();
    add(store, "wiki/index", "more");
    VaultScene.relate(store, "index", "wiki/index", "leads to");
    VaultScene.relate(store, "wiki/index", "index", "belongs to");
    assertThat(scene.text("wiki/index.md")).contains("- more", "name: \"wiki/index\"");
    for (VaultMemoryStore each : List.of(store, scene.open())) {
      assertThat(texts(each, "wiki/index")).containsExactly("of the wiki", "more");
      assertThat(texts(each, "index")).containsExactly("of all");
      assertThat(relations(each))
          .containsExactlyInAnyOrder(
              new Relation("index", "wiki/index", "leads to"),
              new Relation("wiki/index", "index", "belongs to"));
    }
    scene.assertSound();
  }

  @Test
  void twinsOfOneNameComeAndGoWithoutALoss() {
    VaultMemoryStore store = scene.open();
    remember(store, "Ann", "first");
    String note = "---\ntype: x\n---\n## Observations\n- %s\n";
    scene.write("a/Ann.md", note.formatted("second"));
    scene.write("b/Ann.md", note.formatted("third"));
    VaultMemoryStore other = scene.open();
    assertThat(names(other)).containsExactlyInAnyOrder("Ann", "a/Ann", "b/Ann");
    assertThat(texts(other, "Ann")).containsExactly("first");
    other.deleteEntities(List.of("Ann"), VaultScene.AUTHOR);
    for (VaultMemoryStore each : List.of(other, scene.open())) {
      assertThat(names(each)).containsExactlyInAnyOrder("Ann", "b/Ann");
      assertThat(texts(each, "Ann")).containsExactly("second");
      assertThat(texts(each, "b/Ann")).containsExactly("third");
    }
  }

  @Test
  void aNameThatIsWrittenCountsBeforeAPathThatIsTheSame() {
    String note = "---\ntype: x\n%s---\n## Observations\n- %s\n";
    scene.write("a/Ann.md", note.formatted("", "one"));
    scene.write("b/Ann.md", note.formatted("", "two"));
    VaultMemoryStore store = scene.open();
    assertThat(texts(store, "b/Ann")).containsExactly("two");
    scene.write("Third.md", note.formatted("name: b/Ann\n", "three"));
    for (VaultMemoryStore each : List.of(scene.open(), store)) {
      Set<String> found = Set.copyOf(names(each));
      assertThat(found).containsExactlyInAnyOrder("Ann", "b/Ann", "b/Ann.md");
      assertThat(texts(each, "b/Ann")).containsExactly("three");
      assertThat(texts(each, "b/Ann.md")).containsExactly("two");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- works_at [[Y]] (remark)",
        "- works_at [[Y]] since 2020, with [[Z]] and others",
        "- works_at [[Y]].",
        "- works_at:: [[Y]]",
        "- works_at::[[Y]]",
        "- \"works_at\" [[Y]]",
        "- 'works_at' [[Y]]",
        "- \u201Cworks_at\u201D [[Y]]",
        "- \"works_at\":: [[Y]] (remark)",
        "- **works_at** [[Y]]",
        "- **works_at**:: [[Y]]",
        "- works_at\t[[Y]]",
        "- works_at   [[Y]]",
        "- works_at [[Y]]\n  - since 2020",
        "* works_at [[Y|the firm]] <!-- x --> ^abc123"
      })
  void aRelationIsReadHoweverPeopleWriteIt(String line) {
    scene.write("Graham.md", "---\ntype: x\n---\n## Relations\n" + line + "\n- wrote [[Essays]]\n");
    VaultMemoryStore store = scene.open();
    Relation works = new Relation("Graham", "Y", "works_at");
    assertThat(relations(store)).contains(works).hasSize(2);
    assertThat(store.createRelations(List.of(works), VaultScene.AUTHOR)).isEmpty();
    assertThat(store.deleteRelations(List.of(works), VaultScene.AUTHOR)).isEqualTo(1);
    assertThat(relations(store)).containsExactly(new Relation("Graham", "Essays", "wrote"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\"",
        "'a'",
        "a::",
        "::",
        "\"a\"::",
        "\"a::\"",
        "\u201Ca\u201D",
        "**a**",
        "__a__",
        "`a`",
        "\"",
        "''",
        "x [[y]] z",
        "x [[",
        "&#x3A;::"
      })
  void aTypeThatLooksLikeMarksIsKeptExactly(String type) {
    VaultMemoryStore store = scene.open();
    remember(store, "A");
    VaultScene.relate(store, "A", "B", type);
    assertThat(relations(scene.open())).containsExactly(new Relation("A", "B", type));
  }

  @Test
  void aNoteThatCannotBeReadIsNamedInEveryAnswerThatMissesIt() throws Exception {
    scene.with("note-bytes", "500");
    VaultMemoryStore store = scene.open();
    remember(store, "Small", "a");
    scene.write("Large.md", "---\ntype: x\n---\n## Observations\n- " + "x".repeat(600) + "\n");
    for (VaultMemoryStore each : List.of(scene.open(), store)) {
      List<List<String>> answers = new ArrayList<>();
      answers.add(missing(each, new Selection.Everything()));
      answers.add(missing(each, new Selection.Matching("a")));
      answers.add(missing(each, new Selection.Named(List.of("Large", "Small"))));
      answers.add(each.recall(RecallQuery.of("anything", 5)).missing());
      assertThat(answers)
          .allSatisfy(
              answer ->
                  assertThat(answer).hasSize(1).first().asString().contains("Large.md", "500"));
      assertThat(missing(each, new Selection.Named(List.of("Small")))).isEmpty();
      assertThat(missing(each, new Selection.Named(List.of("Nobody")))).isEmpty();
      assertThat(each.describe().details().get("missing")).contains("Large.md");
      assertThat(names(each)).containsExactly("Small");
    }
    Files.delete(scene.root().resolve("Large.md"));
  }

  @Test
  void statusAndDoctorSayTheSame() throws Exception {
    String note = ada(scene.open());
    scene.write("Ada.md", note.replaceFirst("---\n", "---\ntitle: Ada: the countess\n"));
    List<String> problems = scene.open().problems();
    assertThat(problems).hasSize(1);
    HealthCheck notes = VaultHealth.checks(scene.settings()).getFirst();
    assertThat(notes.name()).isEqualTo("vault-notes");
    Finding finding = notes.run();
    assertThat(finding.toString()).contains(problems.getFirst());
    List<String> status = new ArrayList<>();
    int code = new VaultCommand().run(List.of("status"), scene.settings(), status::add);
    assertThat(code).isEqualTo(1);
    assertThat(status).contains(problems.getFirst());
  }

  @Test
  void aFactOfABrokenNoteCanNeitherBeAddedNorDeletedByMistake() {
    String note = ada(scene.open());
    String broken = note.replaceFirst("---\n", "---\ntitle: Ada: the countess\n");
    scene.write("Ada.md", broken);
    VaultMemoryStore store = scene.open();
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(
            () ->
                store.deleteObservations(
                    List.of(new Observations("Ada", List.of(FACT))), VaultScene.AUTHOR));
    assertThatExceptionOfType(StoreRefusedException.class)
        .isThrownBy(() -> store.deleteEntities(List.of("Ada"), VaultScene.AUTHOR));
    assertThat(store.createEntities(List.of(new Entity("Ada", "x", List.of())), VaultScene.AUTHOR))
        .isEmpty();
    assertThat(scene.text("Ada.md")).isEqualTo(broken);
  }
}

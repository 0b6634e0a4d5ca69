package quire.cli.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import quire.api.Author;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreException;
import quire.api.StoreUnavailableException;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.cli.base.Notices;
import quire.cli.settings.Settings;
import quire.cli.stores.KnownStores;
import quire.cli.stores.StoreOpener;
import quire.conformance.FaultyMemoryStore;

class JsonlImportTest {
  private static final Entity ADA = new Entity("Ada", "person", List.of("first", "second"));

  @TempDir private Path folder;
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private Path source = Path.of("");
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() throws IOException {
    scene = new Scene(folder);
    source = folder.resolve("memory.jsonl");
    scene.variables.put("MEMORY_FILE_PATH", source.toString());
    lines(
        """
        {"type":"entity","name":"Ada","entityType":"person","observations":["first","second"]}
        {"type":"relation","from":"Ada","to":"Charles","relationType":"knows"}
        """);
  }

  private void lines(String text) throws IOException {
    Files.writeString(source, text);
  }

  private MemoryStore open() {
    return new StoreOpener(
            Clock.systemUTC(), new KnownStores(scene.at(scene.project)), new Notices(notices::add))
        .open(scene.settings());
  }

  private static BroughtTime now() {
    return new BroughtTime(Clock.systemUTC());
  }

  private Path left() {
    return folder.resolve("memory.db.import-left.jsonl");
  }

  private Graph content() {
    try (MemoryStore store = open();
        GraphSnapshot all = store.read(new Selection.Everything())) {
      return all.toGraph();
    }
  }

  @Test
  void everythingIsTakenOverAndTheFileLeftAsItWas() throws IOException {
    byte[] before = Files.readAllBytes(source);
    assertThat(content())
        .isEqualTo(new Graph(List.of(ADA), List.of(new Relation("Ada", "Charles", "knows"))));
    assertThat(Files.readAllBytes(source)).isEqualTo(before);
    assertThat(notices)
        .containsExactly(
            "imported 1 entity, 2 observations and 1 relation from "
                + source
                + "; the file was left as it is");
  }

  @Test
  void aDamagedLineIsSkippedAndNamedByItsNumber() throws IOException {
    Files.write(
        source,
        "\n{\"type\":\"entity\",\"na\n\u00ff\n{\"type\":\"entity\",\"name\":\"Torn\",\"entity"
            .getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
    assertThat(content().entities()).containsExactly(ADA);
    assertThat(notices).hasSize(4);
    assertThat(notices.get(0)).startsWith(source + ":4 skipped: ");
    assertThat(notices.get(1)).startsWith(source + ":5 skipped: ");
    assertThat(notices.get(2)).startsWith(source + ":6 skipped: ");
    assertThat(notices.get(3)).contains(", 3 left (kept in " + left() + ")");
  }

  @Test
  void whatTheOldServerStoredTwiceStandsOnceAndLosesNothing() throws IOException {
    lines(
        """
        {"type":"entity","name":"Ada","entityType":"person","observations":["first","first"]}
        {"type":"entity","name":"Ada","entityType":"person","observations":["second"]}
        {"type":"relation","from":"Ada","to":"Ada","relationType":"is"}
        {"type":"relation","from":"Ada","to":"Ada","relationType":"is"}
        """);
    assertThat(content())
        .isEqualTo(new Graph(List.of(ADA), List.of(new Relation("Ada", "Ada", "is"))));
  }

  @Test
  void aLoneSurrogateAndALineSeparatorComeThrough() throws IOException {
    lines(
        "{\"type\":\"entity\",\"name\":\"\\ud800\u2028\",\"entityType\":\"\","
            + "\"observations\":[]}");
    assertThat(content().entities()).containsExactly(new Entity("\ud800\u2028", "", List.of()));
  }

  @Test
  void aTextOverTheLimitIsLeftAloneAndNamed() throws IOException {
    lines(
        "{\"type\":\"entity\",\"name\":\"Long\",\"entityType\":\"t\",\"observations\":[\"%s\"]}\n"
                .formatted("x".repeat((1 << 20) + 1))
            + "{\"type\":\"entity\",\"name\":\"Ada\",\"entityType\":\"person\","
            + "\"observations\":[\"first\",\"second\"]}\n");
    assertThat(content().entities()).containsExactly(new Entity("Long", "t", List.of()), ADA);
    assertThat(notices.getFirst()).contains(":1 skipped: ").contains("limit");
    assertThat(left()).content().contains("\"of\":\"Long\"").hasSizeGreaterThan(1 << 20);
  }

  @Test
  void manyLinesAreAllTakenOver() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      text.append(
          "{\"type\":\"entity\",\"name\":\"e%d\",\"entityType\":\"t\",\"observations\":[\"%s\"]}\n"
              .formatted(i, "x".repeat(2_000)));
    }
    lines(text.toString());
    assertThat(content().entities()).hasSize(2_500);
  }

  @Test
  void whatWasDeletedSinceDoesNotComeBack() {
    try (MemoryStore store = open()) {
      store.deleteEntities(List.of("Ada"), new Author("test", "1"));
    }
    assertThat(content().entities()).isEmpty();
    assertThat(notices).hasSize(1);
  }

  @Test
  void anImportThatWasCutOffIsRepeatedAndAddsNothingTwice() throws IOException {
    content();
    Files.delete(JsonlImport.note(scene.settings()));
    assertThat(content().entities()).containsExactly(ADA);
    assertThat(notices.getLast()).startsWith("imported 0 entities, 0 observations and 0 relations");
  }

  @Test
  void aFileThatAppearsLaterIsImportedThen() throws IOException {
    Files.delete(source);
    assertThat(content().entities()).isEmpty();
    lines(
        "{\"type\":\"entity\",\"name\":\"Ada\",\"entityType\":\"person\","
            + "\"observations\":[\"first\",\"second\"]}");
    assertThat(content().entities()).containsExactly(ADA);
  }

  private static final Graph BOTH =
      new Graph(List.of(ADA), List.of(new Relation("Ada", "Charles", "knows")));

  private static final String ONE =
      "{\"type\":\"entity\",\"name\":\"Ada\",\"entityType\":\"person\","
          + "\"observations\":[\"first\",\"second\"]}";
  private static final String OTHER =
      "{\"type\":\"relation\",\"from\":\"Ada\",\"to\":\"Charles\",\"relationType\":\"knows\"}";

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeOfTheFileIsUnderstood(String text) throws IOException {
    Files.write(source, text.getBytes(StandardCharsets.UTF_8));
    assertThat(content()).isEqualTo(BOTH);
    assertThat(notices).singleElement().asString().doesNotContain("changed", "skipped", ", 1 left");
  }

  private static Stream<String> shapes() {
    String apart = "{\"entities\":[%s],\"relations\":[%s]}".formatted(ONE, OTHER);
    return Stream.of(
        ONE + OTHER,
        ONE + " " + OTHER + "\r\n",
        "\ufeff" + ONE + "\r\n\r\n" + OTHER,
        "[" + ONE + "," + OTHER + "]",
        "[" + ONE + "," + OTHER + ",]",
        ONE + ",\n" + OTHER + ",\n",
        "# ours\n" + ONE + "\n// " + ONE.replace("Ada", "former") + "\n" + OTHER,
        (ONE + "\n" + OTHER).replace('"', '\''),
        "{\"entities\":{\"Ada\":%s},\"relations\":[%s]}"
            .formatted(ONE.replace("\"name\":\"Ada\",", ""), OTHER),
        "[\n  " + ONE.replace(",", ",\n    ") + ",\n  " + OTHER.replace(",", ",\n") + "\n]\n",
        ONE.replace("{", "{\n").replace(",", ",\n") + "\n" + OTHER.replace("{", "{\n"),
        apart,
        apart.replace(",", ",\n").replace("{", "{\n"),
        "{\"graph\":" + apart + ",\"version\":1}",
        "{\"type\":\"_aim\",\"source\":\"mcp-knowledge-graph\"}\n" + ONE + "\n" + OTHER,
        apart.replace("\"type\":\"entity\",", "").replace("\"type\":\"relation\",", ""),
        (ONE + "\n" + OTHER)
            .replace("entityType", "entity_type")
            .replace("relationType", "relation_type"),
        (ONE + "\n" + OTHER).replace("\"from\"", "\"source\"").replace("\"to\"", "\"target\""),
        "{\"nodes\":[%s],\"edges\":[%s]}"
            .formatted(
                ONE.replace("\"type\":\"entity\",", "").replace("entityType", "type"),
                OTHER.replace("\"type\":\"relation\",", "").replace("relationType", "type")),
        ONE.replace("}", ",\"createdAt\":\"2026-01-01T00:00:00Z\",\"version\":1}") + "\n" + OTHER);
  }

  @Test
  void aFileOfUtf16IsRead() throws IOException {
    Files.write(source, ("\ufeff" + ONE + "\n" + OTHER).getBytes(StandardCharsets.UTF_16LE));
    assertThat(content()).isEqualTo(BOTH);
  }

  @Test
  void anOddMemberCostsItselfAndNeverTheEntity() throws IOException {
    lines(
        """
        {"type":"entity","name":"None","entityType":"t"}
        {"type":"entity","name":"Null","entityType":"t","observations":["first",null,"third"]}
        {"type":"entity","name":"Number","entityType":"t","observations":["first",5,1.50,true]}
        {"type":"entity","name":"Text","entityType":"t","observations":"alone"}
        {"type":"entity","name":"Inner","entityType":"t","observations":[{"content":"in"},{"x":1}]}
        {"type":"entity","name":"Typeless","entityType":null,"observations":["a"]}
        {"type":"entity","name":7,"entityType":"t","observations":[]}
        {"type":"relation","from":"a","to":"b","relationType":null}
        {"type":"relation","from":"a","relationType":"r"}
        {"type":"entity","entityType":"t","observations":["nobody's"]}
        {"type":"map","domains":{}}
        {"type":"entity","name":"Not","entityType":"t","observations":[NaN,"a number"]}
        {"relations":[],"notes":[{"of":"Ada","text":"unknown place"}],"version":2,"_by":{"x":1}}
        """);
    Graph content = content();
    assertThat(content.entities())
        .containsExactly(
            new Entity("None", "t", List.of()),
            new Entity("Null", "t", List.of("first", "third")),
            new Entity("Number", "t", List.of("first", "5", "1.50", "true")),
            new Entity("Text", "t", List.of("alone")),
            new Entity("Inner", "t", List.of("in")),
            new Entity("Typeless", "unknown", List.of("a")),
            new Entity("7", "t", List.of()),
            new Entity("Not", "t", List.of("a number")));
    assertThat(content.relations()).containsExactly(new Relation("a", "b", "related_to"));
    assertThat(notices.getLast()).contains("8 records changed, 7 left (kept in");
    assertThat(left())
        .content()
        .contains("nobody's", "unknown place", "\"line\":2", "\"of\":\"Null\"");
  }

  @Tag("long")
  @Test
  void anEntityThatIsLargerThanACallIsTakenInParts() throws IOException {
    StringBuilder texts = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      texts
          .append(i == 0 ? "" : ",")
          .append("\"")
          .append(i)
          .append("x".repeat(900_000))
          .append("\"");
    }
    lines(
        "{\"type\":\"entity\",\"name\":\"Big\",\"entityType\":\"t\",\"observations\":[%s]}"
            .formatted(texts));
    assertThat(content().entities().getFirst().observations()).hasSize(50);
  }

  @Test
  void aFileOfWhichNothingCouldBeReadIsNotImported() throws IOException {
    lines("no JSON\nat all\n");
    assertThat(content().entities()).isEmpty();
    assertThat(notices.getLast()).startsWith("nothing in " + source + " could be understood: 2");
    assertThat(JsonlImport.note(scene.settings())).doesNotExist();
    lines(ONE);
    assertThat(content().entities()).containsExactly(ADA);
  }

  @Test
  void aFileThatIsEmptyAtFirstIsImportedOnceThereIsSomethingInIt() throws IOException {
    lines("");
    assertThat(content().entities()).isEmpty();
    lines(ONE);
    assertThat(content().entities()).containsExactly(ADA);
  }

  @Test
  void aFileThatChangedSinceIsOfferedAndNotTaken() throws IOException {
    content();
    notices.clear();
    lines(ONE.replace("Ada", "Grace") + "\n" + ONE + "\n");
    assertThat(content().entities()).containsExactly(ADA);
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("was changed")
        .contains("quire import " + source);
    assertThat(scene.run("import", source.toString())).isZero();
    assertThat(scene.said()).startsWith("imported 1 entity, 2 observations and 0 relations");
    notices.clear();
    assertThat(content().entities()).hasSize(2);
    assertThat(notices).isEmpty();
  }

  @Test
  void theCommandSaysWhatItWouldTakeAndThenTakesIt() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "[" + ONE + ", 5]");
    scene.variables.clear();
    assertThat(scene.run("import", "--dry-run", file.toString())).isZero();
    assertThat(scene.said())
        .startsWith("Would have imported 1 entity, 2 observations and 0 relations");
    scene.run("graph");
    assertThat(scene.said()).isEmpty();
    Files.createDirectories(scene.project.resolve(".quire"));
    assertThat(scene.run("import", "--json", file.toString())).isZero();
    assertThat(scene.said())
        .contains("\"entities\":1,\"observations\":2,\"relations\":0,\"changed\":0,\"left\":1");
    scene.run("graph");
    assertThat(scene.said()).startsWith("Ada (person)");
    assertThat(scene.run("import", folder.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE.number());
    Files.writeString(file, "nothing");
    assertThat(scene.run("import", file.toString())).isEqualTo(ExitCode.FAILED.number());
  }

  @Test
  void anImportThatFailsInTheMiddleIsDoneByTheNextOpening() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      text.append(ONE.replace("Ada", "e" + i)).append('\n');
    }
    lines(text.toString());
    try (MemoryStore sound = plain()) {
      FaultyMemoryStore failing = new FaultyMemoryStore(sound);
      failing.failWith(
          FaultyMemoryStore.Fault.of(
                  FaultyMemoryStore.Call.CREATE_ENTITIES,
                  1,
                  () -> new StoreUnavailableException("the disk is gone"))
              .afterCalls(1));
      JsonlImport cutOff =
          new JsonlImport(source, scene.settings(), now(), new Notices(notices::add));
      assertThatThrownBy(() -> cutOff.into(failing)).isInstanceOf(StoreException.class);
    }
    assertThat(JsonlImport.note(scene.settings())).doesNotExist();
    assertThat(content().entities()).hasSize(2_500);
  }

  @Test
  void whoeverWaitsForAnotherImportDoesNotBringBackWhatIsDeletedAfterIt() throws Exception {
    Settings settings = scene.settings();
    MemoryStore shared = plain();
    CountDownLatch imported = new CountDownLatch(1);
    Path lock = folder.resolve("memory.db.import.lck");
    Process holder =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl,sys\nf=open(sys.argv[1],'w')\nfcntl.lockf(f,fcntl.LOCK_EX)\n"
                    + "print('held',flush=True)\nsys.stdin.read()",
                lock.toString())
            .start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    Thread second =
        Thread.ofPlatform()
            .start(
                () -> {
                  new JsonlImport(source, settings, now(), new Notices(notices::add)).into(shared);
                  imported.countDown();
                });
    // The other process imports, somebody deletes, and only then the second one gets the lock.
    ImportReport report =
        new FormerImport(
                settings,
                new FormerLines(source, settings.store().limits()),
                ConflictRule.MERGE,
                now(),
                records -> {})
            .into(shared, left());
    shared.deleteEntities(List.of("Ada"), new Author("test", "1"));
    JsonlImport.done(settings, report, Clock.systemUTC());
    holder.getOutputStream().close();
    assertThat(imported.await(30, TimeUnit.SECONDS)).isTrue();
    second.join();
    assertThat(shared.describe().entities()).isZero();
    shared.close();
  }

  /** {@return the store without an import} */
  private MemoryStore plain() {
    Settings settings = scene.settings();
    return settings.provider().open(settings.store(), Clock.systemUTC());
  }
}

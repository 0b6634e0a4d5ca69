package quire.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.cli.Scene;

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
            "imported 1 entities, 2 observations and 1 relations from "
                + source
                + "; the file was left as it is");
  }

  @Test
  void aDamagedLineIsSkippedAndNamedByItsNumber() throws IOException {
    Files.write(
        source,
        "\n{\"type\":\"entity\",\"na\n\u00ff\n{\"type\":\"entity\",\"name\":\"Torn\",\"entity"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
    assertThat(content().entities()).containsExactly(ADA);
    assertThat(notices).hasSize(4);
    assertThat(notices.get(0)).startsWith(source + ":4 skipped: ");
    assertThat(notices.get(1)).startsWith(source + ":5 skipped: ");
    assertThat(notices.get(2)).startsWith(source + ":6 skipped: ");
    assertThat(notices.get(3)).contains("3 damaged lines skipped");
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
  void aTextOverTheLimitIsSkippedAloneAndNamed() throws IOException {
    lines(
        "{\"type\":\"entity\",\"name\":\"Long\",\"entityType\":\"t\",\"observations\":[\"%s\"]}\n"
                .formatted("x".repeat((1 << 20) + 1))
            + "{\"type\":\"entity\",\"name\":\"Ada\",\"entityType\":\"person\","
            + "\"observations\":[\"first\",\"second\"]}\n");
    assertThat(content().entities()).containsExactly(ADA);
    assertThat(notices.getFirst()).contains(":1 skipped: ").contains("limit");
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
}

package quire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreUnavailableException;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.base.ExitCode;
import quire.conformance.HeapMemoryStoreProvider;

class BenchRecallTest {
  private static final String SET =
      """
      {"record": "entity", "name": "pot", "type": "vessel", "session": "s", "client": "c", "time": "2025-01-01T00:00:00Z"}
      {"record": "fact", "id": "a", "entity": "pot", "text": "brews green tea", "session": "s", "client": "c", "time": "2025-01-01T00:01:00Z"}
      {"record": "fact", "id": "b", "entity": "pot", "text": "is made of clay", "session": "s", "client": "c", "time": "2025-01-01T00:02:00Z"}
      {"record": "question", "id": "q", "kind": "words", "part": "test", "text": "which teas?", "evidence": ["a"]}
      """;

  @TempDir private Path folder;

  @Test
  void eachBackendIsAskedAndTheFiguresComeSideBySide() throws IOException {
    Scene scene = new Scene(folder);
    Path file = Files.writeString(folder.resolve("set.jsonl"), SET);

    assertThat(scene.run("bench", "recall", "--data", file.toString())).isZero();
    assertThat(scene.said().lines())
        .hasSize(7)
        .contains("3 facts, entities and relations, 1 questions")
        .anyMatch(line -> line.startsWith("one      recall           1.000  1.000  1.000  1.000"))
        .anyMatch(line -> line.startsWith("none     words contained  0.000  0.000"))
        .anyMatch(line -> line.startsWith("tree     search_nodes     0.000  0.000"));
    assertThat(scene.run("bench", "recall", "--json", "--data", file.toString())).isZero();
    assertThat(scene.said()).contains("\"recallAt10\":1.0");
  }

  /** Opens only what was made on purpose, as a vault does. */
  private record OnPurpose(Set<String> made) implements LocalStoreProvider {
    @Override
    public String id() {
      return "made";
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public boolean make(StoreSettings settings) {
      return made.add(settings.location());
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      if (!made.contains(settings.location())) {
        throw new StoreUnavailableException("Nobody made " + settings.location());
      }
      return new HeapMemoryStoreProvider().open(settings, clock);
    }
  }

  @Test
  void aStoreIsMadeWhereABackendOpensOnlyWhatWasMade() throws IOException {
    Scene scene = new Scene(folder);
    Path file = Files.writeString(folder.resolve("set.jsonl"), SET);

    List<MemoryStoreProvider> backends = List.of(new OnPurpose(new HashSet<>()));
    assertThat(scene.run(backends, "bench", "recall", "--data", file.toString())).isZero();
    assertThat(scene.noticed()).isEmpty();
    assertThat(scene.said()).contains("made     recall           1.000");
  }

  @Test
  void aSetThatCannotBeReadIsNamed() throws IOException {
    Scene scene = new Scene(folder);
    assertThat(scene.run("bench", "recall", "--data", "/nowhere"))
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed())
        .singleElement()
        .asString()
        .contains("Cannot read the recall set /nowhere");
    Path file = Files.writeString(folder.resolve("set.jsonl"), "root:x:0\n");
    scene.run("bench", "recall", "--data", file.toString());
    assertThat(scene.noticed())
        .singleElement()
        .asString()
        .startsWith("quire: Cannot read line 1 of the recall set: Unrecognized token 'root'")
        .endsWith(". docs/recall.md has its form");
  }

  @Test
  void aLineThatIsNoRecordIsNamed() throws IOException {
    Scene scene = new Scene(folder);
    Path file = Files.writeString(folder.resolve("set.jsonl"), SET + "{\"record\": \"fact\"}\n");

    assertThat(scene.run("bench", "recall", "--data", file.toString())).isNotZero();
    assertThat(scene.noticed().getFirst()).contains("line 5").contains("docs/recall.md");
  }
}

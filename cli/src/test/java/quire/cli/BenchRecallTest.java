package quire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void eachBackendIsAskedAndTheFiguresComeSideBySide() {
    Scene scene = new Scene(folder);
    Path file = scene.write(folder.resolve("set.jsonl"), SET);

    assertThat(scene.run("bench", "recall", "--data", file.toString())).isZero();
    assertThat(scene.said().lines())
        .hasSize(7)
        .contains("3 facts and entities, 1 questions")
        .anyMatch(line -> line.startsWith("sqlite   recall           1.000  1.000  1.000  1.000"))
        .anyMatch(line -> line.startsWith("none     words contained  0.000  0.000"))
        .anyMatch(line -> line.startsWith("tree     search_nodes     0.000  0.000"));
    assertThat(scene.run("bench", "recall", "--json", "--data", file.toString())).isZero();
    assertThat(scene.said()).contains("\"recallAt10\":1.0");
  }

  @Test
  void aLineThatIsNoRecordIsNamed() {
    Scene scene = new Scene(folder);
    Path file = scene.write(folder.resolve("set.jsonl"), SET + "{\"record\": \"fact\"}\n");

    assertThat(scene.run("bench", "recall", "--data", file.toString())).isNotZero();
    assertThat(scene.noticed().getFirst()).contains("line 5").contains("docs/recall.md");
  }
}

package quire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreUnavailableException;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.cli.base.ExitCode;
import quire.conformance.HeapMemoryStoreProvider;
import quire.conformance.SynonymCloseness;
import quire.ranking.Ranking;

class LabRecallTest {
  private static final String SET =
      """
      {"record": "entity", "name": "pot", "type": "vessel", "session": "s", "client": "c", "time": "2025-01-01T00:00:00Z"}
      {"record": "fact", "id": "a", "entity": "pot", "text": "brews green tea", "session": "s", "client": "c", "time": "2025-01-01T00:01:00Z"}
      {"record": "fact", "id": "b", "entity": "pot", "text": "is made of clay", "session": "s", "client": "c", "time": "2025-01-01T00:02:00Z"}
      {"record": "question", "id": "q", "kind": "words", "part": "test", "text": "which teas?", "evidence": ["a"]}
      """;

  @TempDir private Path folder;

  private String set(String lines) throws IOException {
    return Files.writeString(folder.resolve("set.jsonl"), lines).toString();
  }

  @Test
  void eachSetIsAskedOnEachBackendAndTheFiguresComeSideBySide() throws IOException {
    Scene scene = new Scene(folder);

    assertThat(scene.run("lab", "recall", set(SET))).isZero();
    assertThat(scene.said().lines())
        .anyMatch(line -> line.contains("set.jsonl: 3 facts, entities and relations, 1 questions"))
        .anyMatch(line -> line.startsWith("one       recall             1.000 1.000-1.000 "))
        .anyMatch(line -> line.startsWith("none      words contained    0.000 0.000-0.000 "))
        .anyMatch(line -> line.startsWith("tree      search_nodes       0.000 0.000-0.000 "))
        .noneMatch(line -> line.contains("semantic"));
  }

  @Test
  void eachKindAndPartHasItsOwnFigures() throws IOException {
    Scene scene = new Scene(folder);

    assertThat(scene.run("lab", "recall", "--kinds", set(SET))).isZero();
    assertThat(scene.said()).contains("kind words").contains("test ");
    assertThat(scene.run("lab", "recall", "--json", set(SET))).isZero();
    assertThat(scene.said())
        .contains(
            "\"backend\":\"one\",\"method\":\"recall\",\"group\":\"kind words\",\"questions\":1,"
                + "\"recallAt1\":{\"mean\":1.0,\"low\":1.0,\"high\":1.0}");
  }

  @Test
  void whereMeaningsAreKnownTheyAreAskedToo() throws IOException {
    Scene scene = new Scene(folder);
    String only = set(SET.replace("which teas?", "car").replace("green tea", "a vehicle"));

    SynonymCloseness synonyms = new SynonymCloseness(true);
    assertThat(Ranking.with(Optional.of(synonyms), () -> scene.run("lab", "recall", only)))
        .isZero();
    assertThat(scene.said().lines())
        .anyMatch(line -> line.startsWith("one       recall             0.000 0.000-0.000 "))
        .anyMatch(line -> line.startsWith("one       recall, semantic   1.000 1.000-1.000 "));
  }

  @Test
  void factsThatAreFoundForQuestionsWithoutAnAnswerAreCounted() throws IOException {
    List<String> questions = Unanswered.questions();
    assertThat(questions).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    Scene scene = new Scene(folder);
    String asked = SET.replace("is made of clay", questions.getFirst());

    assertThat(scene.run("lab", "recall", "--json", set(asked))).isZero();
    assertThat(scene.said()).containsPattern("\"factsInVain\":0\\.[0-9]*[1-9]");
  }

  @Test
  void anIntervalHoldsItsMeanAndTheSameQuestionsHaveTheSameOne() {
    List<double[]> answers =
        IntStream.range(0, 40)
            .mapToObj(i -> new double[] {i % 2, i % 4 == 0 ? 1 : 0, 1, 0.5})
            .toList();
    RecallFigures figures = RecallFigures.of(answers);

    assertThat(figures).isEqualTo(RecallFigures.of(answers));
    RecallFigures.Value half = figures.values().getFirst();
    assertThat(half.mean()).isEqualTo(0.5);
    assertThat(half.low()).isBetween(0.3, 0.4);
    assertThat(half.high()).isBetween(0.6, 0.7);
    assertThat(figures.values().get(3)).isEqualTo(new RecallFigures.Value(0.5, 0.5, 0.5));
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
    assertThat(scene.run(backends, "lab", "recall", file.toString())).isZero();
    assertThat(scene.noticed()).isEmpty();
    assertThat(scene.said()).contains("made      recall             1.000");
  }

  @Test
  void aSetThatCannotBeReadIsNamed() throws IOException {
    Scene scene = new Scene(folder);
    assertThat(scene.run("lab", "recall", "/nowhere")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed())
        .singleElement()
        .asString()
        .contains("Cannot read the recall set /nowhere");
    Path file = Files.writeString(folder.resolve("set.jsonl"), "root:x:0\n");
    scene.run("lab", "recall", file.toString());
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

    assertThat(scene.run("lab", "recall", file.toString())).isNotZero();
    assertThat(scene.noticed().getFirst()).contains("line 5").contains("docs/recall.md");
  }
}

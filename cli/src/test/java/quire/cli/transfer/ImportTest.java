package quire.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class ImportTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  private Path file(String name, String text) {
    return scene.write(folder.resolve(name), text);
  }

  private String taken(Path source, String... flags) {
    List<String> words = new ArrayList<>(List.of("import", source.toString()));
    words.addAll(List.of(flags));
    assertThat(scene.run(words.toArray(String[]::new))).as(scene.noticed().toString()).isZero();
    return scene.said();
  }

  private String graph() {
    scene.run("export");
    return scene.said();
  }

  private String log() {
    scene.run("log", "--json", "--limit", "0");
    return scene.said();
  }

  private String left() throws IOException {
    try (Stream<Path> files = Files.walk(scene.project)) {
      Path kept =
          files
              .filter(name -> name.toString().endsWith(".import-left.jsonl"))
              .findFirst()
              .orElseThrow();
      return Files.readString(kept);
    }
  }

  private Path memory(String name) {
    return file(
        name,
        """
        {"type":"entity","name":"Ada","entityType":"person","observations":["first","second"]}
        {"type":"entity","name":"Tea","entityType":"drink","observations":["hot"]}
        {"type":"relation","from":"Ada","to":"Tea","relationType":"likes"}
        """);
  }

  @Test
  void whatIsThereIsMergedUnlessSaidOtherwise() throws IOException {
    scene.run("add", "Ada", "first", "own", "--type", "poet");
    assertThat(taken(memory("a.jsonl")))
        .contains("imported 1 entity, 2 observations and 1 relation");
    assertThat(graph())
        .contains(
            "\"name\":\"Ada\",\"entityType\":\"poet\",\"observations\":[\"first\",\"own\",\"second\"]");
    assertThat(left()).contains("the store has it with the type \\\"poet\\\"").contains("person");
  }

  @Test
  void whatIsThereIsSkippedIfAskedAndWrittenDown() throws IOException {
    scene.run("add", "Ada", "own", "--type", "person");
    assertThat(taken(memory("a.jsonl"), "--on-conflict", "skip"))
        .contains("1 entity there already with something else");
    assertThat(graph())
        .contains("\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"own\"]")
        .contains("\"name\":\"Tea\"")
        .contains("\"from\":\"Ada\",\"to\":\"Tea\"");
    assertThat(left()).contains("\"of\":\"Ada\"").contains("second");
  }

  @Test
  void whatIsThereIsTakenUnderAnotherNameIfAskedAndOnlyOnce() {
    scene.run("add", "Ada", "own", "--type", "person");
    for (int round = 0; round < 2; round++) {
      taken(memory("a.jsonl"), "--on-conflict", "rename");
      assertThat(graph().lines())
          .containsExactly(
              "{\"type\":\"entity\",\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"own\"]}",
              "{\"type\":\"entity\",\"name\":\"Ada"
                  + " (a.jsonl)\",\"entityType\":\"person\",\"observations\":[\"first\",\"second\"]}",
              "{\"type\":\"entity\",\"name\":\"Tea\",\"entityType\":\"drink\",\"observations\":[\"hot\"]}",
              "{\"type\":\"relation\",\"from\":\"Ada"
                  + " (a.jsonl)\",\"to\":\"Tea\",\"relationType\":\"likes\"}");
    }
  }

  @Test
  void aNameThatHasNoRoomForAnotherIsSkipped() throws IOException {
    String longest = "x".repeat(1_000);
    scene.run("add", longest, "own");
    taken(
        file(
            "a.jsonl",
            "{\"type\":\"entity\",\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[\"other\"]}"
                .formatted(longest)),
        "--on-conflict",
        "rename");
    assertThat(graph()).contains("own").doesNotContain("other");
    assertThat(left()).contains("other");
  }

  @Test
  void aTrialNamesTheConflictsAndWritesNothing() {
    scene.write(scene.project.resolve(".quire/memory.db"), ""); // this store is on the heap
    scene.run("add", "Ada", "own", "--type", "person");
    String before = graph();
    assertThat(taken(memory("a.jsonl"), "--dry-run", "--json"))
        .contains("\"conflicts\":1")
        .contains("\"dryRun\":true");
    assertThat(graph()).isEqualTo(before);
  }

  @Test
  void factsKeepTheTimesThatTheyBring() {
    taken(
        file(
            "memory.jsonl",
            """
            {"type":"entity","name":"Ada","entityType":"person","observations":["one"],"version":3,"createdAt":"2024-05-06T07:08:09.123Z"}
            {"type":"entity","name":"Bob","entityType":"person","observations":["two"],"createdAt":"2024-05-07 07:08:09"}
            {"type":"relation","from":"Ada","to":"Bob","relationType":"knows","createdAt":"2024-05-08T00:00:00+02:00"}
            {"type":"entity","name":"Now","entityType":"time","observations":[]}
            """));
    assertThat(log())
        .contains("\"time\":\"2024-05-06T07:08:09.123Z\"")
        .contains("\"time\":\"2024-05-07T07:08:09Z\"")
        .contains("\"time\":\"2024-05-07T22:00:00Z\"")
        .contains("\"time\":\"" + Instant.now().toString().substring(0, 4))
        .contains("\"session\":\"memory.jsonl\"");
  }

  @Test
  void anExportOfMem0BecomesFactsOnItsUsersAndAgents() throws IOException {
    assertThat(
            taken(
                file(
                    "mem0.json",
                    """
                    {"count": 3, "results": [
                      {"id": "1", "memory": "Likes tea", "user_id": "ada", "agent_id": null,
                       "metadata": {"topic": "food"}, "created_at": "2025-01-02T03:04:05.678-08:00"},
                      {"id": "2", "memory": "Is brief", "agent_id": "helper", "metadata": null},
                      {"id": "3", "memory": "Of nobody"}]}
                    """)))
        .contains("imported 3 entities, 3 observations and 0 relations");
    assertThat(graph())
        .contains("\"name\":\"ada\",\"entityType\":\"user\",\"observations\":[\"Likes tea\"]")
        .contains("\"name\":\"helper\",\"entityType\":\"agent\",\"observations\":[\"Is brief\"]")
        .contains("\"name\":\"mem0\",\"entityType\":\"memory\",\"observations\":[\"Of nobody\"]");
    assertThat(log()).contains("2025-01-02T11:04:05.678Z");
    assertThat(left()).contains("its metadata has no place").contains("\"topic\":\"food\"");
  }

  @Test
  void anExportOfMcpMemoryServiceBecomesTextsWithTags() {
    taken(
        file(
            "export.json",
            """
            {"export_metadata": {"total": 1}, "memories": [
              {"content": "Use tabs", "content_hash": "0123456789abcdef0123", "memory_type": "note",
               "tags": ["style", "code"], "created_at": 1700000000.5, "metadata": {}}]}
            """));
    assertThat(graph())
        .contains(
            "\"name\":\"memory 0123456789ab\",\"entityType\":\"note\",\"observations\":[\"Use"
                + " tabs\"]")
        .contains("\"name\":\"style\",\"entityType\":\"tag\"")
        .contains("\"to\":\"code\",\"relationType\":\"tagged\"");
    assertThat(log()).contains("2023-11-14T22:13:20.500Z");
  }

  @Test
  void severalContextsOfMcpKnowledgeGraphBecomeOneMemory() {
    file(
        "shop/.aim/memory.jsonl",
        """
        {"type":"_aim","source":"mcp-knowledge-graph"}
        {"type":"entity","name":"Ada","entityType":"person","observations":["one"]}
        """);
    file(
        "shop/.aim/memory-work.jsonl",
        """
        {"type":"_aim","source":"mcp-knowledge-graph"}
        {"type":"entity","name":"Ada","entityType":"person","observations":["two"]}
        {"type":"relation","from":"Ada"}
        """);
    taken(folder.resolve("shop"));
    assertThat(graph()).contains("\"observations\":[\"two\",\"one\"]");
    assertThat(scene.run("import", folder.resolve("shop/.aim").toString())).isZero();
    assertThat(scene.noticed().getFirst()).contains(".aim/memory-work.jsonl:3 skipped: ");
  }

  @Test
  void whatClaudeCodeNotedIsAnEntityPerTopic() throws IOException {
    Path memory = folder.resolve("-home-me-shop/memory");
    file(
        "-home-me-shop/memory/MEMORY.md",
        """
        # Memory

        - [Tabs](user_tabs.md) — how to indent
        - Deploys happen on Fridays
        """);
    Path topic =
        file(
            "-home-me-shop/memory/user_tabs.md",
            """
            ---
            name: tabs
            description: how to indent
            type: user
            ---

            # tabs

            - Use tabs
              in every file
            - Never in YAML, see [[yaml]]

            A paragraph
            of two lines.

            ## Why
            """);
    Files.setLastModifiedTime(topic, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    taken(memory);
    assertThat(graph().lines())
        .containsExactly(
            "{\"type\":\"entity\",\"name\":\"MEMORY\",\"entityType\":\"memory\",\"observations\":[\"Deploys"
                + " happen on Fridays\"]}",
            "{\"type\":\"entity\",\"name\":\"tabs\",\"entityType\":\"user\",\"observations\":[\"how"
                + " to indent\",\"Use tabs\\n"
                + "in every file\",\"Never in YAML, see [[yaml]]\",\"A paragraph\\n"
                + "of two lines.\"]}",
            "{\"type\":\"relation\",\"from\":\"tabs\",\"to\":\"yaml\",\"relationType\":\"links_to\"}");
    assertThat(log()).contains("2026-01-02T03:04:05Z").contains("-home-me-shop/memory");
    assertThat(left()).contains("\"part\":\"user_tabs.md\",\"line\":16").contains("\"Why\"");
  }

  @Test
  void notesOfBasicMemoryKeepCategoriesTagsAndRelations() throws IOException {
    file(
        "notes/coffee/Brewing.md",
        """
        ---
        title: Coffee Brewing
        type: guide
        tags: [coffee, "slow food"]
        permalink: coffee/brewing
        status: draft
        created: 2025-03-04
        ---

        # Coffee Brewing

        Some words about [[Water]].

        ## Observations
        - [method] Pour over is clear #taste (tried it)
        - [x]

        ## Relations
        - requires [[Grinder|a grinder]] (a good one)
        - [[Kettle]]

        ## Further
        ```
        - [code] no fact of its own

        - still the same text
        ```
        """);
    file("notes/.obsidian/app.md", "# not a note");
    taken(folder.resolve("notes"));
    assertThat(graph())
        .contains(
            "\"name\":\"Coffee Brewing\",\"entityType\":\"guide\",\"observations\":["
                + "\"status: draft\",\"Some words about [[Water]].\","
                + "\"[method] Pour over is clear #taste (tried it)\",\"[x]\","
                + "\"```\\n- [code] no fact of its own\\n\\n- still the same text\\n```\"]")
        .contains("\"from\":\"Coffee Brewing\",\"to\":\"Water\",\"relationType\":\"links_to\"")
        .contains("\"to\":\"Grinder\",\"relationType\":\"requires\"")
        .contains("\"to\":\"Kettle\",\"relationType\":\"links_to\"")
        .contains("\"to\":\"slow food\",\"relationType\":\"tagged\"")
        .doesNotContain("not a note");
    assertThat(log()).contains("2025-03-04T00:00:00Z");
    assertThat(left()).contains("a good one").contains("Further");
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatToDo() {
    Path vault = file("vault/.quire/vault", "{}").resolveSibling("..").normalize();
    Path empty = file("empty/x.txt", "").resolveSibling(".").normalize();
    Path packed = folder.resolve("none");
    for (Path source : List.of(vault, empty, packed)) {
      assertThat(scene.run("import", source.toString())).as(source.toString()).isNotZero();
      assertThat(scene.noticed().getFirst()).contains("nothing was imported");
    }
    scene.run("import", vault.toString());
    assertThat(scene.noticed().getFirst()).contains("quire copy --from vault:");
  }

  @Test
  void whatWasLeftOfASourceOfNothingElseIsAFailure() {
    Path source = file("odd.json", "[1, 2]");
    assertThat(scene.run("import", source.toString())).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.said()).contains("nothing in " + source + " could be understood");
  }
}

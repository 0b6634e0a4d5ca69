package quire.cli.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.StoreDamagedException;
import quire.conformance.HeapMemoryStore;
import quire.mcp.ServerSetup;
import quire.mcp.StdioServer;

/** What agents read where the user's own memory is read along. */
class ScopedToolsTest {
  private static final Author AUTHOR = new Author("test", "s");

  private final MemoryStore project = new HeapMemoryStore(Clock.systemUTC());
  private final MemoryStore user = new HeapMemoryStore(Clock.systemUTC());
  private final MemoryStore both = new ProjectAndUserStore(project, "heap:own", () -> user);

  @BeforeEach
  void fill() {
    add(project, "Checkout", "retries tea 3 times");
    add(project, "Ada", "project says tea");
    add(user, "Ada", "likes tea");
    add(user, "Editor", "tea theme");
    project.createRelations(List.of(new Relation("Checkout", "Editor", "edited with")), AUTHOR);
  }

  private static void add(MemoryStore store, String name, String text) {
    store.createEntities(List.of(new Entity(name, "t", List.of(text))), AUTHOR);
  }

  /** {@return the line that answers the call} */
  private static String call(MemoryStore store, String tool, String arguments) {
    String lines =
        """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}
        """
            .formatted(tool, arguments.replace('\'', '"'));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ServerSetup setup =
        new ServerSetup(
            "1",
            () -> store,
            "s",
            new PrintStream(OutputStream.nullOutputStream()),
            Level.ERROR,
            (name, version) -> {});
    new StdioServer(setup)
        .serve(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("\"id\":1"))
        .findFirst()
        .orElseThrow();
  }

  private String call(String tool, String arguments) {
    return call(both, tool, arguments);
  }

  private static String quoted(String text) {
    return text.replace("\"", "\\\"");
  }

  @Test
  void theStandardReadsKeepTheirShapeAndSayBesideItWhatIsTheUsers() {
    String label =
        quoted("Not of this project: \"Ada\" (user: the last observation), \"Editor\" (user)");
    for (String arguments : List.of("{}", "{'limit':100}")) {
      assertThat(call("read_graph", arguments))
          .contains("\"observations\":[\"project says tea\",\"likes tea\"]", label)
          .doesNotContain("origin", "isError\":true");
    }
    assertThat(call("search_nodes", "{'query':'tea'}")).contains("\"Editor\"", label);
    assertThat(call("open_nodes", "{'names':['Ada','Editor','Nobody']}"))
        .contains(label, quoted("No entity has the name \"Nobody\""));
    assertThat(call("open_nodes", "{'names':['Editor']}"))
        .contains(
            "\"relationType\":\"edited with\"", quoted("Not of this project: \"Editor\" (user)"));
    assertThat(call("open_nodes", "{'names':['Checkout']}")).doesNotContain("Not of this project");
  }

  @Test
  void aPageNamesOnlyWhatItShows() {
    assertThat(call("read_graph", "{'limit':1}"))
        .contains("Checkout")
        .doesNotContain("Not of this project");
    assertThat(call("read_graph", "{'limit':1,'after':2}"))
        .contains(quoted("Not of this project: \"Editor\" (user)"))
        .doesNotContain("likes tea");
  }

  @Test
  void whatIsRecalledAndExploredIsLabelledInItsPlace() {
    assertThat(call("recall", "{'query':'tea theme'}"))
        .containsPattern("\"entity\":\"Editor\",[^}]*\"origin\":\"user\"")
        .doesNotContainPattern("\"entity\":\"Checkout\",[^}]*\"origin\"");
    assertThat(call("explore", "{'entity':'Checkout'}"))
        .containsPattern("\"name\":\"Editor\",[^}]*\"origin\":\"user\"")
        .doesNotContainPattern("\"name\":\"Checkout\",[^}]*\"origin\"");
    assertThat(call("explore", "{'entity':'Editor'}")).contains("edited with", "Checkout");
  }

  @Test
  void changesAreTheProjectsAndAnEmptyAnswerSaysSo() {
    assertThat(call("recent_changes", "{}"))
        .contains("Checkout")
        .doesNotContain("Editor\",\"entityType", "user's own memory");
    assertThat(call("recent_changes", "{'entity':'Nobody'}"))
        .contains("These are the changes of this project");
    assertThat(call(project, "recent_changes", "{'entity':'Nobody'}"))
        .doesNotContain("the changes of this project");
  }

  @Test
  void whatIsWrittenIsWrittenToTheProjectAndCanBeTakenBack() {
    String facts = "{'observations':[{'entityName':'Editor','contents':['x']}]}";
    assertThat(call("add_observations", facts))
        .contains("\"isError\":true", "in the user's own memory, which is only read here");
    assertThat(
            call(
                "create_entities",
                "{'entities':[{'name':'Editor','entityType':'tool','observations':['y']}]}"))
        .contains("\"observations\":[\"y\"]")
        .doesNotContain("exists already");
    assertThat(call("add_observations", facts)).contains("\"addedObservations\":[\"x\"]");
    assertThat(call("open_nodes", "{'names':['Editor']}"))
        .contains("\"entityType\":\"tool\",\"observations\":[\"y\",\"x\",\"tea theme\"]");
    assertThat(call("undo_changes", "{}")).contains("Took back the call: 1 facts removed");
    add(user, "Zebra", "striped");
    assertThat(call("delete_entities", "{'entityNames':['Zebr']}"))
        .as("a name of the user's memory is not offered to be deleted")
        .contains("0 of 1 name was there")
        .doesNotContain("Zebra");
    assertThat(call(user, "open_nodes", "{'names':['Editor']}"))
        .contains("\"observations\":[\"tea theme\"]");
  }

  @Test
  void countsAreTheProjectsAndTheDetailsNameTheOther() {
    assertThat(call("describe_memory", "{'details':true}"))
        .contains("\"entities\":2", "heap:own: 2 entities, 2 observations, 0 relations");
  }

  @Test
  void whatCannotBeReadIsNamedInEachAnswer() {
    MemoryStore half =
        new ProjectAndUserStore(
            project,
            "heap:own",
            () -> {
              throw new StoreDamagedException("It is damaged");
            });
    String reason = "The user's own memory heap:own was not read: It is damaged";
    for (String[] call :
        new String[][] {
          {"read_graph", "{}"},
          {"read_graph", "{'limit':9}"},
          {"search_nodes", "{'query':'Checkout'}"},
          {"open_nodes", "{'names':['Checkout']}"},
          {"recall", "{'query':'tea'}"},
          {"explore", "{'entity':'Checkout'}"}
        }) {
      assertThat(call(half, call[0], call[1]))
          .as(call[0])
          .contains("Checkout", reason)
          .doesNotContain("\"isError\":true");
    }
  }
}

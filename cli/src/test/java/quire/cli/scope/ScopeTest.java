package quire.cli.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.cli.settings.Settings;

/** The setting {@code scope}: who may set it, which store it means, and which commands heed it. */
class ScopeTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
    assertThat(scene.runIn(scene.home, "add", "Editor", "vim", "--type", "tool")).isZero();
    assertThat(scene.run("add", "Checkout", "retries 3 times", "--type", "service")).isZero();
  }

  private String own() {
    return "sqlite:" + scene.home.resolve(".local/share/quire/memory.db");
  }

  private String said(String... command) {
    assertThat(scene.run(command)).as(String.join("\n", scene.noticed())).isZero();
    return scene.said();
  }

  @Test
  void withoutTheSettingAProjectSeesItsOwnMemoryAlone() {
    assertThat(said("graph")).contains("Checkout").doesNotContain("Editor");
    assertThat(said("where")).contains("scope", "project  (default)").doesNotContain("read along");
    assertThat(scene.settings().along()).isEmpty();
  }

  @Test
  void withItReadsShowBothAndTellThemApart() {
    scene.userFile("scope = \"project+user\"\n");
    assertThat(said("graph"))
        .isEqualTo("Checkout (service)\n  retries 3 times\nEditor (tool)  [user]\n  vim\n");
    assertThat(said("search", "vim")).startsWith("1. Editor (tool)  [user]\n   vim\n");
    assertThat(said("search", "--json", "vim")).contains("\"origin\":\"user\"");
    assertThat(said("show", "Editor", "Checkout")).contains("Editor (tool)  [user]");
    assertThat(said("show", "--json", "Editor")).contains("\"origin\":\"user\"");
    assertThat(said("show", "--json", "Checkout")).doesNotContain("origin");
    scene.run("add", "Editor", "with plugins");
    assertThat(said("show", "Editor"))
        .isEqualTo("Editor (note)  [user: the last observation]\n  with plugins\n  vim\n");
    assertThat(said("where")).contains("read along", own());
    assertThat(said("where", "--json")).contains("\"readAlong\":\"" + own() + "\"");
    assertThat(said("stores")).contains("+ ", "* ");
    assertThat(said("stores", "--json")).contains("\"readAlong\":true");
    assertThat(scene.run("search", "zzzz")).isEqualTo(ExitCode.NOT_FOUND.number());
  }

  @Test
  void whateverChangesOrCopiesUsesTheProjectsAlone() {
    scene.userFile("scope = \"project+user\"\n");
    assertThat(said("export", "--format", "jsonl")).doesNotContain("Editor");
    assertThat(said("stats")).doesNotContain("tool");
    assertThat(said("log")).doesNotContain("Editor");
    assertThat(scene.run("rm", "Editor", "--yes")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(said("graph", "--at", "1")).doesNotContain("Editor");
    scene.run("add", "Ada", "x");
    assertThat(said("undo", "--yes")).isNotEmpty();
    assertThat(said("graph")).contains("Editor").doesNotContain("Ada");
    assertThat(scene.runIn(scene.home, "graph")).isZero();
    assertThat(scene.said()).isEqualTo("Editor (tool)\n  vim\n");
  }

  @Test
  void aProjectsFileMayNotBringTheUsersMemoryIntoItsReads() {
    scene.projectFile("scope = \"project+user\"\n");
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst())
        .contains("quire.toml:1: reads answer from your own memory too")
        .contains("was not approved; nothing was opened");
    assertThat(said("trust")).contains("reads answer from your own memory too");
    assertThat(said("graph")).contains("Editor (tool)  [user]");
    assertThat(said("trust", "--revoke")).isNotEmpty();
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @Test
  void aProjectsFileMayKeepItOut() {
    scene.userFile("scope = \"project+user\"\n");
    scene.projectFile("scope = \"project\"\n");
    assertThat(said("graph")).doesNotContain("Editor");
  }

  @Test
  void aVariableNeedsNoApprovalAndAnotherWordIsRefused() {
    scene.variables.put("QUIRE_SCOPE", "project+user");
    assertThat(said("graph")).contains("Editor (tool)  [user]");
    scene.variables.put("QUIRE_SCOPE", "everything");
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst())
        .contains("QUIRE_SCOPE: scope must be \"project\" or \"project+user\"");
  }

  @Test
  void theUsersStoreIsTheOneOutsideOfAnyProject() {
    scene.userFile("scope = \"project+user\"\nstore = \"tree:~/notes\"\n");
    assertThat(scene.settings().along()).as("one store for all").isEmpty();
    scene.projectFile("store = \"sqlite:.quire/memory.db\"\n[tree]\ncolour = \"of the project\"\n");
    Settings along = scene.settings().along().orElseThrow();
    assertThat(along.address()).isEqualTo("tree:" + scene.home.resolve("notes"));
    assertThat(along.store().options()).as("options of the project's file").isEmpty();
    scene.userFile(
        "scope = \"project+user\"\nstore = \"tree:~/notes\"\n[tree]\ncolour = \"mine\"\n");
    assertThat(scene.settings().along().orElseThrow().store().options())
        .containsEntry("colour", "mine");
  }

  @Test
  void outsideOfAProjectThereIsNothingToReadAlong() {
    scene.userFile("scope = \"project+user\"\n");
    assertThat(scene.runIn(scene.home, "graph")).isZero();
    assertThat(scene.said()).isEqualTo("Editor (tool)\n  vim\n");
  }

  @Test
  void aStoreOfTheUsersThatCannotBeReadIsNamed() {
    scene.variables.put("QUIRE_STORE", own().replace("memory.db", "project.db"));
    scene.userFile("scope = \"project+user\"\nstore = \"broken:~/own\"\n");
    assertThat(scene.run(Backends.UNWELL, "add", "Ada", "x")).isZero();
    assertThat(scene.run(Backends.UNWELL, "graph")).isZero();
    assertThat(scene.said()).contains("Ada");
    assertThat(scene.noticed())
        .anyMatch(
            line ->
                line.contains("The user's own memory broken:")
                    && line.contains("own was not read: Cannot open"));
  }
}

package quire.cli.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.cli.stores.KnownStores;

class MoveTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));
  private Path toml = Path.of("unset");
  private String old = "";
  private String fresh = "";

  @BeforeEach
  void fill() {
    scene = new Scene(folder);
    toml = scene.project.resolve("quire.toml");
    old = "sqlite:" + scene.project.resolve(".quire/memory.db");
    fresh = "tree:" + scene.project.resolve("notes");
    assertThat(scene.run("add", "Ada", "wrote a program", "--type", "person")).isZero();
    // These stores are on the heap; only a file at their place says that they are there.
    scene.write(scene.project.resolve(".quire/memory.db"), "");
    scene.write(scene.project.resolve("notes"), "");
  }

  private int move(String... flags) {
    String[] words = new String[flags.length + 3];
    words[0] = "move";
    words[1] = "--to";
    words[2] = "tree:notes";
    System.arraycopy(flags, 0, words, 3, flags.length);
    return scene.run(words);
  }

  private String inForce() {
    return scene.settings().address();
  }

  @Test
  void aMoveIsADryRunUntilItIsWanted() {
    assertThat(move()).isZero();
    assertThat(scene.said())
        .contains(toml + " says: store = \"tree:notes\"")
        .endsWith("Nothing was moved. To do it: the same command with --yes\n");
    assertThat(toml).doesNotExist();
    assertThat(scene.run("add", "Ada", "went on")).isZero();
    assertThat(inForce()).isEqualTo(old);
  }

  @Test
  void aMoveNamesTheNewStoreAndTheOldOneRefusesWrites() {
    assertThat(move("--yes")).isZero();
    assertThat(scene.said()).endsWith("compared with the old store: equal\n");
    assertThat(inForce()).isEqualTo(fresh);
    assertThat(scene.run("compare", old, fresh)).isZero();
    assertThat(scene.run("add", "Ada", "there")).isZero();
    assertThat(scene.run("add", "Ada", "here", "--store", old))
        .isEqualTo(ExitCode.UNAVAILABLE.number());
    assertThat(scene.noticed().getLast()).contains("has moved to " + fresh);
    assertThat(scene.run("show", "Ada", "--store", old)).isZero();
    assertThat(scene.said()).contains("wrote a program").doesNotContain("there");

    assertThat(scene.run("move", "--back", "--from", old)).isZero();
    assertThat(scene.run("add", "Ada", "here", "--store", old)).isZero();
    assertThat(scene.run("move", "--back", "--from", old))
        .isEqualTo(ExitCode.NOTHING_TO_DO.number());
  }

  @Test
  void everythingElseInTheFileStaysAsItIs() throws IOException {
    scene.projectFile(
        """
        # ours\r
          store   =  'sqlite'  # the usual place\r
        \r
        [deadlines]\r
        call_seconds = 5\r
        """);
    assertThat(move("--yes")).isZero();
    assertThat(Files.readString(toml))
        .isEqualTo(
            """
            # ours\r
              store   =  "tree:notes"  # the usual place\r
            \r
            [deadlines]\r
            call_seconds = 5\r
            """);
    scene.projectFile("[tree]\ndepth = 3");
    assertThat(scene.run("move", "--to", "tree:other", "--back"))
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(Files.readString(toml)).isEqualTo("[tree]\ndepth = 3");
  }

  @Test
  void aFileThatNamesNoStoreGetsItAsItsFirstLine() throws IOException {
    scene.projectFile("[tree]\ndepth = 3\n");
    assertThat(move("--yes")).isZero();
    assertThat(Files.readString(toml)).isEqualTo("store = \"tree:notes\"\n[tree]\ndepth = 3\n");
    assertThat(inForce()).isEqualTo(fresh);
  }

  @Test
  void whatCannotBeSwitchedIsRefusedBeforeAnythingIsDone() {
    scene.variables.put("QUIRE_STORE", old);
    assertThat(move("--yes")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst()).contains("QUIRE_STORE names the store");
    scene.variables.clear();
    scene.projectFile("store = \"\"\"\nsqlite\"\"\"\n");
    assertThat(move("--yes")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst()).contains("Write there yourself");
    scene.projectFile("");
    assertThat(scene.run("move", "--to", "sqlite", "--yes")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("add", "Ada", "went on")).isZero();
  }

  @Test
  void aTargetThatHoldsSomethingElseIsRefusedAndTheOldStoreStaysInForce() {
    assertThat(scene.run("add", "own", "fact", "--store", fresh)).isZero();
    assertThat(move("--yes")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("it holds something else already");
    assertThat(inForce()).isEqualTo(old);
    assertThat(scene.run("add", "Ada", "went on")).isZero();
  }

  /** The state that a kill leaves between the mark in the old store and the last step. */
  @Test
  void aMoveThatWasCutOffAfterItsDecisionIsFinishedByTheNextCommand() throws IOException {
    assertThat(move("--yes")).isZero();
    Files.delete(toml);
    assertThat(scene.run("add", "Ada", "here")).isEqualTo(ExitCode.UNAVAILABLE.number());
    KnownStores known = new KnownStores(scene.at(scene.project));
    known.beginMove(old, fresh);

    assertThat(scene.run("add", "Ada", "there")).isZero();
    assertThat(scene.noticed().getFirst()).contains("finished the move of " + old);
    assertThat(inForce()).isEqualTo(fresh);
    assertThat(known.begunMove(old)).isEmpty();
  }

  @Test
  void aMoveThatWasCutOffBeforeItsDecisionChangesNothing() throws IOException {
    new KnownStores(scene.at(scene.project)).beginMove(old, fresh);
    assertThat(scene.run("add", "Ada", "here")).isZero();
    assertThat(toml).doesNotExist();
    assertThat(inForce()).isEqualTo(old);
    assertThat(move("--yes")).isZero();
    assertThat(inForce()).isEqualTo(fresh);
  }

  @Test
  void aStoreThatIsNotInForceIsMovedWithoutAFile() {
    String other = "sqlite:" + scene.project.resolve("other.db");
    scene.write(scene.project.resolve("other.db"), "");
    assertThat(scene.run("add", "Tea", "green", "--store", other)).isZero();
    assertThat(move("--yes", "--from", other)).isZero();
    assertThat(toml).doesNotExist();
    assertThat(inForce()).isEqualTo(old);
    assertThat(scene.run("add", "Tea", "black", "--store", other))
        .isEqualTo(ExitCode.UNAVAILABLE.number());
  }

  @Test
  void whoMovesAMemoryOutOfTheProjectHasApprovedIt() {
    String away = "tree:" + folder.resolve("away");
    scene.write(folder.resolve("away"), "");
    assertThat(scene.run("move", "--to", away, "--yes")).isZero();
    assertThat(inForce()).isEqualTo(away);
    assertThat(scene.run("add", "Ada", "there")).isZero();
  }
}

package quire.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class PeopleCommandsTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));

  @BeforeEach
  void write() {
    scene = new Scene(folder);
    scene.run("add", "Ada", "wrote a program", "liked horses", "--type", "person");
    scene.run("add", "Ada", "--relation", "knows", "--to", "Charles");
    scene.run("add", "tea", "green");
  }

  private String graph() {
    scene.run("graph");
    return scene.said();
  }

  @Test
  void removingShowsWhatWouldGoAndRemovesNothingUnlessToldTo() {
    String before = graph();
    assertThat(scene.run("rm", "Ada")).isZero();
    assertThat(scene.said())
        .isEqualTo(
            """
            Ada (person)
              wrote a program
              liked horses
            Ada -- knows -> Charles
            Nothing was removed. To do it: the same command with --yes
            """);
    assertThat(graph()).isEqualTo(before);
    assertThat(scene.run("rm", "Ada", "--yes")).isZero();
    assertThat(scene.said()).endsWith("removed 4 facts\n");
    assertThat(graph()).isEqualTo("tea (note)\n  green\n");
  }

  @Test
  void onlyTheFactsThatAreNamedGo() {
    assertThat(scene.run("rm", "Ada", "liked horses", "unheard of", "--yes")).isZero();
    assertThat(scene.said()).isEqualTo("Ada\n  liked horses\nremoved 1 fact\n");
    assertThat(scene.run("rm", "Ada", "--relation", "knows", "--to", "Charles", "--yes")).isZero();
    assertThat(graph()).isEqualTo("Ada (person)\n  wrote a program\ntea (note)\n  green\n");
  }

  @Test
  void whatIsNotThereIsNotRemoved() {
    assertThat(scene.run("rm", "Adaa", "--yes")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.noticed())
        .containsExactly(
            "quire: Nothing like this is known of 'Adaa'; the nearest name is 'Ada'. Nothing was"
                + " removed");
    assertThat(scene.run("rm", "Ada", "LIKED HORSES")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("rm", "Ada", "--relation", "likes", "--to", "Charles"))
        .isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("rm", "Ada", "--relation", "knows")).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void programsAreToldWhatWouldGoToo() {
    scene.run("rm", "tea", "--json");
    assertThat(scene.said())
        .isEqualTo(
            "{\"dryRun\":true,\"name\":\"tea\",\"entity\":true,\"observations\":[\"green\"],\"relations\":[],\"removed\":0}\n");
  }

  @Test
  void theLogTellsWhoDidWhatNewestLast() {
    scene.run("rm", "tea", "--yes");
    assertThat(scene.run("log")).isZero();
    assertThat(scene.said().lines())
        .hasSize(8)
        .first()
        .asString()
        .matches(
            " +\\d+  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  quire add +\\+ Ada \\(person\\)");
    assertThat(scene.said().lines().toList().getLast()).contains("quire rm", "- tea");
    scene.run("log", "--limit", "1");
    assertThat(scene.said().lines()).hasSize(1);
    scene.run("log", "--client", "quire rm");
    assertThat(scene.said().lines()).hasSize(2);
    scene.run("log", "--removed", "--limit", "0");
    assertThat(scene.said().lines()).hasSize(2);
    scene.run("log", "Charles");
    assertThat(scene.said().lines()).hasSize(1);
    assertThat(scene.run("log", "--until", "yesterday")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("log", "--since", "2h", "--session", "terminal")).isZero();
    assertThat(scene.run("log", "--since", "soon")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed().getFirst()).contains("'soon' is not a time such as 10m");
  }

  @Test
  void theLogComesAsJsonToo() {
    scene.run("log", "--json", "--limit", "1");
    assertThat(scene.said())
        .startsWith("[{\"sequence\":")
        .endsWith(
            "\"client\":\"quire"
                + " add\",\"session\":\"terminal\",\"action\":\"added\",\"kind\":\"observation\",\"entity\":\"tea\",\"observation\":\"green\"}]\n");
  }

  @Test
  void aCountTellsWhatIsThereAndWhatLooksAlike() {
    scene.run("add", "T\u00e9a", "green");
    assertThat(scene.run("stats")).isZero();
    assertThat(scene.said())
        .startsWith("3 entities, 4 observations, 1 relation\nwritten from ")
        .contains("types\n           2  note\n           1  person\n")
        .contains("facts written by\n           8  quire add\n")
        .contains("names that differ in case or accents only\n           2  tea\n")
        .endsWith("observations whose text stands elsewhere as well: 1\n");
    scene.run("stats", "--json");
    assertThat(scene.said()).startsWith("{\"entities\":3,").contains("\"alike\":{\"tea\":2}");
  }

  @Test
  void anEmptyStoreIsCountedToo() {
    assertThat(scene.run("stats", "--store", "tree:" + folder.resolve("empty"))).isZero();
    assertThat(scene.said()).isEqualTo("0 entities, 0 observations, 0 relations\n");
  }

  @Test
  void theStoresThatWereSeenAreListedAndTheOneInForceIsMarked() {
    String other = "tree:" + folder.resolve("other");
    scene.run("add", "x", "y", "--store", other);
    assertThat(scene.run("stores")).isZero();
    assertThat(scene.said().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("* ") && line.contains("2 entities"))
        .anyMatch(line -> line.startsWith("  ") && line.contains(other));
    scene.run("stores", "--json");
    assertThat(scene.said()).contains("\"store\":\"" + other + "\",\"inForce\":false");
  }

  @Test
  void anUndoShowsWhatWouldHappenAndCanBeUndone() {
    String before = graph();
    scene.run("rm", "Ada", "--yes");
    String after = graph();
    assertThat(scene.run("undo")).isZero();
    assertThat(scene.said())
        .contains("by quire rm: 4 changes", "  + Ada: wrote a program", "  + Ada (person)")
        .endsWith("Nothing was changed. To do it: the same command with --yes\n");
    assertThat(graph()).isEqualTo(after);

    assertThat(scene.run("undo", "--yes")).isZero();
    assertThat(scene.said()).endsWith("took back 1 call\n");
    assertThat(graph()).contains("Ada (person)\n  wrote a program\n  liked horses\n");
    scene.run("undo", "--yes");
    assertThat(graph()).isEqualTo(after);
    scene.run("undo", "--client", "quire undo", "--yes", "--json");
    assertThat(scene.said()).contains("\"dryRun\":false", "\"refused\":false");
    assertThat(graph()).isEqualTo(after);
    assertThat(before).isNotEqualTo(after);
  }

  @Test
  void anUndoThatWouldTakeFactsOfOthersAlongIsRefused() {
    assertThat(scene.run("undo", "--call", "1", "--yes")).isZero();
    assertThat(graph()).doesNotContain("Ada (person)");
    scene.run("undo", "--yes");
    scene.run("add", "Ada", "was a countess");
    assertThat(scene.run("undo", "--call", "1", "--yes")).isZero();
    scene.run("undo", "--yes");
    assertThat(scene.run("undo", "--call", "999", "--yes")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.noticed().getLast()).contains("No call fits");
    assertThat(scene.run("undo", "--since", "soon")).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void theMemoryIsShownAsItStood() {
    scene.run("rm", "Ada", "liked horses", "--yes");
    scene.run("show", "Ada");
    assertThat(scene.said()).doesNotContain("liked horses");
    scene.run("show", "Ada", "--at", "3");
    assertThat(scene.said()).isEqualTo("Ada (person)\n  wrote a program\n  liked horses\n");
    scene.run("graph", "--as-of", "3");
    assertThat(scene.said()).contains("liked horses").doesNotContain("tea");
    assertThat(scene.run("show", "Ada", "--at", "2020-01-01"))
        .isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("show", "Ada", "--at", "soon")).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void theHistoryOfAnEntityHoldsWhatIsGone() {
    scene.run("rm", "Ada", "--yes");
    assertThat(scene.run("history", "Ada")).isZero();
    assertThat(scene.said()).contains("+ Ada: wrote a program", "- Ada: wrote a program");
    assertThat(scene.run("history", "Adam")).isEqualTo(ExitCode.NOT_FOUND.number());
  }

  @Test
  void whatIsForgottenIsGoneFromTheHistoryToo() {
    scene.run("rm", "Ada", "liked horses", "--yes");
    assertThat(scene.run("forget", "Ada", "liked horses", "wrote a program")).isZero();
    assertThat(scene.said())
        .startsWith(
            """
            Ada
              wrote a program
              1 removed text in the history
            Nothing was forgotten. To do it: the same command with --yes
            Not reached by this:
            """)
        .contains("git keeps what was committed", "transcripts of the clients");
    scene.run("history", "Ada");
    assertThat(scene.said()).contains("liked horses", "wrote a program");

    assertThat(scene.run("forget", "Ada", "liked horses", "wrote a program", "--yes")).isZero();
    scene.run("history", "Ada");
    assertThat(scene.said()).doesNotContain("liked horses").doesNotContain("wrote a program");
    assertThat(scene.run("forget", "Ada", "unheard of", "--yes"))
        .isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("forget", "Ada", "--yes", "--json")).isZero();
    assertThat(scene.said()).contains("\"dryRun\":false", "\"notReached\":[");
    assertThat(graph()).isEqualTo("tea (note)\n  green\n");
    assertThat(scene.run("history", "Ada")).isEqualTo(ExitCode.NOT_FOUND.number());
  }

  @Test
  void vectorsThatThisInstallationCannotReachAreNamed() {
    scene.run("forget", "Ada");
    assertThat(scene.said()).doesNotContain("vectors");
    Path vectors = scene.write(scene.home.resolve(".cache/quire/vectors-some-model"), "numbers");
    assertThat(scene.run("forget", "Ada", "--yes")).isZero();
    assertThat(scene.said()).contains("  " + vectors + ": delete it; ");
    assertThat(vectors).exists();
  }
}

package quire.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the editors are shell scripts")
class EditCommandTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));

  @BeforeEach
  void write() {
    scene = new Scene(folder);
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
    scene.run("add", "Ada", "wrote a program", "liked horses", "--type", "person");
    scene.run("add", "Ada", "--relation", "knows", "--to", "Charles");
  }

  /** Edits with a script, whose {@code $1} is the file. */
  private int edit(String script) {
    Path editor = scene.write(folder.resolve("editor"), "set -e\n" + script + "\n");
    scene.variables.put("EDITOR", "sh " + editor);
    return scene.run("edit", "Ada");
  }

  private String ada() {
    scene.run("show", "Ada");
    return scene.said();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("state/edits"))) {
      return files.toList();
    }
  }

  @Test
  void factsAndRelationsAreChangedInOneCallThatCanBeUndone() throws IOException {
    String before = ada();
    assertThat(
            edit(
                "sed -i 's/liked horses/liked machines/; s/^- knows -> Charles/- knows -> Mary/;"
                    + " /^- wrote/a - was a countess' \"$1\""))
        .isZero();
    assertThat(scene.said())
        .contains("- Ada: liked horses\n", "+ Ada: liked machines\n", "+ Ada: was a countess\n")
        .contains("- Ada -- knows -> Charles\n", "+ Ada -- knows -> Mary\n");
    assertThat(ada())
        .contains("wrote a program", "liked machines", "was a countess")
        .doesNotContain("horses");
    assertThat(kept()).isEmpty();
    scene.run("undo", "--yes");
    assertThat(ada().lines().sorted()).containsExactlyElementsOf(before.lines().sorted().toList());
  }

  @Test
  void theTypeIsChangedTooAndTheFactsStay() {
    assertThat(edit("sed -i 's/^type: person/type: pioneer/' \"$1\"")).isZero();
    assertThat(ada()).startsWith("Ada (pioneer)\n  wrote a program\n  liked horses\n");
    assertThat(ada()).contains("knows -> Charles");
  }

  @Test
  void whatIsLeftAsItIsWritesNothing() throws IOException {
    scene.run("log", "--limit", "0");
    String log = scene.said();
    for (String nothing : List.of("true", "touch \"$1\"", ": > \"$1\"", "sed -i 's/$/ /' \"$1\"")) {
      assertThat(edit(nothing)).as(nothing).isZero();
      assertThat(scene.said()).isEqualTo("Nothing was changed\n");
    }
    assertThat(kept()).isEmpty();
    scene.run("log", "--limit", "0");
    assertThat(scene.said()).isEqualTo(log);
  }

  @Test
  void anEditorThatFailsWritesNothing() throws IOException {
    String before = ada();
    assertThat(edit("sed -i 's/horses/cats/' \"$1\"; exit 3"))
        .isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst()).contains("ended with 3; nothing was written");
    assertThat(ada()).isEqualTo(before);
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatHasNoMeaningIsNamedByItsLineAndNotLost() throws IOException {
    String before = ada();
    assertThat(edit("echo 'no dash' >> \"$1\"")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("line ", "it is no fact", "your text is in ");
    assertThat(kept()).hasSize(1);
    assertThat(kept().getFirst()).content().contains("no dash");
    assertThat(edit("sed -i 's/^# Ada/# Eve/' \"$1\"")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("line 1", "quire mv");
    assertThat(ada()).isEqualTo(before);
  }

  @Test
  void whoIsNotThereIsAnsweredWithTheNearestName() {
    assertThat(scene.run("edit", "Adaa")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.noticed().getFirst()).contains("the nearest is 'Ada'");
  }

  private static EditText text(String type, List<String> facts, String... relations) {
    return new EditText(type, facts, List.of(relations));
  }

  @Test
  void whatOnlyOthersChangedStays() {
    EditText base = text("t", List.of("a", "b", "c"), "r -> x");
    EditText mine = text("t", List.of("a", "b2", "c", "d"), "r -> x");
    EditText theirs = text("t2", List.of("b", "c", "new"), "r -> y");
    EditPlan plan = EditPlan.of("n", base, mine, theirs);
    assertThat(plan.conflicts()).isEmpty();
    assertThat(plan.removals())
        .extracting(Object::toString)
        .singleElement()
        .asString()
        .contains("b");
    assertThat(plan.additions()).hasSize(2);
  }

  @Test
  void whatBothChangedIsNotDecided() {
    EditText base = text("t", List.of("a", "b"), "r -> x");
    assertThat(
            EditPlan.of(
                    "n",
                    base,
                    text("t", List.of("a", "b mine"), "r -> x"),
                    text("t", List.of("a", "b theirs"), "r -> x"))
                .conflicts())
        .containsExactly("a fact that you changed: b");
    assertThat(
            EditPlan.of(
                    "n", base, text("u", List.of("a", "b")), text("v", List.of("a", "b"), "r -> x"))
                .conflicts())
        .containsExactly("the type, which is v now");
    assertThat(
            EditPlan.of(
                    "n",
                    base,
                    text("t", List.of("a", "b"), "r -> y"),
                    text("t", List.of("a", "b"), "r -> z"))
                .conflicts())
        .containsExactly("a relation that you changed: r -> x");
  }

  @Test
  void whatBothRemovedOrAddedIsDone() {
    EditText base = text("t", List.of("a", "b"));
    EditPlan plan =
        EditPlan.of("n", base, text("t", List.of("a", "c")), text("t", List.of("a", "b", "c")));
    assertThat(plan.removals()).hasSize(1);
    assertThat(plan.additions()).isEmpty();
    assertThat(EditPlan.of("n", base, text("t", List.of("a")), text("t", List.of("a"))).isNothing())
        .isTrue();
  }

  @Test
  void everyTextComesBackAsItWas() throws EditText.UnreadableException {
    List<String> odd =
        List.of(
            "plain",
            "- with a dash",
            "# like a heading",
            "type: like a type",
            "## relations",
            "<!-- like a remark -->",
            "two\nlines",
            "a\n\nblank\n  indented",
            " blanks around ",
            "trailing \nblank",
            "\"quoted\"",
            "\ud800 alone",
            "\u0000\u001b[2J",
            "tab\there",
            "\r\n",
            "x\u2028y\u202e",
            "\ud83d\udc69\u200d\ud83d\udcbb",
            "a -> b");
    for (String name : odd) {
      EditText written =
          EditText.of(
              new Entity(name, name, odd),
              odd.stream().map(to -> new Relation(name, to, "rel " + to.strip())).toList());
      EditText read = EditText.read(written.written(name), name);
      assertThat(read).isEqualTo(written);
      assertThat(EditText.read(written.written(name).replace("\n", "\r\n"), name))
          .isEqualTo(written);
    }
  }
}

package quire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.base.ExitCode;

/** The commands as they stand on the command line beside all others. */
class LabCommandsTest {
  private static final Pattern EXAMPLE = Pattern.compile("^  quire (.*)$", Pattern.MULTILINE);

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  @Test
  void theyAreOnTheCommandLine() {
    assertThat(scene.run("help")).isZero();
    assertThat(scene.said()).containsPattern("(?m)^  stress ").containsPattern("(?m)^  lab ");
    assertThat(scene.run("completion")).isZero();
    assertThat(scene.said()).contains("stress", "--kill-storm", "recall");
  }

  @Test
  void eachOneHasExamplesAndTheyAreUnderstood() {
    List<String> seen = new ArrayList<>();
    for (String command : List.of("stress", "lab recall")) {
      String[] help = ("help " + command).split(" ", -1);
      assertThat(scene.run(help)).isZero();
      List<String> examples =
          EXAMPLE.matcher(scene.said()).results().map(example -> example.group(1)).toList();
      assertThat(examples).as(command).isNotEmpty();
      seen.addAll(examples);
    }
    for (String example : seen) {
      // What asks for help is understood, and nothing is carried out.
      assertThat(scene.run((example + " --help").split(" ", -1))).as(example).isZero();
      assertThat(scene.said()).startsWith("Usage: quire ");
    }
  }

  @Test
  void whatIsMistypedBelowLabIsAnsweredWithTheNearestOne() {
    assertThat(scene.run("lab", "recal")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed()).last().isEqualTo("try:   quire lab recall --help");
    assertThat(scene.run("lab", "status")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed()).last().isEqualTo("try:   quire lab --help");
    assertThat(scene.run("strss")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed()).last().isEqualTo("try:   quire stress --help");
  }

  @Test
  void flagsThatExcludeEachOtherAreNamed() {
    assertThat(scene.run("stress", "--kill-one", "--kill-storm"))
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed().getFirst()).startsWith("quire: --kill-one, --kill-storm are");
  }
}

package quire.cli.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class CopiesTest {
  private static final List<String> ODD =
      List.of(
          "\ud800 alone", "\u0000\u001b[2J", "a \"b\"", "x\u2028y\nz", "\ud83d\ude00", " blank ");

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));
  private String source = "";
  private String target = "";

  @BeforeEach
  void fill() {
    scene = new Scene(folder);
    source = "tree:" + folder.resolve("source");
    target = "sqlite:" + folder.resolve("target.db");
    // These stores are on the heap; only a file at their place says that they are there.
    for (String place : List.of("source", "target.db", "imported.db")) {
      scene.write(folder.resolve(place), "");
    }
    run("add", "Ada", "wrote a program", "liked horses", "--type", "person");
    run("add", "Ada", "--relation", "knows", "--to", "Charles");
    for (String odd : ODD) {
      run("add", "odd " + odd, odd, "same", "--type", "type " + odd);
      run("add", "odd " + odd, "--relation", "is " + odd, "--to", "Ada");
    }
    run("rm", "Ada", "liked horses", "--yes");
    run("mv", "Ada", "Ada Lovelace");
    run("add", "tea", "green");
    run("add", "Tea", "green", "black");
    run("merge", "tea", "Tea", "--yes");
    run("rm", "odd  blank ", "--yes");
  }

  private void run(String... words) {
    String[] all =
        Stream.concat(Stream.of(words), Stream.of("--store", source)).toArray(String[]::new);
    assertThat(scene.run(all)).as(String.join(" ", words)).isZero();
  }

  private int compared(String... flags) {
    return scene.run(
        Stream.concat(Stream.of("compare", source, target), Stream.of(flags))
            .toArray(String[]::new));
  }

  @Test
  void aCopyHasEverythingTimesAuthorsAndHistoryIncluded() {
    assertThat(scene.run("copy", "--from", source, "--to", target)).isZero();
    assertThat(scene.said()).endsWith("compared with the source: equal\n");
    assertThat(compared()).isZero();
    assertThat(scene.said()).isEqualTo("equal\n");
    scene.run("log", "--limit", "0", "--store", source);
    String log = scene.said();
    scene.run("log", "--limit", "0", "--store", target);
    assertThat(scene.said().lines().count()).isEqualTo(log.lines().count());
    assertThat(scene.said()).contains("- Ada: liked horses");
  }

  @Test
  void aCopyThatIsRepeatedGoesOnAndOneIntoAnotherStoreIsRefused() {
    scene.run("copy", "--from", source, "--to", target);
    run("add", "later", "fact");
    assertThat(scene.run("copy", "--from", source, "--to", target)).isZero();
    assertThat(compared()).isZero();
    scene.run("add", "own", "fact", "--store", target);
    assertThat(scene.run("copy", "--from", source, "--to", target))
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("it holds something else already");
    assertThat(scene.run("copy", "--from", source, "--to", source))
        .isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void everyKindOfDifferenceIsFound() {
    scene.run("copy", "--from", source, "--to", target);
    scene.run("add", "Tea", "white", "--store", target);
    scene.run("add", "only here", "--relation", "r", "--to", "x", "--store", target);
    assertThat(compared()).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.said())
        .contains("only in the second: only here\n")
        .contains("only in the second: only here -- r -> x\n")
        .contains("differs in type or observations: Tea\n")
        .contains("that only the second has\n");
    String imported = "sqlite:" + folder.resolve("imported.db");
    scene.run("export", folder.resolve("x.jsonl").toString(), "--store", source);
    scene.run("import", folder.resolve("x.jsonl").toString(), "--store", imported);
    assertThat(scene.run("compare", source, imported, "--facts")).isZero();
    assertThat(scene.run("compare", source, imported)).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.said()).contains("another time or author: Tea\n");
    assertThat(scene.run("compare", source, "sqlite:" + folder.resolve("none.db")))
        .isEqualTo(ExitCode.UNAVAILABLE.number());
  }

  @Test
  void aBackupIsVerifiedAndRestoredToAnyBackend() {
    Path file = folder.resolve("b.quire");
    assertThat(scene.run("backup", file.toString(), "--store", source)).isZero();
    assertThat(scene.said()).startsWith("backed up ").endsWith(" to " + file + "\n");
    assertThat(scene.run("backup", file.toString(), "--store", source))
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("backup", "--verify", file.toString())).isZero();
    assertThat(scene.said()).endsWith("was restored on trial: equal\n");
    assertThat(scene.run("restore", file.toString(), "--store", target)).isZero();
    assertThat(compared()).isZero();
    assertThat(scene.run("restore", file.toString(), "--store", target)).isZero();
    run("add", "later", "fact");
    assertThat(scene.run("restore", file.toString(), "--store", source)).isZero();
    assertThat(scene.said()).endsWith("To do it: the same command with --yes\n");
  }

  @Test
  void aBackupWithoutAFileGoesToTheStateFolder() throws IOException {
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
    assertThat(scene.run("backup", "--store", source)).isZero();
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      assertThat(files).anyMatch(made -> made.toString().endsWith("Z.quire"));
    }
  }

  @Test
  void anArchiveThatIsCutChangedOrNoneIsRefusedAndNothingIsMade() throws IOException {
    Path file = folder.resolve("b.quire");
    scene.run("backup", file.toString(), "--store", source);
    byte[] whole = Files.readAllBytes(file);
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 0x10;
    for (byte[] bytes :
        List.of(
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, whole.length - 9),
            changed,
            "no archive".getBytes(StandardCharsets.UTF_8),
            new byte[0])) {
      Path bad = Files.write(folder.resolve("bad.quire"), bytes);
      assertThat(scene.run("restore", bad.toString(), "--store", target))
          .isEqualTo(ExitCode.DAMAGED.number());
      assertThat(scene.noticed().getFirst()).startsWith("quire: Cannot read the archive " + bad);
      assertThat(scene.run("backup", "--verify", bad.toString()))
          .isEqualTo(ExitCode.DAMAGED.number());
    }
    scene.run("graph", "--store", target);
    assertThat(scene.said()).isEmpty();
  }

  @Test
  void aStoreThatIsNotThereIsNotBackedUp() {
    Path file = folder.resolve("b.quire");
    assertThat(scene.run("backup", file.toString(), "--store", "tree:" + folder.resolve("none")))
        .isEqualTo(ExitCode.UNAVAILABLE.number());
    assertThat(file).doesNotExist();
  }
}

package quire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import quire.cli.base.ExitCode;

class CommandRunTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  @Test
  void whatIsAddedIsFoundAndShown() {
    assertThat(scene.run("add", "Ada", "wrote a program", "--type", "person")).isZero();
    assertThat(scene.said()).isEqualTo("Ada: new, 1 of 1 observation added\n");
    assertThat(scene.run("add", "Ada", "wrote a program", "liked horses")).isZero();
    assertThat(scene.said()).isEqualTo("Ada: known, 1 of 2 observations added\n");
    assertThat(scene.run("search", "A", "PROGRAM")).isZero();
    assertThat(scene.said()).startsWith("1. Ada (person)\n   wrote a program\n");
    assertThat(scene.run("show", "Ada")).isZero();
    assertThat(scene.said()).startsWith("Ada (person)\n");
  }

  @Test
  void aNameThatBeginsWithAnAtSignIsANameAndNoFile() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "not for the memory");
    assertThat(scene.run("add", "@" + file, "@" + file)).isZero();
    assertThat(scene.run("graph")).isZero();
    assertThat(scene.said()).contains("@" + file).doesNotContain("not for the memory");
  }

  @Test
  void whatAProjectsFileSaysDrivesNoTerminal() throws IOException {
    scene.projectFile("store = \"sqlite:a\\u001B]0;owned\\u0007\"\nodd\\u001B = 1\n");
    scene.run("where");
    String said = scene.said() + String.join("\n", scene.noticed());
    assertThat(said.chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    scene.projectFile("store = \"sqlite:a\\u001B]0;owned\\u0007\"\n");
    assertThat(scene.run("where")).isZero();
    assertThat(scene.said()).contains("\\u001b]0;owned").doesNotContain("\033");
  }

  @Test
  void relationsAreAddedAndShown() {
    scene.run("add", "Ada", "--relation", "knows", "--to", "Charles");
    assertThat(scene.said()).isEqualTo("Ada: new\nAda -- knows -> Charles\n");
    scene.run("add", "Ada", "--relation", "knows", "--to", "Charles");
    assertThat(scene.said()).isEqualTo("Ada -- knows -> Charles  (was there already)\n");
    assertThat(scene.run("graph")).isZero();
    assertThat(scene.said()).isEqualTo("Ada (note)\nAda -- knows -> Charles\n");
  }

  @Test
  void resultsComeAsJsonToo() {
    scene.run("add", "Zo\u00eb", "line\nbreak", "--json");
    assertThat(scene.said())
        .isEqualTo(
            "{\"name\":\"Zo\\u00EB\",\"created\":true,\"added\":[\"line\\nbreak\"],"
                + "\"related\":false}\n");
    scene.run("graph", "--json");
    assertThat(scene.said())
        .isEqualTo(
            "{\"entities\":[{\"name\":\"Zo\\u00EB\",\"entityType\":\"note\","
                + "\"observations\":[\"line\\nbreak\"]}],\"relations\":[]}\n");
  }

  @Test
  void aLoneSurrogateSurvivesJson() {
    scene.run("add", "\ud800", "--json");
    assertThat(scene.said()).startsWith("{\"name\":\"\\uD800\"");
  }

  @Test
  void storedTextCannotDriveTheTerminal() {
    scene.run("add", "\u001b[2J", "\u0007");
    scene.run("graph");
    assertThat(scene.said()).isEqualTo("\\u001b[2J (note)\n  \\u0007\n");
  }

  @Test
  void aProgramIsToldOfAFailureAsWell() {
    assertThat(scene.run("show", "Ada", "--json", "--store", "nothing:x"))
        .isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.said()).startsWith("{\"error\":\"").contains("nothing");
    assertThat(scene.noticed()).hasSize(1);
  }

  @Test
  void aPartThatCannotBeLoadedIsNoDefect() {
    assertThat(Defect.line(new NoClassDefFoundError("a/Part")))
        .contains("a/Part")
        .contains("open files")
        .doesNotContain("defect");
  }

  @Test
  void wantOfMemoryIsNoDefectEither() {
    assertThat(Defect.line(new OutOfMemoryError("Java heap space")))
        .contains("MiB", "-Xmx")
        .doesNotContain("defect", "heap space");
  }

  @Test
  void nothingFoundHasItsOwnExitCode() {
    assertThat(scene.run("search", "nothing")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("show", "Nobody")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.run("graph")).isZero();
  }

  @Test
  void aMisspeltCommandIsAnsweredWithTheNearestOne() {
    assertThat(scene.run("serch", "x")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .containsExactly("quire: 'serch' is not understood", "try:   quire search --help");
  }

  @Test
  void aCommandByItsNameElsewhereIsAnsweredWithOurs() {
    for (String[] pair :
        new String[][] {{"status", "doctor"}, {"ls", "graph"}, {"Find", "search"}}) {
      assertThat(scene.run(pair[0])).isEqualTo(ExitCode.USAGE.number());
      assertThat(scene.noticed()).last().isEqualTo("try:   quire %s --help".formatted(pair[1]));
    }
  }

  @Test
  void helpAndVersionAreCommandsToo() {
    assertThat(scene.run("help")).isZero();
    assertThat(scene.said()).startsWith("Usage: quire").contains("  search ");
    assertThat(scene.run("help", "show")).isZero();
    assertThat(scene.said()).startsWith("Usage: quire show");
    assertThat(scene.run("help", "serch")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed()).last().isEqualTo("try:   quire search --help");
    assertThat(scene.run("version")).isZero();
    assertThat(scene.said()).startsWith("quire ");
  }

  @Test
  void whatIsNotFoundIsSaidWithTheNearestName() {
    scene.run("add", "Ada Lovelace", "wrote programs");
    assertThat(scene.run("show", "Ada Lovelase")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.noticed())
        .containsExactly(
            "quire: No entity has the name 'Ada Lovelase'; the nearest is 'Ada Lovelace'");
    assertThat(scene.run("show", "Ada Lovelace", "Bob")).isZero();
    assertThat(scene.noticed()).containsExactly("quire: No entity has the name 'Bob'");
    assertThat(scene.run("search", "zebra")).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(scene.noticed()).containsExactly("quire: Nothing was found for 'zebra'");
    assertThat(scene.said()).isEmpty();
  }

  @Test
  void aFactOfManyLinesIsReadableAndStillCannotDriveTheTerminal() {
    scene.run("add", "Ada", "first\nsecond\u001b[2J");
    scene.run("show", "Ada");
    assertThat(scene.said()).isEqualTo("Ada (note)\n  first\n    second\\u001b[2J\n");
  }

  @Test
  void aCommandThatIsDescribedAloneIsWhatItIsAmongAll() {
    for (String command : List.of("add", "backup", "log", "service", "uninstall")) {
      assertThat(scene.run("help", command)).isZero();
      String amongAll = scene.said();
      assertThat(amongAll).contains("Usage: quire " + command, "--help");
      assertThat(scene.run(command, "--help")).isZero();
      assertThat(scene.said()).isEqualTo(amongAll);
    }
    assertThat(QuireCommand.COMMANDS)
        .filteredOn(command -> QuireCommand.alone(name(command)).isEmpty())
        .as("those that tell of the others")
        .extracting(CommandRunTest::name)
        .containsExactly("completion", "papers", "help");
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(CommandLine.Command.class).name();
  }

  @Test
  void everyCommandHasExamplesAndTheyAreUnderstood() throws IOException {
    Path pages = folder.resolve("man");
    assertThat(scene.run("papers", pages.toString())).isZero();
    int seen = 0;
    try (Stream<Path> all = Files.walk(pages)) {
      for (Path page : all.filter(file -> file.toString().endsWith(".1")).toList()) {
        String text = Files.readString(page);
        if (text.contains(".SH COMMANDS")) {
          continue; // its commands have the examples
        }
        assertThat(text).as(page.getFileName().toString()).contains(".SH EXAMPLES");
        for (String example : examples(text)) {
          assertThat(scene.understands(example)).as(example).isTrue();
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(30);
  }

  private static List<String> examples(String page) {
    return page.substring(page.indexOf(".SH EXAMPLES"))
        .replaceFirst("(?s)\\.fi.*", "")
        .lines()
        .skip(2)
        .map(line -> line.replace("\\-", "-").replace("\\e", "\\"))
        .filter(line -> line.startsWith("quire "))
        .toList();
  }

  @Test
  void theExamplesAboutTheMemoryWork() {
    for (String example :
        List.of(
            "quire add Ada \"likes tea\" \"works on engines\" --type person",
            "quire add Ada --relation works_at --to Engine",
            "quire search what does Ada like",
            "quire search --limit 3 --why tea",
            "quire show Ada",
            "quire show --json Ada Engine",
            "quire graph",
            "quire graph --json",
            "quire where --json",
            "quire version")) {
      assertThat(scene.run(Scene.words(example))).as(example).isZero();
      assertThat(scene.said()).as(example).isNotEmpty();
    }
  }

  @Test
  void aWordThatIsLikeNoCommandIsAnsweredWithTheListOfThem() {
    assertThat(scene.run("nonsense")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .containsExactly("quire: 'nonsense' is not understood", "try:   quire --help");
  }

  @Test
  void aCommandOfABackendThatIsNotHereNamesTheFlavours() {
    for (String command : List.of("vault", "conflicts")) {
      assertThat(scene.run(command, "init")).isEqualTo(ExitCode.USAGE.number());
      assertThat(scene.noticed())
          .containsExactly(
              "quire: Cannot run quire %s: this installation lacks the backend vault, so nothing was done. Install the flavour vault or full"
                  .formatted(command),
              "try:   quire --help");
    }
    assertThat(scene.run("graph", "--store", "vault:notes"))
        .isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed())
        .containsExactly(
            "quire: --store: no backend 'vault' here, available: sqlite, tree. Install the flavour"
                + " vault or full");
    assertThat(scene.run("graph", "--store", "nowhere:notes"))
        .isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed())
        .containsExactly("quire: --store: no backend 'nowhere' here, available: sqlite, tree");
    scene.projectFile("store = 'vault:notes'");
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @Test
  void aTableForABackendThatOnlyColleaguesHaveStopsNobody() {
    scene.projectFile("[vault]\nfolder = 'x'\n[postgresql]\nschema = 'y'\n");
    assertThat(scene.run("add", "Ada", "x")).isZero();
    scene.projectFile("[vaultt]\nfolder = 'x'");
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().getFirst()).contains("quire.toml:2: unknown key 'vaultt.folder'");
  }

  @Test
  void anEmptyWordIsNotRemembered() {
    assertThat(scene.run("add", "")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("add", "Ada", "wrote", " ")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed().getFirst()).endsWith("must not be empty; nothing was written");
    scene.run("graph");
    assertThat(scene.said()).isEmpty();
  }

  @Test
  void aTypeThatCannotBeGivenAnyMoreIsToldAndTheRestIsDone() {
    scene.run("add", "Ada", "--type", "person");
    assertThat(scene.noticed()).isEmpty();
    assertThat(scene.run("add", "Ada", "liked horses", "--type", "poet")).isZero();
    assertThat(scene.said()).isEqualTo("Ada: known, 1 of 1 observation added\n");
    assertThat(scene.noticed()).singleElement().asString().contains("--type was not used");
  }

  @Test
  void aMissingWordIsNamed() {
    assertThat(scene.run("show")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .containsExactly("quire: NAME is missing", "try:   quire show --help");
    assertThat(scene.run("add", "Ada", "--relation", "knows")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .containsExactly("quire: --to NAME is missing", "try:   quire add --help");
  }

  @Test
  void aNumberThatIsNoneIsNamedInPlainWords() {
    assertThat(scene.run("search", "--limit", "abc", "x")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .hasSize(2)
        .first()
        .asString()
        .contains("--limit", "'abc' is not a whole number");
  }

  @Test
  void anUnknownFlagIsNamed() {
    assertThat(scene.run("serve", "--stor", "x")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .containsExactly(
            "quire: '--stor' is not understood; did you mean --store?",
            "try:   quire serve --help");
    assertThat(scene.run("-v")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed())
        .containsExactly("quire: '-v' is not understood; did you mean -V?", "try:   quire --help");
  }

  @Test
  void theRemedyOfAUsageErrorWorks() {
    assertThat(scene.run("show", "--help")).isZero();
    assertThat(scene.said()).startsWith("Usage: quire show");
  }

  @Test
  void aConfigurationErrorIsOneLineWithItsOwnExitCode() {
    scene.projectFile("durabilty = 'full'");
    assertThat(scene.run("graph")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed()).hasSize(1);
  }

  @Test
  void aStoreThatRefusesIsToldWithItsExitCode() {
    scene.projectFile("[limits]\nname_code_points = 3");
    assertThat(scene.run("add", "Ada Lovelace")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("limit is 3").contains("nothing was written");
  }

  @Test
  void whereTellsTheStoreAndWhy() {
    Path file = scene.projectFile("store = 'tree:notes'");
    assertThat(scene.run("where")).isZero();
    assertThat(scene.said())
        .contains("tree:" + scene.project.resolve("notes") + "  (" + file + ":1)")
        .contains("durability                 full  (default)");
    assertThat(scene.run("where", "--json")).isZero();
    assertThat(scene.said()).contains("\"backend\":\"tree\"").contains("\"origin\":\"default\"");
  }

  @Test
  void theVersionIsTold() {
    assertThat(scene.run("--version")).isZero();
    assertThat(scene.said()).startsWith("quire ").contains("Java 25");
  }

  @Test
  void theCompletionScriptKnowsTheCommands() {
    assertThat(scene.run("completion")).isZero();
    assertThat(scene.said()).contains("complete -F").contains("search");
  }
}

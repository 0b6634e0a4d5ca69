package quire.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class ExportTest {
  /** Lone surrogates, controls, quotes, separators of lines, an emoji, a formula. */
  private static final List<String> ODD =
      List.of(
          "\ud800 alone", "\u0000\u001b[2J", "a \"b\", c", "x\u2028y\nz", "\ud83d\ude00", "=1+1");

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
  }

  private void fill() {
    scene.run("add", "Zo\u00eb", "wrote <a> & b", "line\nbreak", "--type", "person");
    scene.run("add", "Zo\u00eb", "--relation", "knows", "--to", "Charles: /x");
    for (String odd : ODD) {
      scene.run("add", "odd " + odd, odd, "--type", "type " + odd);
    }
  }

  private String graph(String... flags) {
    scene.run(Stream.concat(Stream.of("graph", "--json"), Stream.of(flags)).toArray(String[]::new));
    return scene.said();
  }

  @Test
  void jsonLinesAreTheStandardServersFile() {
    fill();
    assertThat(scene.run("export")).isZero();
    assertThat(scene.said().lines())
        .hasSize(2 + ODD.size())
        .startsWith(
            "{\"type\":\"entity\",\"name\":\"Zo\\u00EB\",\"entityType\":\"person\","
                + "\"observations\":[\"wrote <a> & b\",\"line\\nbreak\"]}")
        .endsWith(
            "{\"type\":\"relation\",\"from\":\"Zo\\u00EB\",\"to\":\"Charles: /x\","
                + "\"relationType\":\"knows\"}");
    assertThat(scene.noticed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "graphml", "csv", "markdown"})
  void aSecretThatIsStoredIsExportedOnlyIfAsked(String format) throws IOException {
    String token = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh";
    scene.variables.put("QUIRE_SECRETS", "off");
    scene.run("add", "Ada", "her token is " + token + ", keep it", "likes tea");
    scene.variables.remove("QUIRE_SECRETS");
    assertThat(exported("safe", "--format", format))
        .doesNotContain(token)
        .contains("redacted: huggingface")
        .contains("likes tea");
    assertThat(scene.noticed().toString()).contains("--with-secrets").doesNotContain(token);
    assertThat(exported("plain", "--format", format, "--with-secrets")).contains(token);
    scene.variables.put("QUIRE_SECRETS", "off");
    assertThat(exported("off", "--format", format)).contains(token);
  }

  private String exported(String name, String... flags) throws IOException {
    Path target = folder.resolve(name);
    List<String> words = new ArrayList<>(List.of("export", target.toString()));
    words.addAll(List.of(flags));
    assertThat(scene.run(words.toArray(String[]::new))).isZero();
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void whatIsExportedAndImportedIsTheSameGraph() {
    fill();
    Path file = folder.resolve("out.jsonl");
    assertThat(scene.run("export", file.toString())).isZero();
    assertThat(scene.said())
        .isEqualTo("exported 7 entities, 8 observations and 1 relation to %s\n".formatted(file));
    String store = "tree:" + folder.resolve("other");
    assertThat(scene.run("import", file.toString(), "--store", store)).isZero();
    assertThat(graph("--store", store)).isEqualTo(graph());
  }

  @Test
  void theSameGraphIsTheSameBytesInEveryFormat() throws IOException {
    fill();
    for (String format : List.of("jsonl", "csv", "graphml")) {
      scene.run("export", "--format", format);
      String first = scene.said();
      Path file = folder.resolve("again." + format);
      scene.run("export", file.toString());
      assertThat(file).hasContent(first);
    }
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyIfAskedAndNobodyElseReadsIt() throws IOException {
    fill();
    Path file = scene.write(folder.resolve("out.jsonl"), "mine");
    assertThat(scene.run("export", file.toString())).isEqualTo(ExitCode.USAGE.number());
    assertThat(file).hasContent("mine");
    assertThat(scene.run("export", "--force", file.toString(), "--json")).isZero();
    assertThat(scene.said())
        .isEqualTo(
            "{\"file\":\"%s\",\"format\":\"jsonl\",\"entities\":7,\"observations\":8,\"relations\":1}\n"
                .formatted(file));
    assertThat(file).content().hasLineCount(8);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(left -> left.toString().contains(".part"));
    }
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingAndSaysWhichItWas() {
    fill();
    Path file = folder.resolve("nowhere/out.jsonl");
    assertThat(scene.run("export", file.toString())).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed())
        .singleElement()
        .asString()
        .startsWith("quire: Cannot write the export " + file)
        .contains("is not there. The store was only read; no file was left. ");
  }

  @Test
  void aTableHasARowPerFactAndNoFormulas() {
    fill();
    scene.run("export", "--format", "csv");
    assertThat(scene.said())
        .startsWith(
            String.join(
                "\r\n",
                "record,entity,type,observation,to",
                "entity,Zo\u00eb,person,,",
                "observation,Zo\u00eb,,\"wrote <a> & b\",",
                "observation,Zo\u00eb,,\"line\nbreak\","))
        .contains("\"odd \\ud800 alone\",,\"\\ud800 alone\",\r\n")
        .contains("\"odd a \"\"b\"\", c\"")
        .contains(",'=1+1,\r\n")
        .endsWith("relation,Zo\u00eb,knows,,\"Charles: /x\"\r\n");
  }

  @Test
  void aGraphForToolsHasANodeForEachEndAndNoCharacterThatXmlForbids() {
    fill();
    scene.run("export", "--format", "graphml");
    assertThat(scene.said())
        .contains("<data key=\"label\">Zo\u00eb</data><data key=\"type\">person</data>")
        .contains("wrote &lt;a&gt; &amp; b\nline\nbreak")
        .contains("<data key=\"label\">Charles: /x</data></node>")
        .contains("\\u0000\\u001b[2J")
        .endsWith("</graphml>\n");
    assertThat(scene.said().chars()).noneMatch(c -> c < ' ' && c != '\n');
    assertThat(scene.said().lines().filter(line -> line.contains("<node"))).hasSize(8);
  }

  @Test
  void notesAreNamedByTheirEntityAndNoTwoAreOneFile() {
    fill();
    scene.run("add", "ada", "one");
    scene.run("add", "Ada", "other");
    scene.run("add", "con", "a device");
    scene.run("add", "../up", "stays below");
    Path notes = folder.resolve("notes");
    assertThat(scene.run("export", "--format", "markdown", notes.toString())).isZero();
    assertThat(notes.resolve("Zo\u00eb.md"))
        .hasContent(
            """
            ---
            type: "person"
            ---

            ## Observations

            - wrote <a> & b
            - line
              break

            ## Relations

            - knows [[Charles: /x]]
            """);
    try (Stream<Path> files = Files.list(notes)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).hasSize(11).doesNotHaveDuplicates();
      assertThat(
              names.stream()
                  .filter(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("ada ")))
          .hasSize(2);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
    assertThat(scene.run("export", "--format", "markdown", notes.toString()))
        .isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void notesNeedAFolderAndAReportNeedsAFile() {
    assertThat(scene.run("export", "--format", "markdown")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("export", "--json")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("export", "--format", "rdf")).isEqualTo(ExitCode.USAGE.number());
  }
}

package quire.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class ArchiveTest {
  private static final List<String> ODD =
      List.of("\ud800 alone", "\u0000\u001b[2J", "a \"b\"", "x\u2028y\nz", " blank ");

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));
  private Path archive = Path.of("unset");
  private String source = "";
  private String target = "";

  @BeforeEach
  void fill() {
    scene = new Scene(folder);
    archive = folder.resolve("memory.quire");
    source = "tree:" + folder.resolve("source");
    target = "sqlite:" + folder.resolve("target.db");
    // These stores are on the heap; only a file at their place says that they are there.
    scene.write(folder.resolve("source"), "");
    scene.write(folder.resolve("target.db"), "");
    run("add", "Ada", "wrote a program", "liked horses", "--type", "person");
    run("add", "Ada", "--relation", "knows", "--to", "Charles");
    for (String odd : ODD) {
      run("add", "odd " + odd, odd, "--type", "type " + odd);
    }
    run("rm", "Ada", "liked horses", "--yes");
    run("mv", "Ada", "Ada Lovelace");
  }

  private void run(String... words) {
    String[] all =
        Stream.concat(Stream.of(words), Stream.of("--store", source)).toArray(String[]::new);
    assertThat(scene.run(all)).as(String.join(" ", words)).isZero();
  }

  private int taken(String... flags) {
    return scene.run(
        Stream.concat(Stream.of("import", archive.toString(), "--store", target), Stream.of(flags))
            .toArray(String[]::new));
  }

  private static String content(Path packed) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void anArchiveIsWhatABackupIs() throws IOException {
    run("export", archive.toString());
    assertThat(scene.said())
        .isEqualTo(
            "exported 6 entities, 6 observations and 1 relation, with the history of 9 calls, to %s\n"
                .formatted(archive));
    Path backup = folder.resolve("backup.quire");
    run("backup", backup.toString());
    List<String> exported = content(archive).lines().toList();
    List<String> backedUp = content(backup).lines().toList();
    assertThat(exported.subList(1, exported.size() - 1))
        .isEqualTo(backedUp.subList(1, backedUp.size() - 1));
    assertThat(scene.run("backup", "--verify", archive.toString())).isZero();
    run("export", "--format", "archive", "--force", "--json", archive.toString());
    assertThat(scene.said()).contains("\"format\":\"archive\"").endsWith("\"calls\":9}\n");
  }

  @Test
  void itsImportBringsTimesAuthorsAndHistory() {
    run("export", archive.toString());
    assertThat(taken()).isZero();
    assertThat(scene.said())
        .isEqualTo(
            "imported 6 entities, 6 observations and 1 relation with the history of 9 calls from %s; compared with it: equal\n"
                .formatted(archive));
    assertThat(scene.run("compare", source, target)).isZero();
    assertThat(taken("--json")).isZero();
    assertThat(scene.said()).endsWith("\"calls\":9,\"differences\":0}\n");
    assertThat(scene.run("compare", source, target)).isZero();
  }

  @Test
  void itsTrialSaysWhatWouldComeAndBringsNothing() {
    run("export", archive.toString());
    assertThat(taken("--dry-run")).isZero();
    assertThat(scene.said())
        .startsWith("Would have imported 6 entities, ")
        .endsWith(archive + "\n");
    scene.run("graph", "--store", target);
    assertThat(scene.said()).isEmpty();
  }

  @Test
  void aStoreWithSomethingElseGetsTheFactsAndIsToldSo() {
    run("export", archive.toString());
    scene.run("add", "own", "fact", "--store", target);
    assertThat(taken("--dry-run")).isZero();
    assertThat(taken()).isZero();
    assertThat(scene.noticed().getFirst()).contains("only the facts are taken");
    assertThat(scene.said()).startsWith("imported 6 entities, 6 observations and 1 relation");
    scene.run("show", "own", "--store", target);
    assertThat(scene.said()).contains("fact");
    assertThat(taken()).isZero();
    assertThat(scene.said()).startsWith("imported 0 entities, 0 observations and 0 relations");
  }

  @Test
  void aSecretThatIsStoredOrWasGoesAlongOnlyIfAsked() throws IOException {
    String token = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh";
    scene.variables.put("QUIRE_SECRETS", "off");
    run("add", "Ada Lovelace", "has " + token, "had " + token);
    run("rm", "Ada Lovelace", "had " + token, "--yes");
    scene.variables.remove("QUIRE_SECRETS");
    run("export", archive.toString());
    assertThat(scene.noticed().toString()).contains("--with-secrets");
    assertThat(content(archive)).doesNotContain(token).contains("redacted: huggingface");
    assertThat(scene.run("backup", "--verify", archive.toString())).isZero();
    run("export", "--with-secrets", "--force", archive.toString());
    assertThat(content(archive)).contains(token);
    assertThat(taken()).isZero();
    scene.run("graph", "--json", "--store", target);
    assertThat(scene.said()).doesNotContain(token).contains("redacted: huggingface");
  }

  @Test
  void anArchiveThatIsCutIsRefusedAndOneThatIsPackedOtherwiseToo() throws IOException {
    run("export", archive.toString());
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, java.util.Arrays.copyOf(whole, whole.length - 9));
    assertThat(taken()).isEqualTo(ExitCode.DAMAGED.number());
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write("{\"type\":\"entity\",\"name\":\"x\"}".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(taken()).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().getFirst()).contains("Unpack it: gunzip -k ");
    scene.run("graph", "--store", target);
    assertThat(scene.said()).isEmpty();
  }
}

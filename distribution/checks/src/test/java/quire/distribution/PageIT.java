package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in Debian's Chromium, with a real server and writes of another process. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class PageIT {
  private static final Path CHECKS =
      Path.of(System.getProperty("quire.distribution", ""), "checks");
  private static final Path BROWSER = CHECKS.resolve("target/browser").toAbsolutePath();

  private Path quire = Path.of("");

  @BeforeAll
  void fetch() throws Exception {
    Files.createDirectories(BROWSER);
    Scene.carryOut("cp", "-R", CHECKS.resolve("src/test/browser/.").toString(), BROWSER.toString());
    Scene.carryOut(
        "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", BROWSER.toString());
    Path product = BROWSER.resolve("product");
    if (Files.exists(product)) {
      Scene.carryOut("rm", "-r", product.toString());
    }
    Installation unpacked = Installation.unpack("full", product);
    // As an install leaves it: people look at the page of a server that has its start cache.
    assertThat(Session.of(unpacked.command("setup")).exit()).isZero();
    quire = unpacked.launcher();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--without-webgl", "--large"})
  void thePageShowsWhatThereIsAndWhatHappens(String flag) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                BROWSER.resolve("page.mjs").toString(),
                quire.toString(),
                BROWSER.resolve("pictures").toString()));
    Stream.of(flag).filter(word -> !word.isEmpty()).forEach(command::add);
    Path said = BROWSER.resolve("page%s.txt".formatted(flag));
    Process page =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    int exit = page.waitFor();
    assertThat(Files.readAllLines(said)).noneMatch(line -> line.startsWith("FAIL"));
    assertThat(exit).isZero();
  }
}

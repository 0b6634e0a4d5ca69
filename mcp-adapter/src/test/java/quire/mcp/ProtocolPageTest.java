package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page on the protocol names the tests there are, and all that carry an id of its checklist.
 */
final class ProtocolPageTest {
  private static final Path PAGE = Path.of("../docs/protocol.md");
  private static final Path TESTS = Path.of("src/test/java/quire/mcp");

  @Test
  void everyTestNamedOnThePageExists() throws IOException {
    assertThat(testsOnThePage())
        .isNotEmpty()
        .allSatisfy(test -> assertThat(tests()).contains(test));
  }

  @Test
  void everyTestWithAnIdIsOnThePage() throws IOException {
    Set<String> onThePage = testsOnThePage();
    assertThat(
            tests().stream()
                .filter(
                    test ->
                        test.matches(".*[._](st|jr|ng|mo|to|re|su|pg|pr|ca|co|ch|se)\\d\\d_.*")))
        .allSatisfy(test -> assertThat(onThePage).contains(test));
  }

  private static Set<String> testsOnThePage() throws IOException {
    Set<String> tests = new TreeSet<>();
    Matcher named = Pattern.compile("`(\\w+Test\\.\\w+)`").matcher(Files.readString(PAGE));
    while (named.find()) {
      tests.add(named.group(1));
    }
    return tests;
  }

  private static Set<String> tests() {
    Set<String> tests = new TreeSet<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      files.filter(file -> file.toString().endsWith("Test.java")).forEach(file -> add(file, tests));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return tests;
  }

  private static void add(Path file, Set<String> tests) {
    try {
      String type = file.getFileName().toString().replace(".java", "");
      Matcher method = Pattern.compile("void (\\w+)\\(").matcher(Files.readString(file));
      while (method.find()) {
        tests.add(type + "." + method.group(1));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

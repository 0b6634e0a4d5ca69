package quire.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of the papers: what stands in them is the business of other tests. */
class PapersTest {
  private static final Path ROOT = Path.of("..");

  private static final List<String> PARTS =
      List.of(
          "## Context",
          "## Options",
          "## Decision",
          "## Consequences",
          "### Better",
          "### Worse",
          "## Pinned by");

  private static final Pattern HEAD =
      Pattern.compile(
          "# (\\d{4})\\. (\\S.*)\\n\\n- Status: (proposed|accepted|superseded by \\d{4})\\n"
              + "- Date: (\\d{4}-\\d\\d-\\d\\d)\\n\\n");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

  @Test
  void eachDecisionHasTheForm() throws IOException {
    List<Path> pages = decisions();
    assertThat(pages).hasSizeGreaterThan(11);
    for (Path page : pages) {
      String text = Files.readString(page);
      Matcher head = HEAD.matcher(text);
      assertThat(head.lookingAt()).as("title, status and date of %s", page).isTrue();
      assertThat(page.getFileName().toString()).startsWith(head.group(1) + "-");
      assertThat(text.lines().filter(line -> line.matches("##+ .*")))
          .as("the parts of %s", page)
          .containsExactlyElementsOf(PARTS);
      assertThat(text)
          .as("a part without text in " + page)
          .doesNotContainPattern("#+ .*\n+## ?[DP]");
    }
  }

  @Test
  void theIndexNamesEachDecisionWithItsStatusAndDate() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Path page : decisions()) {
      Matcher head = HEAD.matcher(Files.readString(page));
      assertThat(head.lookingAt()).as("head of %s", page).isTrue();
      rows.add(
          "| [%s](%s) | %s | %s | %s |"
              .formatted(
                  head.group(1), page.getFileName(), head.group(2), head.group(3), head.group(4)));
    }
    assertThat(Files.readAllLines(ROOT.resolve("docs/adr/README.md")))
        .filteredOn(line -> line.startsWith("| ["))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void eachLinkLeadsToAFile() throws IOException {
    int links = 0;
    for (Path page : papers()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        links++;
        assertThat(page.resolveSibling(link.group(1))).as("a link in %s", page).exists();
      }
    }
    assertThat(links).as("links seen").isGreaterThan(20);
  }

  @Test
  void theFirstPageStaysShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(120);
  }

  private static List<Path> decisions() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/adr"))) {
      return pages.filter(page -> page.getFileName().toString().matches("\\d.*")).sorted().toList();
    }
  }

  private static List<Path> papers() throws IOException {
    List<Path> papers = new ArrayList<>();
    for (String folder : List.of("", "docs", "docs/adr")) {
      try (Stream<Path> pages = Files.list(ROOT.resolve(folder))) {
        pages.filter(page -> page.toString().endsWith(".md")).forEach(papers::add);
      }
    }
    return papers;
  }
}

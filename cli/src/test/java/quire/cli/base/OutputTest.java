package quire.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();
  private final Output output =
      new Output(
          new PrintStream(results, true, StandardCharsets.UTF_8),
          new PrintStream(notices, true, StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\033]0;title\007",
        "\033]8;;https://evil.example\033\\here",
        "\033[2J",
        "\033[8mhidden",
        "\033[1;31;8m",
        "\033Pq\033\\",
        "\u009b2J",
        "\u009d0;t\u009c",
        "\r overwritten",
        "\b\b\b",
        "\u0000\u007f",
        "\u202egpj.exe",
        "\u2066a\u2069",
        "\u200bname",
        "\ufeffname",
        "\u2028line",
        "\uDB40\uDC41",
      })
  void nothingThatATerminalWouldObeyGetsThere(String text) {
    output.line("result " + text);
    output.notice("notice " + text);
    output.aside("aside " + text);
    output.paragraph("  ", "paragraph " + text);
    String said =
        results.toString(StandardCharsets.UTF_8) + notices.toString(StandardCharsets.UTF_8);
    assertThat(said.codePoints().filter(c -> c != '\n'))
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
    assertThat(Output.visible(text).codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
  }

  @Test
  void whatPeopleWriteStaysAsItIs() {
    for (String text :
        List.of(
            "plain\ttext",
            "e\u0301 \u00fc \u4e2d\u6587",
            "\ud83d\udc69\u200d\ud83d\udcbb",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")) {
      assertThat(Output.visible(text)).isSameAs(text);
    }
  }

  @Test
  void wordsAreSetOffByHighlightsAlone() {
    String strong = new Highlights(true).strong("word");
    output.line(strong);
    assertThat(results.toString(StandardCharsets.UTF_8)).isEqualTo(strong + "\n");
    assertThat(Output.visible(strong)).startsWith("\\u001b[1mword");
  }

  @Test
  void dataForAProgramIsLeftAlone() {
    output.data("a\033b");
    assertThat(results.toString(StandardCharsets.UTF_8)).isEqualTo("a\033b\n");
  }
}

package quire.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Where a command puts its result and what it has to say beside it. */
final class Output {
  private final PrintStream results;
  private final PrintStream notices;

  Output(PrintStream results, PrintStream notices) {
    this.results = results;
    this.notices = notices;
  }

  PrintStream results() {
    return results;
  }

  PrintWriter resultsWriter() {
    return new PrintWriter(results, true, StandardCharsets.UTF_8);
  }

  PrintWriter noticesWriter() {
    return new PrintWriter(notices, true, StandardCharsets.UTF_8);
  }

  PrintStream notices() {
    return notices;
  }

  void line(String line) {
    results.println(line);
  }

  void notice(String line) {
    notices.println("quire: " + line);
  }

  /** Writes one JSON value and a newline, in ASCII, so that no terminal or pipe can spoil it. */
  void json(Consumer<JsonGenerator> value) {
    JsonFactory json = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    Writer writer = new OutputStreamWriter(results, StandardCharsets.US_ASCII);
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), writer)) {
      value.accept(generator);
      generator.writeRaw('\n');
    }
  }

  /**
   * {@return the text with control characters shown, so that stored text cannot drive a terminal}
   */
  static String visible(String text) {
    if (text.chars().noneMatch(Output::isControl)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (isControl(c)) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) && c != '\t';
  }
}

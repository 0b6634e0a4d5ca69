package quire.cli.base;

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
public final class Output {
  private final PrintStream results;
  private final PrintStream notices;

  public Output(PrintStream results, PrintStream notices) {
    this.results = results;
    this.notices = notices;
  }

  public PrintStream results() {
    return results;
  }

  public PrintWriter resultsWriter() {
    return new PrintWriter(results, true, StandardCharsets.UTF_8);
  }

  public PrintWriter noticesWriter() {
    return new PrintWriter(notices, true, StandardCharsets.UTF_8);
  }

  public PrintStream notices() {
    return notices;
  }

  public void line(String line) {
    results.println(shown(line));
  }

  /** Puts out a line for a program, as it is; before a person it is shown like any other. */
  public void data(String line) {
    results.println(Boolean.getBoolean("quire.terminal.output") ? shown(line) : line);
  }

  /** Puts out a text of any number of lines, the further ones a little further in. */
  public void paragraph(String indentation, String text) {
    String start = indentation;
    for (String line : text.lines().toList()) {
      results.println(shown(start + line));
      start = indentation + "  ";
    }
  }

  /** Says something that is no sentence of Quire's, such as lines to be pasted. */
  public void aside(String line) {
    notices.println(shown(line));
  }

  public void notice(String line) {
    notices.println(shown("quire: " + line));
  }

  /** Writes one JSON value and a newline, in ASCII, so that no terminal or pipe can spoil it. */
  public void json(Consumer<JsonGenerator> value) {
    JsonFactory json = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    Writer writer = new OutputStreamWriter(results, StandardCharsets.US_ASCII);
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), writer)) {
      value.accept(generator);
      generator.writeRaw('\n');
    }
  }

  /**
   * {@return the lines with everything shown that could drive a terminal, or make it show another
   * order than is written} Only {@link Highlights} may set words off.
   */
  private static String shown(String lines) {
    return Visible.text(lines, true);
  }

  /**
   * {@return the text in one line, with control characters and those that change the order or hide
   * shown}
   */
  public static String visible(String text) {
    return Visible.text(text, false);
  }
}

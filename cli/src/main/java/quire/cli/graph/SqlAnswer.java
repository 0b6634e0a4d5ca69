package quire.cli.graph;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import quire.cli.base.Output;
import tools.jackson.core.JsonGenerator;

/** The form in which {@code quire sql} prints what it found. */
sealed interface SqlAnswer {
  void columns(List<String> names);

  void row(List<Optional<Object>> values);

  /**
   * @param complete whether no row was left out
   */
  void end(boolean complete);

  /** Columns side by side, for people; long texts are cut. */
  final class Table implements SqlAnswer {
    private static final int WIDEST = 80;

    private final Output output;
    private final List<List<String>> lines = new ArrayList<>();

    Table(Output output) {
      this.output = output;
    }

    @Override
    public void columns(List<String> names) {
      lines.add(names.stream().map(Table::shown).toList());
    }

    @Override
    public void row(List<Optional<Object>> values) {
      lines.add(values.stream().map(v -> v.map(Table::shown).orElse("NULL")).toList());
    }

    private static String shown(Object value) {
      String text = Output.visible(value.toString().replace('\t', ' '));
      return text.codePointCount(0, text.length()) <= WIDEST
          ? text
          : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "\u2026";
    }

    @Override
    public void end(boolean complete) {
      int[] widths = new int[lines.getFirst().size()];
      lines.forEach(line -> widen(widths, line));
      output.line(line(lines.getFirst(), widths));
      output.line(Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
      lines.stream().skip(1).forEach(line -> output.line(line(line, widths)));
    }

    private static void widen(int[] widths, List<String> line) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(line.get(i)));
      }
    }

    private static String line(List<String> cells, int[] widths) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(cells.get(i));
        if (i < widths.length - 1) {
          line.repeat(' ', widths[i] - length(cells.get(i)) + 2);
        }
      }
      return line.toString();
    }

    private static int length(String text) {
      return text.codePointCount(0, text.length());
    }
  }

  /** RFC 4180 with a line of names; NULL is an empty field, an empty text is "". */
  final class Csv implements SqlAnswer {
    private final Output output;

    Csv(Output output) {
      this.output = output;
    }

    @Override
    public void columns(List<String> names) {
      output.data(names.stream().map(Csv::field).collect(Collectors.joining(",")));
    }

    @Override
    public void row(List<Optional<Object>> values) {
      output.data(
          values.stream()
              .map(value -> value.map(Csv::field).orElse(""))
              .collect(Collectors.joining(",")));
    }

    private static String field(Object value) {
      String text = value.toString();
      return text.isEmpty() || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
          ? '"' + text.replace("\"", "\"\"") + '"'
          : text;
    }

    @Override
    public void end(boolean complete) {
      // The lines are all there is.
    }
  }

  /** One object with the columns and the rows, since names of columns may repeat. */
  final class Json implements SqlAnswer {
    private final Output output;
    private final List<String> names = new ArrayList<>();
    private final List<List<Optional<Object>>> rows = new ArrayList<>();

    Json(Output output) {
      this.output = output;
    }

    @Override
    public void columns(List<String> columns) {
      names.addAll(columns);
    }

    @Override
    public void row(List<Optional<Object>> values) {
      rows.add(values);
    }

    @Override
    public void end(boolean complete) {
      output.json(
          json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("columns");
            names.forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("rows");
            for (List<Optional<Object>> row : rows) {
              json.writeStartArray();
              row.forEach(value -> write(json, value));
              json.writeEndArray();
            }
            json.writeEndArray();
            json.writeBooleanProperty("complete", complete);
            json.writeEndObject();
          });
    }

    private static void write(JsonGenerator json, Optional<Object> value) {
      switch (value.orElse(null)) {
        case null -> json.writeNull();
        case Boolean truth -> json.writeBoolean(truth);
        case BigDecimal number -> json.writeNumber(number);
        case BigInteger number -> json.writeNumber(number);
        case Double number -> json.writeNumber(number);
        case Float number -> json.writeNumber(number);
        case Number number -> json.writeNumber(number.longValue());
        case Object other -> json.writeString(other.toString());
      }
    }
  }
}

package quire.cli.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import quire.api.GraphSnapshot;

/** A table for a spreadsheet (RFC 4180): one row per entity, observation and relation. */
final class Csv implements GraphForm.Stream {
  /** What a spreadsheet takes for the beginning of a formula. */
  private static final String FORMULA = "=+-@\t";

  @Override
  public void write(GraphSnapshot graph, OutputStream out, Tally tally) throws IOException {
    TextOut text = new TextOut(out);
    text.put(row("record", "entity", "type", "observation", "to"));
    graph.entities(
        entity -> {
          text.put(row("entity", entity.name(), entity.type(), "", ""));
          for (String observation : entity.observations()) {
            text.put(row("observation", entity.name(), "", observation, ""));
          }
          tally.count(entity);
        });
    graph.relations(
        relation -> {
          text.put(row("relation", relation.from(), relation.type(), "", relation.to()));
          tally.count(relation);
        });
    text.flush();
  }

  private static String row(String... cells) {
    return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    String held = FileText.of(text);
    if (!held.isEmpty() && FORMULA.indexOf(held.charAt(0)) >= 0) {
      held = "'" + held; // text of other people must not become a formula when it is opened
    }
    boolean plain = held.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == ' ');
    return plain ? held : '"' + held.replace("\"", "\"\"") + '"';
  }
}

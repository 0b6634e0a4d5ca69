package quire.cli.graph;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Moment;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;
import tools.jackson.core.JsonGenerator;

/** {@code quire stats}. */
@Command(
    name = "stats",
    description = "Tell how much the store holds, of what, by whom, and how it has grown.",
    footer = {"", "Examples:", "  quire stats", "  quire stats --json"})
public final class StatsCommand implements Callable<Integer> {
  private static final int ROWS = 10;

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  private final Stores stores;
  private final Output output;

  public StatsCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    Census census =
        stores.use(
            store,
            opened -> {
              Census counted = new Census();
              try (GraphSnapshot graph = opened.read(new Selection.Everything())) {
                counted.count(graph);
              }
              counted.countChanges(opened);
              return counted;
            });
    if (json.isSet()) {
      writeJson(census);
    } else {
      print(census);
    }
    return ExitCode.OK.number();
  }

  private void print(Census census) {
    output.line(
        "%s, %s, %s"
            .formatted(
                Counted.of(census.entities(), "entity"),
                Counted.of(census.observations(), "observation"),
                Counted.of(census.relations(), "relation")));
    census
        .firstChange()
        .ifPresent(
            first ->
                output.line(
                    "written from %s to %s, %s"
                        .formatted(
                            Moment.shown(first),
                            Moment.shown(census.lastChange().orElse(first)),
                            Counted.of(census.changes(), "change"))));
    table("types", Census.largest(census.types(), ROWS));
    table("facts written by", Census.largest(census.clients(), ROWS));
    table("facts written in", census.months());
    table("largest entities (characters)", census.largestEntities());
    table("names that differ in case or accents only", census.alike());
    if (census.repeated() > 0) {
      output.line(
          "observations whose text stands elsewhere as well: %,d".formatted(census.repeated()));
    }
  }

  private void table(String title, Map<String, Long> rows) {
    if (!rows.isEmpty()) {
      output.line("");
      output.line(title);
      rows.forEach(
          (name, count) -> output.line("  %,10d  %s".formatted(count, Output.visible(name))));
    }
  }

  private void writeJson(Census census) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeNumberProperty("entities", census.entities());
          out.writeNumberProperty("observations", census.observations());
          out.writeNumberProperty("relations", census.relations());
          out.writeNumberProperty("changes", census.changes());
          census.firstChange().ifPresent(at -> out.writeStringProperty("first", at.toString()));
          census.lastChange().ifPresent(at -> out.writeStringProperty("last", at.toString()));
          write(out, "types", census.types());
          write(out, "clients", census.clients());
          write(out, "months", census.months());
          write(out, "largest", census.largestEntities());
          write(out, "alike", census.alike());
          out.writeNumberProperty("repeated", census.repeated());
          out.writeEndObject();
        });
  }

  private static void write(JsonGenerator out, String name, Map<String, Long> rows) {
    out.writeObjectPropertyStart(name);
    rows.forEach(out::writeNumberProperty);
    out.writeEndObject();
  }
}

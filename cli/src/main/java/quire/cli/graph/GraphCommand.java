package quire.cli.graph;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import quire.cli.base.JsonFlag;
import quire.cli.base.StoreFlags;

/** {@code quire graph}. */
@Command(
    name = "graph",
    description = "Show the whole graph.",
    footer = {
      "",
      "Examples:",
      "  quire graph",
      "  quire graph --json",
      "  quire graph --at yesterday"
    })
public final class GraphCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private AsOf asOf = new AsOf();

  private final GraphReading reading;

  public GraphCommand(GraphReading reading) {
    this.reading = reading;
  }

  @Override
  public Integer call() {
    return reading.all(store, json, asOf).number();
  }
}

package quire.cli.graph;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quire.cli.base.JsonFlag;
import quire.cli.base.StoreFlags;

/** {@code quire show}. */
@Command(
    name = "show",
    description = "Show entities by their exact names.",
    footer = {
      "",
      "Examples:",
      "  quire show Ada",
      "  quire show --json Ada Engine",
      "  quire show Ada --at 2h"
    })
public final class ShowCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private AsOf asOf = new AsOf();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "the entities")
  private List<String> names = List.of();

  private final GraphReading reading;

  public ShowCommand(GraphReading reading) {
    this.reading = reading;
  }

  @Override
  public Integer call() {
    return reading.named(store, names, json, asOf).number();
  }
}

package quire.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import quire.api.Selection;

/** {@code quire graph}. */
@Command(name = "graph", description = "Show the whole graph.")
final class GraphCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  private final GraphReading reading;

  GraphCommand(GraphReading reading) {
    this.reading = reading;
  }

  @Override
  public Integer call() {
    reading.show(store, new Selection.Everything(), json);
    return ExitCode.OK.number(); // an empty graph is an answer
  }
}

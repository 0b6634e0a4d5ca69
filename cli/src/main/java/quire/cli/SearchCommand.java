package quire.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quire.api.Selection;

/** {@code quire search}. */
@Command(name = "search", description = "Find entities by a text or by all of its words.")
final class SearchCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "what to look for")
  private List<String> words = List.of();

  private final GraphReading reading;

  SearchCommand(GraphReading reading) {
    this.reading = reading;
  }

  @Override
  public Integer call() {
    return reading.show(store, new Selection.Matching(String.join(" ", words)), json).number();
  }
}

package quire.cli.graph;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** {@code quire watch}. */
@Command(
    name = "watch",
    description = {
      "Print each change as it happens, whichever process made it.",
      "Ends with Ctrl-C, or when nobody reads any more."
    },
    footer = {"", "Examples:", "  quire watch", "  quire watch --json --after 0"})
public final class WatchCommand implements Callable<Integer> {
  /** A change is shown within a third of a second. */
  private static final long PAUSE_MILLIS = 200;

  private static final int PAGE = 500;

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--after",
      paramLabel = "SEQUENCE",
      description = "begin after this change; 0 for the first; else with what happens from now on")
  private @Nullable Long after;

  private final Stores stores;
  private final Output output;

  public WatchCommand(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() {
    return stores.use(store, this::follow);
  }

  private int follow(MemoryStore memory) {
    ChangeView view = new ChangeView(output);
    long told = after == null ? memory.lastSequence() : after;
    try {
      while (!output.results().checkError()) {
        List<Change> changes =
            memory.lastSequence() > told
                ? memory.changes(ChangeQuery.after(told, PAGE))
                : List.of();
        for (Change change : changes) {
          view.show(change, json.isSet());
          told = change.sequence();
        }
        output.results().flush();
        if (changes.size() < PAGE) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK.number();
  }
}

package quire.cli;

import quire.api.GraphSnapshot;
import quire.api.Selection;

/** Reads a part of the graph and shows it. */
final class GraphReading {
  private final Stores stores;
  private final Output output;

  GraphReading(Stores stores, Output output) {
    this.stores = stores;
    this.output = output;
  }

  /** {@return NOT_FOUND if the selection holds no entity} */
  ExitCode show(StoreFlags flags, Selection selection, JsonFlag json) {
    return stores.use(
        flags,
        store -> {
          try (GraphSnapshot graph = store.read(selection)) {
            long entities = new GraphView(output, json.isSet()).show(graph);
            return entities == 0 ? ExitCode.NOT_FOUND : ExitCode.OK;
          }
        });
  }
}

package quire.cli.graph;

import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;

/** Reads a part of the graph and shows it. */
public final class GraphReading {
  private final Stores stores;
  private final Output output;

  public GraphReading(Stores stores, Output output) {
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

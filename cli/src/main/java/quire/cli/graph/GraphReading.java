package quire.cli.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
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

  /** Shows all there is: an empty graph is an answer, too. */
  ExitCode all(StoreFlags flags, JsonFlag json, AsOf asOf) {
    return stores.ask(
        flags,
        store -> {
          boolean[] empty = {true};
          show(store, new Selection.Everything(), json, asOf, entity -> empty[0] = false);
          if (empty[0]) {
            output.notice("The memory is empty: " + stores.settings(flags).address());
          }
          return ExitCode.OK;
        });
  }

  /** {@return NOT_FOUND if no entity has one of the names} The missing names are told. */
  ExitCode named(StoreFlags flags, List<String> names, JsonFlag json, AsOf asOf) {
    return stores.ask(
        flags,
        store -> {
          Set<String> shown = new HashSet<>();
          Selection named = new Selection.Named(names);
          show(store, named, json, asOf, entity -> shown.add(entity.name()));
          List<String> missing = names.stream().filter(name -> !shown.contains(name)).toList();
          if (!missing.isEmpty()) {
            output.notice("No entity has the name " + quoted(missing) + meant(store, missing));
          }
          return shown.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK;
        });
  }

  private void show(
      MemoryStore store,
      Selection selection,
      JsonFlag json,
      AsOf asOf,
      Consumer<? super Entity> seen) {
    try (GraphSnapshot graph = asOf.read(store, selection)) {
      new GraphView(output, json.isSet()).show(graph, seen);
      graph.missing().forEach(output::notice);
    }
  }

  private static String meant(MemoryStore store, List<String> missing) {
    List<String> found =
        missing.stream().flatMap(name -> NamesLike.in(store, name).stream()).distinct().toList();
    return found.isEmpty() ? "" : "; the nearest is " + quoted(found);
  }

  private static String quoted(List<String> names) {
    return names.stream()
        .map(name -> "'" + Output.visible(name) + "'")
        .collect(Collectors.joining(", "));
  }
}

package quire.cli.graph;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.history.PastGraph;
import quire.cli.base.Moment;

/** The earlier time whose graph is wanted, if one is. */
final class AsOf {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"--at", "--as-of"},
      paramLabel = "TIME",
      description = "as it stood then: 2h, yesterday, 2026-11-29T10:00, or a number of the log")
  private Optional<String> at = Optional.empty();

  /** {@return this part of the graph as it is or was} */
  GraphSnapshot read(MemoryStore store, Selection selection) {
    return at.isEmpty() ? store.read(selection) : former(store.written(), selection, at.get());
  }

  private GraphSnapshot former(MemoryStore store, Selection selection, String written) {
    try {
      long sequence =
          written.matches("\\d{1,18}")
              ? Long.parseLong(written)
              : PastGraph.sequenceAt(store, Moment.of(written, Clock.systemUTC()));
      return new Former(
          selection instanceof Selection.Named(List<String> names)
              ? PastGraph.at(store, sequence, names)
              : PastGraph.at(store, sequence));
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(spec.commandLine(), unknown.getMessage(), unknown);
    }
  }

  private record Former(Graph graph) implements GraphSnapshot {
    @Override
    public void entities(Consumer<? super Entity> visitor) {
      graph.entities().forEach(visitor);
    }

    @Override
    public void relations(Consumer<? super Relation> visitor) {
      graph.relations().forEach(visitor);
    }

    @Override
    public void close() {}
  }
}

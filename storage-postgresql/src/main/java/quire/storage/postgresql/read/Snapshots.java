package quire.storage.postgresql.read;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreInterruptedException;
import quire.storage.postgresql.server.Message;
import quire.storage.postgresql.terms.Keys;

/**
 * Reads selected parts of the graph. A part is brought over at once, so that its connection and its
 * transaction end at once; the whole graph is walked through within one transaction.
 */
public final class Snapshots {
  private final Readers readers;
  private final Walks walks;

  public Snapshots(Readers readers, Walks walks) {
    this.readers = readers;
    this.walks = walks;
  }

  public GraphSnapshot open(Selection selection) {
    // A switch over types makes its code when it first runs, which takes milliseconds.
    if (selection instanceof Selection.Named(List<String> names)) {
      return new Part(named(names));
    }
    if (selection instanceof Selection.Matching(String query) && !query.isEmpty()) {
      return new Part(readers.read("search", session -> new Search(session).find(query)));
    }
    return walks.everything();
  }

  private Graph named(List<String> names) {
    UUID[] keys = names.stream().map(Keys::of).distinct().toArray(UUID[]::new);
    return readers.read(
        "read",
        session -> {
          List<Entity> entities = new ArrayList<>();
          List<Relation> relations = new ArrayList<>();
          GraphRows.Entities rows = new GraphRows.Entities((id, entity) -> entities.add(entity));
          var _ =
              session.send(
                  new Message()
                      .beginReading()
                      .ask(GraphRows.NAMED, rows, (Object) keys)
                      .ask(
                          GraphRows.RELATIONS_OF_NAMED,
                          new GraphRows.Relations(relations::add),
                          (Object) keys)
                      .commit());
          rows.finish();
          return new Graph(entities, relations);
        });
  }

  /** A part of the graph that was brought over. */
  private record Part(Graph graph) implements GraphSnapshot {
    @Override
    public void entities(Consumer<? super Entity> visitor) {
      graph.entities().forEach(entity -> visit(visitor, entity));
    }

    @Override
    public void relations(Consumer<? super Relation> visitor) {
      graph.relations().forEach(relation -> visit(visitor, relation));
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  static <T> void visit(Consumer<? super T> visitor, T item) {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreInterruptedException("Stopped to read as asked");
    }
    visitor.accept(item);
  }
}

package quire.cli.copies;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;

/** A store as it stood at one moment, while everybody goes on writing to it. */
public final class OpenStore implements Whole, AutoCloseable {
  /**
   * The end of the log and the graph are asked for one after the other. What is written between the
   * two is in the graph and would lack its time and author; eight writers leave gaps of 2 ms, so
   * one of these tries hits one. If none does, nothing else is lost.
   */
  private static final int TRIES = 100;

  private final MemoryStore store;
  private final long after;
  private final long last;
  private final GraphSnapshot graph;

  public OpenStore(MemoryStore store) {
    this(store, 0);
  }

  /** The calls are those after this sequence; the graph is all of it. */
  OpenStore(MemoryStore store, long after) {
    this.store = store;
    this.after = after;
    long end = store.lastSequence();
    GraphSnapshot read = store.read(new Selection.Everything());
    try {
      long later = store.lastSequence();
      for (int i = 1; later != end && i < TRIES; i++) {
        read.close();
        end = later;
        read = store.read(new Selection.Everything());
        later = store.lastSequence();
      }
    } catch (RuntimeException e) {
      read.close();
      throw e;
    }
    this.last = end;
    this.graph = read;
  }

  /** {@return the last change that counts} */
  long last() {
    return last;
  }

  @Override
  public boolean hasWholeHistory() {
    return store.historyStart() == 0;
  }

  @Override
  public void calls(Consumer<? super Call> visitor) {
    List<Change> call = new ArrayList<>();
    ChangePages.each(
        store,
        after,
        change -> {
          boolean wanted = change.sequence() <= last;
          if (wanted) {
            if (!call.isEmpty() && call.getFirst().call() != change.call()) {
              visitor.accept(of(call));
              call.clear();
            }
            call.add(change);
          }
          return wanted;
        });
    if (!call.isEmpty()) {
      visitor.accept(of(call));
    }
  }

  private static Call of(List<Change> changes) {
    Change first = changes.getFirst();
    return new Call(
        first.time(),
        first.author(),
        changes.stream().map(change -> new Call.Step(change.action(), change.subject())).toList());
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) {
    graph.entities(visitor);
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    graph.relations(visitor);
  }

  @Override
  public void close() {
    graph.close();
  }
}

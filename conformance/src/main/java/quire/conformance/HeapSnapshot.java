package quire.conformance;

import java.util.List;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.api.StoreInterruptedException;

/** A selected part of a state that never changes. */
record HeapSnapshot(List<Entity> selectedEntities, List<Relation> selectedRelations)
    implements GraphSnapshot {

  @Override
  public void entities(Consumer<? super Entity> visitor) {
    walk(selectedEntities, visitor);
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    walk(selectedRelations, visitor);
  }

  private static <T> void walk(List<T> facts, Consumer<? super T> visitor) {
    for (T fact : facts) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoreInterruptedException(
            "Reading the heap store was cancelled: its thread was interrupted");
      }
      visitor.accept(fact);
    }
  }

  @Override
  public void close() {
    // Nothing is held but memory.
  }
}

package quire.storage.vault.index;

import java.util.List;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.api.StoreInterruptedException;

/** A selected part of the graph; its entities never change, so it holds nothing up. */
public record VaultSnapshot(
    List<Note> selected, List<Relation> selectedRelations, List<String> missing)
    implements GraphSnapshot {

  @Override
  public void entities(Consumer<? super Entity> visitor) {
    for (Note note : selected) {
      checkWanted();
      visitor.accept(note.entity());
    }
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    for (Relation relation : selectedRelations) {
      checkWanted();
      visitor.accept(relation);
    }
  }

  private static void checkWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreInterruptedException(
          "Reading the vault was cancelled: its thread was interrupted");
    }
  }

  @Override
  public void close() {
    // Nothing is held but memory.
  }
}

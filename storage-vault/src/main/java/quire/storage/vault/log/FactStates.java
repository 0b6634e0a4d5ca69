package quire.storage.vault.log;

import java.util.HashSet;
import java.util.Set;
import quire.api.Change;
import quire.api.Relation;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.Fact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;

/**
 * Which facts the log has as there and which as removed by hand, and whether the notes agree. Of
 * each fact that the log has named there are 32 to 64 bytes, whatever its length.
 */
public final class FactStates {
  private static final long UNKNOWN = 0;
  private static final long THERE = 1;
  private static final long REMOVED_BY_HAND = 2;

  /** There, as the log says. */
  private static final long SEEN = 3;

  /** There, though it was removed by hand. */
  private static final long BACK = 4;

  private final FactTable states = new FactTable();
  private long missing;
  private long back;

  /** Learns what the log says next. */
  public void add(LogBatch batch) {
    for (LoggedChange change : batch.changes()) {
      boolean added = change.action() == Change.Action.ADDED;
      set(key(change.fact()), added ? THERE : batch.isByHand() ? REMOVED_BY_HAND : UNKNOWN);
    }
  }

  /** Learns that a note has a fact; comes after the log. */
  public void see(Fact fact) {
    long key = key(fact);
    long state = states.get(key);
    if (state == THERE) {
      set(key, SEEN);
    } else if (state == REMOVED_BY_HAND) {
      set(key, BACK);
      back++;
    }
  }

  private void set(long key, long state) {
    missing += (state == THERE ? 1 : 0) - (states.get(key) == THERE ? 1 : 0);
    states.put(key, state);
  }

  /** {@return whether the notes have what the log has, and nothing that it has as gone} */
  public boolean agree() {
    return missing == 0 && back == 0;
  }

  /** {@return whether the log has an entity of this name as there} */
  public boolean hasEntity(String name) {
    long state = states.get(FactTable.key(name));
    return state == THERE || state == SEEN;
  }

  /** {@return the entities of the batch with facts on which log and notes do not agree} */
  public Set<String> doubtful(LogBatch batch) {
    Set<String> entities = new HashSet<>();
    for (LoggedChange change : batch.changes()) {
      long state = states.get(key(change.fact()));
      if (state == THERE || state == BACK) {
        entities.add(change.fact().entity());
      }
    }
    return entities;
  }

  private static long key(Fact fact) {
    return switch (fact) {
      case EntityFact(String name, _, _) -> FactTable.key(name);
      case TextFact(String entity, var text) -> FactTable.key(entity, text);
      case RelationFact(Relation relation) -> FactTable.key(relation);
      case ErasedFact() -> FactTable.key("");
    };
  }
}

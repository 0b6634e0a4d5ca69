package quire.api.history;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Relation;

/** Reads the graph as it stood at an earlier time, out of the changes that led there (R23). */
public final class PastGraph {
  private PastGraph() {}

  /**
   * {@return the graph after the change of this sequence, in order of creation} What was forgotten
   * since is not in it.
   *
   * @throws IllegalArgumentException if the log does not go back so far
   */
  public static Graph at(MemoryStore store, long sequence) {
    long start = store.historyStart();
    if (sequence < start) {
      throw new IllegalArgumentException(
          "The history of this store begins after change %d; change %d is before it"
              .formatted(start, sequence));
    }
    Replay replay = new Replay();
    ChangePages.each(
        store,
        0,
        change -> {
          boolean wanted = change.sequence() <= sequence;
          if (wanted) {
            replay.apply(change);
          }
          return wanted;
        });
    return replay.graph();
  }

  /** {@return of that graph these entities with every relation that touches them} */
  public static Graph at(MemoryStore store, long sequence, List<String> names) {
    Graph all = at(store, sequence);
    Set<String> wanted = new HashSet<>(names);
    List<Entity> entities =
        all.entities().stream().filter(entity -> wanted.contains(entity.name())).toList();
    Set<String> found = entities.stream().map(Entity::name).collect(Collectors.toSet());
    List<Relation> relations =
        all.relations().stream()
            .filter(relation -> found.contains(relation.from()) || found.contains(relation.to()))
            .toList();
    return new Graph(entities, relations);
  }

  /**
   * {@return the sequence of the last change before the first one that was written later than this}
   * The clocks of several processes may disagree a little.
   */
  public static long sequenceAt(MemoryStore store, Instant time) {
    List<Change> later =
        store.changes(
            new ChangeQuery(
                0, Optional.of(time.plusNanos(1)), Optional.empty(), Optional.empty(), 1));
    return later.isEmpty() ? store.lastSequence() : later.getFirst().sequence() - 1;
  }
}

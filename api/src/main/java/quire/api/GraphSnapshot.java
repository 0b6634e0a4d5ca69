package quire.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A selected part of the graph as it stood at one moment. It can be walked any number of times and
 * every walk sees the same, whatever is written meanwhile. It belongs to the thread that opened it,
 * holds no lock that a writer would wait for, and is closed by whoever opened it, soon: while it is
 * open a backend cannot reclaim what was superseded.
 *
 * <p>A walk whose thread is interrupted ends with {@link StoreInterruptedException}.
 */
public interface GraphSnapshot extends AutoCloseable {
  /** Hands each entity to the visitor: by creation, or as {@link Selection.Matching} says. */
  void entities(Consumer<? super Entity> visitor);

  /**
   * Hands the name and the type of each entity to the visitor, in the order of {@link #entities}:
   * for whoever wants no observations, of which there are many times as many.
   */
  default void names(BiConsumer<? super String, ? super String> visitor) {
    entities(entity -> visitor.accept(entity.name(), entity.type()));
  }

  /** Hands each relation to the visitor, in the order of creation. */
  void relations(Consumer<? super Relation> visitor);

  /**
   * {@return what the store holds and this answer misses because it cannot be read, with the
   * reason, one sentence each; empty if nothing is missing} R22.
   */
  default List<String> missing() {
    return List.of();
  }

  /**
   * {@return of the entities walked so far those that a store which is only read along has a part
   * in, by name, each with a few words that say which part; empty where one store has all}
   */
  default Map<String, String> origins() {
    return Map.of();
  }

  /** {@return all of it in memory; for graphs that are known to be small} */
  default Graph toGraph() {
    List<Entity> entities = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    entities(entities::add);
    relations(relations::add);
    return new Graph(entities, relations);
  }

  @Override
  void close();
}

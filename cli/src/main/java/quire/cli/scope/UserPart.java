package quire.cli.scope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;

/** What the user's store has for a selection. Of its entities only names are held in memory. */
final class UserPart implements AutoCloseable {
  private final Selection selection;
  private final GraphSnapshot selected;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Entity> halves = new HashMap<>();
  private Optional<GraphSnapshot> everything = Optional.empty();

  private UserPart(Selection selection, GraphSnapshot selected) {
    this.selection = selection;
    this.selected = selected;
  }

  static UserPart of(Selection selection, MemoryStore user) {
    UserPart part = new UserPart(selection, user.read(selection));
    try {
      if (!(selection instanceof Selection.Everything)) {
        part.everything = Optional.of(user.read(new Selection.Everything()));
      }
      part.selected.entities(entity -> part.names.add(entity.name()));
      return part;
    } catch (RuntimeException failed) {
      part.close();
      throw failed;
    }
  }

  /** {@return whether the user's store has an entity of this name} */
  static boolean has(MemoryStore user, String name) {
    try (GraphSnapshot snapshot = user.read(new Selection.Named(List.of(name)))) {
      return !snapshot.toGraph().entities().isEmpty();
    }
  }

  /** {@return the names that the selection selects here} */
  Set<String> names() {
    return names;
  }

  /** Notes what this store has on entities that the project shows, selected here or not. */
  void meet(Set<String> shown, MemoryStore user) {
    if (selection instanceof Selection.Matching) {
      try (GraphSnapshot named = user.read(new Selection.Named(List.copyOf(shown)))) {
        named.entities(entity -> halves.put(entity.name(), entity));
      }
    } else {
      selected.entities(
          entity -> {
            if (shown.contains(entity.name())) {
              halves.put(entity.name(), entity);
            }
          });
    }
  }

  /** {@return what this store has on entities that the project shows, by name} */
  Map<String, Entity> halves() {
    return halves;
  }

  void entities(Consumer<? super Entity> visitor) {
    selected.entities(visitor);
  }

  /** Every relation, since one may touch an entity that only the project has. */
  void relations(Consumer<? super Relation> visitor) {
    everything.orElse(selected).relations(visitor);
  }

  List<String> missing() {
    return new ArrayList<>(selected.missing());
  }

  @Override
  public void close() {
    selected.close();
    everything.ifPresent(GraphSnapshot::close);
  }
}

package quire.cli.scope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;

/**
 * A part of the graph as a project and the user have it together: the project's entities, then
 * those that the user alone has. An entity of both has the project's type and observations first.
 */
final class MergedSnapshot implements GraphSnapshot {
  private final GraphSnapshot own;
  private final UserPart user;
  private final Map<String, Entity> halves = new HashMap<>();
  private final Optional<Set<String>> found;
  private final Optional<GraphSnapshot> everything;
  private final Map<String, String> origins = new LinkedHashMap<>();

  /**
   * @param own what the project's store selects
   * @param shown the names that it has, as far as they matter
   */
  MergedSnapshot(
      Selection selection,
      MemoryStore project,
      GraphSnapshot own,
      UserPart user,
      Set<String> shown) {
    this.own = own;
    this.user = user;
    Set<String> others = new LinkedHashSet<>(user.names());
    others.removeAll(shown);
    boolean all = selection instanceof Selection.Everything;
    if (selection instanceof Selection.Matching && !others.isEmpty()) {
      try (GraphSnapshot named = project.read(new Selection.Named(List.copyOf(others)))) {
        named.entities(entity -> halves.put(entity.name(), entity));
      }
    }
    // A relation of the project may touch an entity that only the user's store has.
    everything =
        all || others.isEmpty()
            ? Optional.empty()
            : Optional.of(project.read(new Selection.Everything()));
    found = all ? Optional.empty() : Optional.of(new HashSet<>(shown));
    found.ifPresent(names -> names.addAll(user.names()));
  }

  /** {@return the names of a project's part that the user's part has to know of} */
  static Set<String> shown(Selection selection, GraphSnapshot own, UserPart user) {
    Set<String> shown = new HashSet<>();
    boolean all = selection instanceof Selection.Everything;
    own.entities(
        entity -> {
          if (!all || user.names().contains(entity.name())) {
            shown.add(entity.name());
          }
        });
    return shown;
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) {
    own.entities(entity -> hand(entity, user.halves().get(entity.name()), visitor));
    user.entities(
        entity -> {
          if (!user.halves().containsKey(entity.name())) {
            Entity half = halves.get(entity.name());
            if (half == null) {
              origins.put(entity.name(), ProjectAndUserStore.USER);
              visitor.accept(entity);
            } else {
              hand(half, entity, visitor);
            }
          }
        });
  }

  private void hand(Entity entity, @Nullable Entity other, Consumer<? super Entity> visitor) {
    if (other == null) {
      visitor.accept(entity);
      return;
    }
    Set<String> texts = new LinkedHashSet<>(entity.observations());
    int known = texts.size();
    texts.addAll(other.observations());
    int added = texts.size() - known;
    if (added > 0) {
      origins.put(
          entity.name(),
          added == 1
              ? ProjectAndUserStore.USER + ": the last observation"
              : "%s: the last %d observations".formatted(ProjectAndUserStore.USER, added));
    }
    visitor.accept(new Entity(entity.name(), entity.type(), new ArrayList<>(texts)));
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) {
    Set<Relation> others = new LinkedHashSet<>();
    user.relations(
        relation -> {
          if (belongs(relation)) {
            others.add(relation);
          }
        });
    everything
        .orElse(own)
        .relations(
            relation -> {
              if (everything.isEmpty() || belongs(relation)) {
                others.remove(relation);
                visitor.accept(relation);
              }
            });
    others.forEach(visitor);
  }

  private boolean belongs(Relation relation) {
    return found.isEmpty()
        || found.get().contains(relation.from())
        || found.get().contains(relation.to());
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>(own.missing());
    missing.addAll(user.missing());
    return missing;
  }

  @Override
  public Map<String, String> origins() {
    return Collections.unmodifiableMap(origins);
  }

  @Override
  public void close() {
    own.close();
    everything.ifPresent(GraphSnapshot::close);
    user.close();
  }
}

package quire.cli.copies;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Amendment;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.Subject;

/**
 * What makes the graph of a store that of a backup, in one write: facts that are in both stay as
 * they are, with their times and authors. The order of an entity's texts comes back too, that of
 * the entities does not.
 */
final class Return {
  private final List<Subject> removals = new ArrayList<>();
  private final List<Subject> additions = new ArrayList<>();

  /**
   * What of it is not there on the other side at all; texts that only change their place are not.
   */
  private final List<Subject> going = new ArrayList<>();

  private final List<Subject> coming = new ArrayList<>();

  private Return() {}

  static Return of(MemoryStore store, Whole backup) throws IOException {
    Map<String, Entity> there = new LinkedHashMap<>();
    Set<Relation> related = new HashSet<>();
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      graph.entities(entity -> there.put(entity.name(), entity));
      graph.relations(related::add);
    }
    Return plan = new Return();
    backup.entities(
        wanted -> {
          Optional<Entity> now = Optional.ofNullable(there.remove(wanted.name()));
          if (now.isPresent() && now.get().type().equals(wanted.type())) {
            plan.texts(now.get(), wanted);
          } else {
            now.ifPresent(plan::remove);
            plan.add(wanted);
          }
        });
    there.values().forEach(plan::remove);
    backup.relations(
        wanted -> {
          if (!related.remove(wanted)) {
            plan.comes(new Subject.OfRelation(wanted));
          }
        });
    related.forEach(other -> plan.goes(new Subject.OfRelation(other)));
    return plan;
  }

  private void texts(Entity now, Entity wanted) {
    Set<String> wantedTexts = new HashSet<>(wanted.observations());
    List<String> kept = now.observations().stream().filter(wantedTexts::contains).toList();
    int same = 0;
    while (same < kept.size() && kept.get(same).equals(wanted.observations().get(same))) {
      same++;
    }
    Set<String> staying = new HashSet<>(kept.subList(0, same));
    Set<String> nowTexts = new HashSet<>(now.observations());
    for (String text : now.observations()) {
      if (!wantedTexts.contains(text)) {
        goes(observation(now.name(), text));
      } else if (!staying.contains(text)) {
        removals.add(observation(now.name(), text));
      }
    }
    for (String text : wanted.observations()) {
      if (!nowTexts.contains(text)) {
        comes(observation(now.name(), text));
      } else if (!staying.contains(text)) {
        additions.add(observation(now.name(), text));
      }
    }
  }

  private void remove(Entity entity) {
    entity.observations().forEach(text -> goes(observation(entity.name(), text)));
    goes(new Subject.OfEntity(entity.name(), entity.type()));
  }

  private void add(Entity entity) {
    comes(new Subject.OfEntity(entity.name(), entity.type()));
    entity.observations().forEach(text -> comes(observation(entity.name(), text)));
  }

  private void goes(Subject fact) {
    removals.add(fact);
    going.add(fact);
  }

  private void comes(Subject fact) {
    additions.add(fact);
    coming.add(fact);
  }

  private static Subject observation(String entity, String text) {
    return new Subject.OfObservation(entity, Optional.of(text));
  }

  boolean isNothing() {
    return removals.isEmpty() && additions.isEmpty();
  }

  /** {@return the facts that the store has and the backup has not} */
  List<Subject> going() {
    return going;
  }

  /** {@return the facts that the backup has and the store has not} */
  List<Subject> coming() {
    return coming;
  }

  Amendment amendment() {
    return new Amendment(removals, additions);
  }
}

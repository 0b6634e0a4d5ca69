package quire.api.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.Relation;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;

/** A graph in the making: what changes made of it, one after the other. */
final class Replay {
  private final Map<String, Standing> entities = new LinkedHashMap<>();
  private final Set<Relation> relations = new LinkedHashSet<>();

  /** An entity with its texts in order. */
  private record Standing(String type, Set<String> texts) {}

  void apply(Change change) {
    switch (change.action()) {
      case ADDED -> add(change.subject());
      case REMOVED -> remove(change.subject());
      case FORGOTTEN -> {
        // What was forgotten is not in the log, so it was never added here.
      }
    }
  }

  /** Adds a fact; a text whose entity is not there is nowhere. */
  void add(Subject fact) {
    switch (fact) {
      case OfEntity(String name, String type) -> {
        Standing former = entities.get(name);
        entities.put(
            name, new Standing(type, former == null ? new LinkedHashSet<>() : former.texts()));
      }
      case OfObservation(String name, Optional<String> text) -> {
        Standing entity = entities.get(name);
        if (entity != null) {
          text.ifPresent(entity.texts()::add);
        }
      }
      case OfRelation(Relation relation) -> relations.add(relation);
    }
  }

  /** Removes a fact; an entity goes with its texts. */
  void remove(Subject fact) {
    switch (fact) {
      case OfEntity entity -> entities.remove(entity.entity());
      case OfObservation(String name, Optional<String> text) -> {
        Standing entity = entities.get(name);
        if (entity != null) {
          text.ifPresent(entity.texts()::remove);
        }
      }
      case OfRelation(Relation relation) -> relations.remove(relation);
    }
  }

  boolean holds(Subject fact) {
    return switch (fact) {
      case OfEntity entity -> entities.containsKey(entity.entity());
      case OfObservation(String name, Optional<String> text) -> {
        Standing entity = entities.get(name);
        yield entity != null && text.filter(entity.texts()::contains).isPresent();
      }
      case OfRelation(Relation relation) -> relations.contains(relation);
    };
  }

  boolean isRelated(String name) {
    return relations.stream().anyMatch(relation -> touches(relation, name));
  }

  void unrelate(String name) {
    relations.removeIf(relation -> touches(relation, name));
  }

  /** Gives an entity another name, with its relations; it joins whoever has the name already. */
  void rename(String from, String to) {
    Standing entity = entities.remove(from);
    if (entity != null) {
      Standing there = entities.remove(to);
      if (there != null) {
        entity.texts().addAll(there.texts());
      }
      entities.put(to, entity);
    }
    List<Relation> touching =
        relations.stream().filter(relation -> touches(relation, from)).toList();
    for (Relation relation : touching) {
      relations.remove(relation);
      relations.add(
          new Relation(
              relation.from().equals(from) ? to : relation.from(),
              relation.to().equals(from) ? to : relation.to(),
              relation.type()));
    }
  }

  private static boolean touches(Relation relation, String name) {
    return relation.from().equals(name) || relation.to().equals(name);
  }

  List<Subject> textsOf(String name) {
    List<Subject> facts = new ArrayList<>();
    Standing entity = entities.get(name);
    if (entity != null) {
      entity.texts().forEach(text -> facts.add(new OfObservation(name, Optional.of(text))));
    }
    return facts;
  }

  /** {@return the facts here that the other one lacks; an entity of another type is another} */
  List<Subject> without(Replay other) {
    List<Subject> facts = new ArrayList<>();
    entities.forEach(
        (name, entity) -> {
          Standing there = other.entities.get(name);
          Set<String> known = Set.of();
          if (there != null && there.type().equals(entity.type())) {
            known = there.texts();
          } else {
            facts.add(new OfEntity(name, entity.type()));
          }
          for (String text : entity.texts()) {
            if (!known.contains(text)) {
              facts.add(new OfObservation(name, Optional.of(text)));
            }
          }
        });
    for (Relation relation : relations) {
      if (!other.relations.contains(relation)) {
        facts.add(new OfRelation(relation));
      }
    }
    return facts;
  }

  Graph graph() {
    List<Entity> all = new ArrayList<>();
    entities.forEach(
        (name, entity) -> all.add(new Entity(name, entity.type(), List.copyOf(entity.texts()))));
    return new Graph(all, List.copyOf(relations));
  }
}

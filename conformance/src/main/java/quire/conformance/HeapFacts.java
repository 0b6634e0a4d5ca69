package quire.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Fact;
import quire.api.Relation;
import quire.api.Subject;
import quire.ranking.StoredRelation;

/** The facts of a state, each with the change that wrote it. */
final class HeapFacts {
  private final Map<Subject, Change> additions = new HashMap<>();

  private HeapFacts(List<Change> changes) {
    for (Change change : changes) {
      if (change.action() == Change.Action.ADDED) {
        additions.put(change.subject(), change);
      }
    }
  }

  static List<Fact> of(HeapGraph.State state) {
    HeapFacts written = new HeapFacts(state.changes());
    List<Fact> facts = new ArrayList<>();
    for (Entity entity : state.entities().values()) {
      facts.add(
          written.fact(
              entity, new Subject.OfEntity(entity.name(), entity.type()), Optional.empty()));
      for (String text : entity.observations()) {
        Subject observation = new Subject.OfObservation(entity.name(), Optional.of(text));
        facts.add(written.fact(entity, observation, Optional.of(text)));
      }
    }
    return facts;
  }

  static List<StoredRelation> relationsOf(HeapGraph.State state) {
    HeapFacts written = new HeapFacts(state.changes());
    return state.relations().stream()
        .map(relation -> written.stored(relation, state.entities()))
        .toList();
  }

  private StoredRelation stored(Relation relation, Map<String, Entity> entities) {
    Change change = change(new Subject.OfRelation(relation));
    return new StoredRelation(
        change.sequence(),
        relation,
        type(entities, relation.from()),
        type(entities, relation.to()),
        change.author(),
        change.time());
  }

  private static String type(Map<String, Entity> entities, String name) {
    return Optional.ofNullable(entities.get(name)).map(Entity::type).orElse("");
  }

  private Fact fact(Entity entity, Subject subject, Optional<String> text) {
    Change change = change(subject);
    return new Fact(
        change.sequence(), entity.name(), entity.type(), text, change.author(), change.time());
  }

  private Change change(Subject subject) {
    Change change = additions.get(subject);
    if (change == null) {
      throw new IllegalStateException("no change wrote " + subject);
    }
    return change;
  }
}

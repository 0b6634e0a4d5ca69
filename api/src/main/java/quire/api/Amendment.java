package quire.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;

/**
 * Facts to be removed and facts to be added in one write, each exactly as it is given (R24).
 *
 * @param removals what goes; an entity takes nothing along, so its observations are named too
 * @param additions what comes, after the removals; an entity stands before its observations
 */
public record Amendment(List<Subject> removals, List<Subject> additions) {
  public Amendment {
    removals = List.copyOf(removals);
    additions = List.copyOf(additions);
    requireTexts(removals);
    requireTexts(additions);
  }

  private static void requireTexts(List<Subject> facts) {
    for (Subject fact : facts) {
      if (fact instanceof OfObservation observation && observation.text().isEmpty()) {
        throw new IllegalArgumentException(
            "An observation of \"%s\" has no text".formatted(observation.entity()));
      }
    }
  }

  public boolean isEmpty() {
    return removals.isEmpty() && additions.isEmpty();
  }

  /** {@return what gives an entity another name (R25)} */
  public static Amendment renaming(Entity entity, List<Relation> touching, String to) {
    List<Subject> removals = facts(entity, entity.observations());
    List<Subject> additions =
        facts(new Entity(to, entity.type(), entity.observations()), entity.observations());
    move(touching, entity.name(), to, removals, additions);
    return new Amendment(removals, additions);
  }

  /**
   * {@return what moves all of one entity to another (R25)}
   *
   * @param touching the relations that touch one of the two
   */
  public static Amendment merging(Entity from, Entity into, List<Relation> touching) {
    List<Subject> removals = facts(from, from.observations());
    List<Subject> additions = new ArrayList<>();
    Set<String> known = new HashSet<>(into.observations());
    for (String text : from.observations()) {
      if (known.add(text)) {
        additions.add(observation(into.name(), text));
      }
    }
    for (Relation relation : touching) {
      // What one is to the other, nothing is to itself.
      if (isBetween(relation, from.name(), into.name())) {
        removals.add(new OfRelation(relation));
      }
    }
    List<Relation> others =
        touching.stream()
            .filter(relation -> !isBetween(relation, from.name(), into.name()))
            .toList();
    move(others, from.name(), into.name(), removals, additions);
    return new Amendment(removals, additions);
  }

  private static boolean isBetween(Relation relation, String one, String other) {
    return (relation.from().equals(one) && relation.to().equals(other))
        || (relation.from().equals(other) && relation.to().equals(one));
  }

  private static List<Subject> facts(Entity entity, List<String> texts) {
    List<Subject> facts = new ArrayList<>();
    facts.add(new OfEntity(entity.name(), entity.type()));
    texts.forEach(text -> facts.add(observation(entity.name(), text)));
    return facts;
  }

  private static Subject observation(String entity, String text) {
    return new OfObservation(entity, Optional.of(text));
  }

  /** A relation that exists at its new place already only goes from the old one. */
  private static void move(
      List<Relation> touching,
      String from,
      String to,
      List<Subject> removals,
      List<Subject> additions) {
    Set<Relation> present = new LinkedHashSet<>(touching);
    for (Relation relation : touching) {
      if (relation.from().equals(from) || relation.to().equals(from)) {
        removals.add(new OfRelation(relation));
        Relation moved =
            new Relation(
                relation.from().equals(from) ? to : relation.from(),
                relation.to().equals(from) ? to : relation.to(),
                relation.type());
        if (present.add(moved)) {
          additions.add(new OfRelation(moved));
        }
      }
    }
  }

  /**
   * Checks what is to be added (R17).
   *
   * @throws LimitExceededException naming the limit, what exceeds it and by how much
   */
  public void check(Limits limits) {
    List<Entity> entities = new ArrayList<>();
    List<Observations> texts = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    for (Subject fact : additions) {
      if (fact instanceof OfEntity(String name, String type)) {
        entities.add(new Entity(name, type, List.of()));
      } else if (fact instanceof OfObservation(String entity, Optional<String> text)) {
        texts.add(new Observations(entity, List.of(text.orElseThrow())));
      } else if (fact instanceof OfRelation(Relation relation)) {
        relations.add(relation);
      }
    }
    limits.checkEntities(entities);
    limits.checkObservations(texts);
    limits.checkRelations(relations);
  }
}

package quire.cli.copies;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Change;
import quire.api.Subject;

/**
 * Which facts are there while the log is walked. A log may have holes: what was forgotten, what was
 * removed before texts were kept, what people did by hand. What leads nowhere because of them is
 * left out here.
 */
final class Live {
  private final Set<Long> facts = new HashSet<>();
  private final Map<Long, Integer> texts = new HashMap<>();

  /**
   * {@return the steps of the call that can be taken, which are taken with this} An entity whose
   * texts do not all go with it stays, and so do its steps' counterparts.
   */
  List<Call.Step> take(Call call) {
    List<Call.Step> taken = new ArrayList<>();
    List<Call.Step> entities = new ArrayList<>();
    for (Call.Step step : call.steps()) {
      boolean removal = step.action() == Change.Action.REMOVED;
      if (removal && step.fact() instanceof Subject.OfEntity) {
        entities.add(step);
      } else if (removal && remove(step.fact())) {
        taken.add(step);
      }
    }
    for (Call.Step step : entities) {
      if (texts.getOrDefault(Digests.of(step.fact().entity()), 0) == 0
          && facts.remove(Digests.of(step.fact()))) {
        texts.remove(Digests.of(step.fact().entity()));
        taken.add(step);
      }
    }
    for (Call.Step step : call.steps()) {
      if (step.action() == Change.Action.ADDED && add(step.fact())) {
        taken.add(step);
      }
    }
    return taken;
  }

  /** {@return whether the store holds these facts and no others} */
  boolean isAll(OpenStore store) {
    Set<Long> left = new HashSet<>(facts);
    boolean[] others = {false};
    store.entities(
        entity -> {
          others[0] |= !left.remove(Digests.of(new Subject.OfEntity(entity.name(), entity.type())));
          for (String text : entity.observations()) {
            others[0] |=
                !left.remove(
                    Digests.of(new Subject.OfObservation(entity.name(), Optional.of(text))));
          }
        });
    store.relations(
        relation -> others[0] |= !left.remove(Digests.of(new Subject.OfRelation(relation))));
    return left.isEmpty() && !others[0];
  }

  private boolean remove(Subject fact) {
    boolean removed = facts.remove(Digests.of(fact));
    if (removed && fact instanceof Subject.OfObservation) {
      texts.merge(Digests.of(fact.entity()), -1, Integer::sum);
    }
    return removed;
  }

  private boolean add(Subject fact) {
    long entity = Digests.of(fact.entity());
    return switch (fact) {
      case Subject.OfEntity of ->
          texts.putIfAbsent(entity, 0) == null && facts.add(Digests.of(fact));
      case Subject.OfObservation of ->
          of.text().isPresent()
              && texts.containsKey(entity)
              && facts.add(Digests.of(fact))
              && texts.merge(entity, 1, Integer::sum) > 0;
      case Subject.OfRelation of -> facts.add(Digests.of(fact));
    };
  }
}

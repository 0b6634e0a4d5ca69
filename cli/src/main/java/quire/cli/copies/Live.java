package quire.cli.copies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quire.api.Change;
import quire.api.Subject;

/**
 * Which facts are there while the log is walked. A log may have holes: what was forgotten, what was
 * removed before texts were kept, what people did by hand. What leads nowhere because of them is
 * left out here.
 */
final class Live {
  private final NumberTable facts = new NumberTable();

  /** The entities that are there, each with the number of its texts. */
  private final NumberTable texts = new NumberTable();

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
      if (texts.get(Digests.of(step.fact().entity())) == 0
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
    int[] same = {0};
    boolean[] others = {false};
    Consumer<Subject> look =
        fact -> {
          boolean known = facts.has(Digests.of(fact));
          same[0] += known ? 1 : 0;
          others[0] |= !known;
        };
    store.entities(
        entity -> {
          look.accept(new Subject.OfEntity(entity.name(), entity.type()));
          for (String text : entity.observations()) {
            look.accept(new Subject.OfObservation(entity.name(), Optional.of(text)));
          }
        });
    store.relations(relation -> look.accept(new Subject.OfRelation(relation)));
    return same[0] == facts.size() && !others[0];
  }

  private boolean remove(Subject fact) {
    boolean removed = facts.remove(Digests.of(fact));
    if (removed && fact instanceof Subject.OfObservation) {
      long entity = Digests.of(fact.entity());
      texts.put(entity, texts.get(entity) - 1);
    }
    return removed;
  }

  private boolean add(Subject fact) {
    long entity = Digests.of(fact.entity());
    return switch (fact) {
      case Subject.OfEntity of -> texts.add(entity) && facts.add(Digests.of(fact));
      case Subject.OfObservation of ->
          of.text().isPresent()
              && texts.has(entity)
              && facts.add(Digests.of(fact))
              && !texts.put(entity, texts.get(entity) + 1);
      case Subject.OfRelation of -> facts.add(Digests.of(fact));
    };
  }
}

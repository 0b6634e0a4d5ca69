package quire.storage.vault.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Amendment;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Relation;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.index.Note;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.RelationFact;

/** The write that puts right, exactly as it is given or not at all (R24), and the merge (R25). */
public final class Amending {
  private Amending() {}

  /** {@return the number of the call in the log; 0 if nothing was to be done} */
  public static long carryOut(WritePlan plan, Amendment amendment) throws DisturbedException {
    for (Subject fact : amendment.removals()) {
      if (!(fact instanceof OfEntity)) {
        require(remove(plan, fact), "is not there", fact);
      }
    }
    Map<String, Draft> going = new LinkedHashMap<>();
    for (Subject fact : amendment.removals()) {
      if (fact instanceof OfEntity(String name, String type)) {
        Optional<Draft> draft = removeEntity(plan, name, type);
        require(draft.isPresent(), "is not there, or other texts stand on it", fact);
        going.put(name, draft.orElseThrow());
      }
    }
    for (Subject fact : amendment.additions()) {
      boolean homeless = !(fact instanceof OfRelation) && going.containsKey(fact.entity());
      require(!homeless && add(plan, fact), "is there already, or belongs to no entity", fact);
    }
    going.values().forEach(Amending::settle);
    return plan.call();
  }

  private static void require(boolean holds, String obstacle, Subject fact) {
    if (!holds) {
      throw new StoreRefusedException(
          "Cannot amend the vault: a fact of \"%s\" %s; nothing was written. Look at it as it is now"
              .formatted(fact.entity(), obstacle));
    }
  }

  private static boolean remove(WritePlan plan, Subject fact) throws DisturbedException {
    if (fact instanceof OfRelation(Relation relation)) {
      boolean done = GraphWrites.unrelate(plan, relation);
      plan.log(LoggedChange.removed(new RelationFact(relation)));
      return done;
    }
    String text = fact instanceof OfObservation(_, var written) ? written.orElseThrow() : "";
    Optional<Note> note = entity(plan, fact.entity());
    if (note.isEmpty() || !plan.open(note.get()).remove(text)) {
      return false;
    }
    plan.log(LoggedChange.removed(fact.entity(), text));
    return true;
  }

  private static Optional<Note> entity(WritePlan plan, String name) throws DisturbedException {
    return plan.ownerAnywhere(name).filter(note -> note.kind() == Note.Kind.ENTITY);
  }

  private static Optional<Draft> removeEntity(WritePlan plan, String name, String type)
      throws DisturbedException {
    Optional<Note> note = entity(plan, name).filter(found -> found.type().equals(type));
    if (note.isEmpty()) {
      return Optional.empty();
    }
    Draft draft = plan.open(note.get());
    if (!draft.texts().isEmpty()) {
      return Optional.empty();
    }
    plan.log(LoggedChange.removed(new EntityFact(name, type, draft.id())));
    return Optional.of(draft);
  }

  /** Relations that begin at the entity keep its note, as the place where they stand. */
  private static void settle(Draft draft) {
    if (draft.relations().isEmpty()) {
      draft.trash();
    } else {
      draft.identify(new NoteEdit.Identity(draft.id(), Optional.empty(), true));
    }
  }

  private static boolean add(WritePlan plan, Subject fact) throws DisturbedException {
    if (fact instanceof OfRelation(Relation relation)) {
      return GraphWrites.createRelations(plan, List.of(relation)).size() == 1;
    }
    if (fact instanceof OfEntity(String name, String type)) {
      return GraphWrites.createEntities(plan, List.of(new Entity(name, type, List.of()))).size()
          == 1;
    }
    String text = fact instanceof OfObservation(_, var written) ? written.orElseThrow() : "";
    Optional<Draft> created = plan.created(fact.entity());
    if (created.isPresent()) {
      return GraphWrites.add(plan, created.get(), text);
    }
    Optional<Note> note = plan.ownerAnywhere(fact.entity());
    return note.isPresent() && GraphWrites.add(plan, plan.open(note.get()), text);
  }

  /** {@return how many facts the other entity got} */
  public static long merge(WritePlan plan, String from, String into) throws DisturbedException {
    if (from.equals(into)) {
      throw new IllegalArgumentException("\"%s\" cannot be merged into itself".formatted(from));
    }
    Amendment merging =
        Amendment.merging(
            existing(plan, from),
            existing(plan, into),
            plan.index().relationsTouching(List.of(from, into)));
    carryOut(plan, merging);
    return merging.additions().size();
  }

  static Entity existing(WritePlan plan, String name) throws DisturbedException {
    Note note = entity(plan, name).orElseThrow(() -> new EntityNotFoundException(name));
    return new Entity(name, note.type(), new ArrayList<>(plan.open(note).texts()));
  }
}

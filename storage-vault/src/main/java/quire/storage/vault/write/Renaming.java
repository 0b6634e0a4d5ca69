package quire.storage.vault.write;

import java.util.List;
import java.util.Optional;
import quire.api.Amendment;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;
import quire.storage.vault.format.Link;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.Fact;
import quire.storage.vault.log.LoggedChange.RelationFact;

/**
 * Gives an entity another name (R25). Its note stays where it is, with its identity and all that a
 * person wrote, and says the new name; so links in texts, which mean the file, go on working.
 */
public final class Renaming {
  private Renaming() {}

  /** {@return how many facts have the new name} */
  public static long rename(WritePlan plan, String from, String to) throws DisturbedException {
    Entity entity = Amending.existing(plan, from);
    if (from.equals(to)) {
      return 0;
    }
    Optional<Note> taken = plan.ownerAnywhere(to);
    if (taken.isPresent() && taken.get().kind() != Note.Kind.STUB) {
      throw new StoreRefusedException(
          "Cannot rename \"%s\": the note %s has the name \"%s\" already; nothing was changed. Merge the two, or choose another name"
              .formatted(from, taken.get().path(), to));
    }
    List<Relation> touching = plan.index().relationsTouching(List.of(from, to));
    Note note = plan.owner(from).orElseThrow();
    Draft draft = plan.open(note);
    draft.identify(new NoteEdit.Identity(draft.id(), Optional.empty(), false, Optional.of(to)));
    Amendment renaming = Amendment.renaming(entity, touching, to);
    for (Relation relation : touching) {
      move(plan, draft, note, relation, from, to);
    }
    if (taken.isPresent()) {
      Draft stub = plan.open(taken.get());
      stub.relations().forEach(draft::add);
      stub.trash();
    }
    log(plan, renaming.removals(), Change.Action.REMOVED, draft.id());
    log(plan, renaming.additions(), Change.Action.ADDED, draft.id());
    return renaming.additions().size();
  }

  /** Writes each relation that names the entity anew, where it stands. */
  private static void move(
      WritePlan plan, Draft draft, Note note, Relation relation, String from, String to)
      throws DisturbedException {
    if (!relation.to().equals(from)) {
      return;
    }
    Draft source =
        relation.from().equals(from) ? draft : plan.open(plan.owner(relation.from()).orElseThrow());
    for (WrittenRelation written : GraphWrites.written(plan, source, relation).toList()) {
      source.remove(written);
    }
    source.add(new WrittenRelation(relation.type(), new Link(note.stem(), Optional.of(to))));
  }

  private static void log(WritePlan plan, List<Subject> facts, Change.Action action, String id) {
    for (Subject subject : facts) {
      boolean added = action == Change.Action.ADDED;
      LoggedChange change =
          switch (subject) {
            case OfEntity(String name, String type) ->
                logged(added, new EntityFact(name, type, id));
            case OfRelation(Relation relation) -> logged(added, new RelationFact(relation));
            case OfObservation(String name, Optional<String> text) ->
                added
                    ? LoggedChange.added(name, text.orElseThrow())
                    : LoggedChange.removed(name, text.orElseThrow());
          };
      plan.log(change);
    }
  }

  private static LoggedChange logged(boolean added, Fact fact) {
    return added ? LoggedChange.added(fact) : LoggedChange.removed(fact);
  }
}

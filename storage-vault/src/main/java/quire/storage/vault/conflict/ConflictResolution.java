package quire.storage.vault.conflict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.Relation;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.write.DisturbedException;
import quire.storage.vault.write.Draft;
import quire.storage.vault.write.WritePlan;

/** What a person can decide about a copy. Nothing is deleted: what loses goes to the trash. */
public enum ConflictResolution {
  UNION,
  TAKE,
  KEEP_BOTH;

  /** Carries the decision out; returns what was done, in words. */
  public String plan(WritePlan plan, Conflict conflict) throws DisturbedException {
    Note base = note(plan, conflict.base());
    Note copy = note(plan, conflict.copy());
    return switch (this) {
      case UNION -> union(plan, base, copy);
      case TAKE -> take(plan, base, copy);
      case KEEP_BOTH -> keepBoth(plan, copy);
    };
  }

  private static Note note(WritePlan plan, String path) throws DisturbedException {
    Optional<Note> note = plan.index().note(path);
    if (note.isEmpty()) {
      throw DisturbedException.changed(path);
    }
    return note.get();
  }

  private static String union(WritePlan plan, Note base, Note copy) throws DisturbedException {
    Draft target = plan.open(base);
    Draft source = plan.open(copy);
    addFacts(plan, base, target, source);
    source.trash();
    return "%s has the facts of both now; %s is in the trash".formatted(base.path(), copy.path());
  }

  private static void addFacts(WritePlan plan, Note base, Draft target, Draft source) {
    for (String text : source.texts()) {
      if (target.add(text)) {
        plan.log(LoggedChange.added(base.name(), text));
      }
    }
    List<Relation> known = resolved(plan, base, target);
    for (WrittenRelation relation : source.relations()) {
      Relation meant = plan.index().resolve(base, relation);
      if (!known.contains(meant)) {
        target.add(relation);
        plan.log(LoggedChange.added(new RelationFact(meant)));
      }
    }
  }

  private static String take(WritePlan plan, Note base, Note copy) throws DisturbedException {
    Draft target = plan.open(base);
    Draft source = plan.open(copy);
    List<String> texts = new ArrayList<>(target.texts());
    texts.removeAll(source.texts());
    texts.forEach(text -> plan.log(LoggedChange.removed(base.name(), text)));
    List<Relation> relations = new ArrayList<>(resolved(plan, base, target));
    relations.removeAll(resolved(plan, base, source));
    relations.forEach(relation -> plan.log(LoggedChange.removed(new RelationFact(relation))));
    addFacts(plan, base, target, source);
    plan.keepInTrash(target);
    target.replaceBy(source);
    source.trash();
    return "%s has the content of the copy now; what it had and the copy are in the trash"
        .formatted(base.path());
  }

  private static List<Relation> resolved(WritePlan plan, Note note, Draft draft) {
    return draft.relations().stream().map(written -> plan.index().resolve(note, written)).toList();
  }

  private static String keepBoth(WritePlan plan, Note copy) throws DisturbedException {
    Draft draft = plan.open(copy);
    String id = plan.newId();
    draft.becomeOther(id, copy.stem());
    plan.log(LoggedChange.added(new EntityFact(copy.stem(), copy.type(), id)));
    for (String text : draft.texts()) {
      plan.log(LoggedChange.added(copy.stem(), text));
    }
    return "%s is an entity of its own now, named \"%s\"".formatted(copy.path(), copy.stem());
  }
}

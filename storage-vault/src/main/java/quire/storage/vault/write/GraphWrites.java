package quire.storage.vault.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.RelationFact;

/** The six writes of the contract, as plans (R1 to R5). */
public final class GraphWrites {
  private GraphWrites() {}

  /** A write of the contract. */
  public interface Operation<T> {
    T plan(WritePlan plan) throws DisturbedException;
  }

  public static List<Entity> createEntities(WritePlan plan, List<Entity> requested)
      throws DisturbedException {
    List<Entity> stored = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Entity entity : requested) {
      Optional<Note> owner = plan.owner(entity.name());
      boolean exists = owner.stream().anyMatch(note -> note.kind() == Note.Kind.ENTITY);
      if (names.add(entity.name()) && !exists) {
        stored.add(create(plan, entity, owner));
      }
    }
    return stored;
  }

  private static Entity create(WritePlan plan, Entity entity, Optional<Note> owner)
      throws DisturbedException {
    Draft draft =
        owner.isPresent()
            ? adopted(plan, owner.get(), entity.type())
            : plan.create(entity.name(), Optional.of(entity.type()), false);
    plan.log(LoggedChange.added(new EntityFact(entity.name(), entity.type(), draft.id())));
    for (String text : entity.observations()) {
      add(plan, draft, text);
    }
    return new Entity(entity.name(), entity.type(), draft.texts());
  }

  /** A stub or a person's plain note becomes an entity. */
  private static Draft adopted(WritePlan plan, Note note, String type) throws DisturbedException {
    Draft draft = plan.open(note);
    String id = note.id().isEmpty() ? plan.newId() : note.id();
    draft.identify(new NoteEdit.Identity(id, Optional.of(type), false));
    return draft;
  }

  static boolean add(WritePlan plan, Draft draft, String text) {
    boolean added = draft.add(text);
    if (added) {
      plan.log(LoggedChange.added(draft.name(), text));
    }
    return added;
  }

  public static List<Observations> addObservations(WritePlan plan, List<Observations> additions)
      throws DisturbedException {
    List<Observations> answers = new ArrayList<>();
    for (Observations addition : additions) {
      Draft draft = entityToExtend(plan, addition.entity());
      List<String> added =
          addition.texts().stream().filter(text -> add(plan, draft, text)).toList();
      answers.add(new Observations(addition.entity(), added));
    }
    return answers;
  }

  private static Draft entityToExtend(WritePlan plan, String name) throws DisturbedException {
    Note note =
        plan.ownerAnywhere(name)
            .filter(owner -> owner.kind() != Note.Kind.STUB)
            .orElseThrow(() -> new EntityNotFoundException(name));
    Draft draft = plan.open(note);
    identifyOnFirstWrite(plan, note, draft);
    return draft;
  }

  /** A person's note becomes Quire's with the first fact that an agent adds. */
  private static void identifyOnFirstWrite(WritePlan plan, Note note, Draft draft) {
    if (note.id().isEmpty() && draft.id().isEmpty()) {
      String id = plan.newId();
      draft.identify(new NoteEdit.Identity(id, Optional.empty(), false));
      plan.log(LoggedChange.added(new EntityFact(note.name(), note.type(), id)));
    }
  }

  public static List<Relation> createRelations(WritePlan plan, List<Relation> requested)
      throws DisturbedException {
    List<Relation> created = new ArrayList<>();
    Set<Relation> seen = new HashSet<>();
    for (Relation asked : requested) {
      Relation relation = present(plan, asked);
      Draft draft = source(plan, relation.from());
      boolean exists =
          draft.base().isPresent() && written(plan, draft, relation).findAny().isPresent();
      if (seen.add(relation) && !exists) {
        draft.add(new WrittenRelation(relation.type(), plan.index().linkTo(relation.to())));
        plan.logName(relation.to());
        plan.log(LoggedChange.added(new RelationFact(relation)));
        created.add(relation);
      }
    }
    return created;
  }

  /**
   * {@return the relation to the entity that was renamed by hand, if its target's name is former}
   */
  private static Relation present(WritePlan plan, Relation relation) {
    String to = plan.index().presentName(relation.to());
    return to.equals(relation.to()) ? relation : new Relation(relation.from(), to, relation.type());
  }

  private static Draft source(WritePlan plan, String name) throws DisturbedException {
    Optional<Note> owner = plan.owner(name);
    if (owner.isPresent()) {
      Draft draft = plan.open(owner.get());
      identifyOnFirstWrite(plan, owner.get(), draft);
      return draft;
    }
    Optional<Draft> known = plan.created(name);
    return known.isPresent() ? known.get() : plan.create(name, Optional.empty(), true);
  }

  /** {@return how a relation stands in its source's note; twice, perhaps, if people wrote it} */
  static Stream<WrittenRelation> written(WritePlan plan, Draft draft, Relation relation) {
    return draft.relations().stream()
        .filter(written -> written.type().equals(relation.type()))
        .filter(written -> plan.index().meaning(written.link()).equals(relation.to()));
  }

  public static long deleteEntities(WritePlan plan, List<String> names) throws DisturbedException {
    Set<String> unwanted = new LinkedHashSet<>(names);
    Set<Relation> relations = new LinkedHashSet<>(plan.index().relationsTouching(unwanted));
    for (String name : unwanted) {
      Optional<Note> owner = plan.ownerAnywhere(name);
      if (owner.isPresent() && owner.get().kind() != Note.Kind.PLAIN) {
        delete(plan, owner.get());
      }
    }
    for (Relation relation : relations) {
      if (!unwanted.contains(relation.from())) {
        unrelate(plan, relation);
      }
      plan.log(LoggedChange.removed(new RelationFact(relation)));
    }
    return plan.changes().size();
  }

  private static void delete(WritePlan plan, Note note) throws DisturbedException {
    Draft draft = plan.open(note);
    draft.trash();
    if (note.kind() == Note.Kind.ENTITY) {
      for (String text : draft.texts()) {
        plan.log(LoggedChange.removed(note.name(), text));
      }
      plan.log(LoggedChange.removed(new EntityFact(note.name(), note.type(), note.id())));
    }
  }

  public static long deleteObservations(WritePlan plan, List<Observations> deletions)
      throws DisturbedException {
    for (Observations deletion : deletions) {
      Optional<Note> owner =
          plan.ownerAnywhere(deletion.entity()).filter(note -> note.kind() == Note.Kind.ENTITY);
      if (owner.isPresent()) {
        Draft draft = plan.open(owner.get());
        for (String text : deletion.texts()) {
          if (draft.remove(text)) {
            plan.log(LoggedChange.removed(deletion.entity(), text));
          }
        }
      }
    }
    return plan.changes().size();
  }

  public static long deleteRelations(WritePlan plan, List<Relation> unwanted)
      throws DisturbedException {
    for (Relation asked : unwanted) {
      Relation relation = present(plan, asked);
      Optional<Note> owner = plan.owner(relation.from()).filter(Note::isInGraph);
      if (owner.isPresent() && unrelate(plan, relation)) {
        plan.log(LoggedChange.removed(new RelationFact(relation)));
      }
    }
    return plan.changes().size();
  }

  static boolean unrelate(WritePlan plan, Relation relation) throws DisturbedException {
    Optional<Note> owner = plan.owner(relation.from());
    if (owner.isEmpty()) {
      return false;
    }
    Draft draft = plan.open(owner.get());
    List<WrittenRelation> lines = written(plan, draft, relation).toList();
    lines.forEach(draft::remove);
    if (owner.get().kind() == Note.Kind.STUB && draft.relations().isEmpty()) {
      draft.trash();
    }
    return !lines.isEmpty();
  }
}

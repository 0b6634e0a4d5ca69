package quire.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;

/** One write in the making: works on a copy that nobody else sees. */
final class HeapWrite {
  private final Map<String, Entity> entities;
  private final Set<Relation> relations;
  private final List<Change> changes;
  private final Author author;
  private final Instant time;
  private final long call;
  private long sequence;

  HeapWrite(HeapGraph.State state, Author author, Instant time) {
    this.entities = new LinkedHashMap<>(state.entities());
    this.relations = new LinkedHashSet<>(state.relations());
    this.changes = new ArrayList<>(state.changes());
    this.sequence = state.sequence();
    this.call = sequence + 1;
    this.author = author;
    this.time = time;
  }

  HeapGraph.State state() {
    return new HeapGraph.State(entities, relations, changes, sequence);
  }

  List<Entity> createEntities(List<Entity> requested) {
    List<Entity> created = new ArrayList<>();
    for (Entity entity : requested) {
      if (!entities.containsKey(entity.name())) {
        List<String> texts = distinct(entity.observations());
        Entity stored = new Entity(entity.name(), entity.type(), texts);
        entities.put(stored.name(), stored);
        log(Change.Action.ADDED, new OfEntity(stored.name(), stored.type()));
        texts.forEach(text -> logAddition(stored.name(), text));
        created.add(stored);
      }
    }
    return created;
  }

  List<Relation> createRelations(List<Relation> requested) {
    List<Relation> created = new ArrayList<>();
    for (Relation relation : requested) {
      if (relations.add(relation)) {
        log(Change.Action.ADDED, new OfRelation(relation));
        created.add(relation);
      }
    }
    return created;
  }

  List<Observations> addObservations(List<Observations> additions) {
    return additions.stream().map(this::add).toList();
  }

  private Observations add(Observations addition) {
    Entity entity = entities.get(addition.entity());
    if (entity == null) {
      throw new EntityNotFoundException(addition.entity());
    }
    Set<String> texts = new LinkedHashSet<>(entity.observations());
    List<String> added = addition.texts().stream().filter(texts::add).toList();
    entities.put(entity.name(), new Entity(entity.name(), entity.type(), List.copyOf(texts)));
    added.forEach(text -> logAddition(entity.name(), text));
    return new Observations(entity.name(), added);
  }

  long deleteEntities(List<String> names) {
    long before = sequence;
    for (String name : names) {
      Entity entity = entities.remove(name);
      if (entity != null) {
        logDeletion(name, entity.observations());
        log(Change.Action.REMOVED, new OfEntity(name, entity.type()));
      }
    }
    Set<String> gone = new HashSet<>(names);
    removeRelations(
        relations.stream().filter(r -> gone.contains(r.from()) || gone.contains(r.to())).toList());
    return sequence - before;
  }

  long deleteObservations(List<Observations> deletions) {
    long before = sequence;
    for (Observations deletion : deletions) {
      Entity entity = entities.get(deletion.entity());
      if (entity != null) {
        Set<String> kept = new LinkedHashSet<>(entity.observations());
        List<String> removed = deletion.texts().stream().filter(kept::remove).toList();
        entities.put(entity.name(), new Entity(entity.name(), entity.type(), List.copyOf(kept)));
        logDeletion(entity.name(), removed);
      }
    }
    return sequence - before;
  }

  long removeRelations(List<Relation> unwanted) {
    long before = sequence;
    for (Relation relation : unwanted) {
      if (relations.remove(relation)) {
        log(Change.Action.REMOVED, new OfRelation(relation));
      }
    }
    return sequence - before;
  }

  private void logAddition(String entity, String text) {
    log(Change.Action.ADDED, new OfObservation(entity, Optional.of(text)));
  }

  private void logDeletion(String entity, List<String> texts) {
    texts.forEach(text -> log(Change.Action.REMOVED, new OfObservation(entity, Optional.of(text))));
  }

  /** Entities go last: whoever removes one has to name all that stands on it. */
  long amend(Amendment amendment) {
    long before = sequence;
    amendment.removals().stream()
        .filter(fact -> !(fact instanceof OfEntity))
        .forEach(fact -> require(remove(fact), "is not there", fact));
    amendment.removals().stream()
        .filter(OfEntity.class::isInstance)
        .forEach(fact -> require(remove(fact), "is not there, or would leave texts behind", fact));
    amendment
        .additions()
        .forEach(fact -> require(add(fact), "is there already, or belongs to no entity", fact));
    return sequence == before ? 0 : before + 1;
  }

  private boolean remove(Subject fact) {
    return switch (fact) {
      case OfEntity(String name, String type) -> {
        boolean bare = new Entity(name, type, List.of()).equals(entities.get(name));
        if (bare) {
          entities.remove(name);
          log(Change.Action.REMOVED, fact);
        }
        yield bare;
      }
      case OfObservation(String entity, var text) ->
          deleteObservations(List.of(new Observations(entity, List.of(text.orElseThrow())))) > 0;
      case OfRelation(Relation relation) -> removeRelations(List.of(relation)) > 0;
    };
  }

  private boolean add(Subject fact) {
    return switch (fact) {
      case OfEntity(String name, String type) ->
          !createEntities(List.of(new Entity(name, type, List.of()))).isEmpty();
      case OfObservation(String entity, var text) ->
          entities.containsKey(entity)
              && !add(new Observations(entity, List.of(text.orElseThrow()))).texts().isEmpty();
      case OfRelation(Relation relation) -> !createRelations(List.of(relation)).isEmpty();
    };
  }

  private static void require(boolean holds, String obstacle, Subject fact) {
    if (!holds) {
      throw new StoreRefusedException(
          "Cannot amend the heap store: a fact of \"%s\" %s; nothing was written. Look at it as it is now"
              .formatted(fact.entity(), obstacle));
    }
  }

  long rename(String from, String to) {
    Entity entity = existing(from);
    if (from.equals(to)) {
      return 0;
    }
    if (entities.containsKey(to)) {
      throw new StoreRefusedException(
          "Cannot rename \"%s\": there is an entity \"%s\" already; nothing was changed. Merge the two, or choose another name"
              .formatted(from, to));
    }
    Amendment renaming = Amendment.renaming(entity, touching(Set.of(from, to)), to);
    amend(renaming);
    return renaming.additions().size();
  }

  long merge(String from, String into) {
    if (from.equals(into)) {
      throw new IllegalArgumentException("\"%s\" cannot be merged into itself".formatted(from));
    }
    Amendment merging =
        Amendment.merging(existing(from), existing(into), touching(Set.of(from, into)));
    amend(merging);
    return merging.additions().size();
  }

  private Entity existing(String name) {
    Entity entity = entities.get(name);
    if (entity == null) {
      throw new EntityNotFoundException(name);
    }
    return entity;
  }

  private List<Relation> touching(Set<String> names) {
    return relations.stream()
        .filter(relation -> names.contains(relation.from()) || names.contains(relation.to()))
        .toList();
  }

  long forget(List<Observations> items) {
    long gone = 0;
    for (Observations item : items) {
      if (item.texts().isEmpty()) {
        gone += forget(item.entity());
      } else {
        for (String text : item.texts()) {
          gone += forget(item.entity(), text);
        }
      }
    }
    return gone;
  }

  private long forget(String name) {
    Set<String> texts = new HashSet<>();
    for (Change change : changes) {
      if (change.subject() instanceof OfObservation(String entity, var text)
          && entity.equals(name)) {
        text.ifPresent(texts::add);
      }
    }
    Entity entity = entities.remove(name);
    List<Relation> touching = touching(Set.of(name));
    relations.removeAll(touching);
    long gone = touching.size();
    gone += entity == null ? 0 : 1 + entity.observations().size();
    gone += forgetChanges(change -> concerns(change.subject(), name) || isPast(change, texts));
    return logForgotten(gone, new OfEntity("", ""));
  }

  private static boolean concerns(Subject subject, String name) {
    return subject.entity().equals(name)
        || (subject instanceof OfRelation(Relation relation) && relation.to().equals(name));
  }

  private long forget(String name, String text) {
    Entity entity = entities.get(name);
    long gone = 0;
    if (entity != null && entity.observations().contains(text)) {
      List<String> kept = new ArrayList<>(entity.observations());
      kept.remove(text);
      entities.put(name, new Entity(name, entity.type(), kept));
      gone++;
    }
    gone += forgetChanges(change -> isPast(change, Set.of(text)));
    return logForgotten(gone, new OfObservation(name, Optional.empty()));
  }

  /** A removed text goes from the log wherever it stood: its entity may have had other names. */
  private boolean isPast(Change change, Set<String> texts) {
    return change.subject() instanceof OfObservation(String entity, var text)
        && text.filter(texts::contains).isPresent()
        && !stands(entity, text.orElseThrow());
  }

  private long forgetChanges(Predicate<Change> unwanted) {
    long before = changes.size();
    changes.removeIf(unwanted);
    return before - changes.size();
  }

  private boolean stands(String entity, String text) {
    Entity owner = entities.get(entity);
    return owner != null && owner.observations().contains(text);
  }

  private long logForgotten(long gone, Subject subject) {
    if (gone > 0) {
      log(Change.Action.FORGOTTEN, subject);
    }
    return gone;
  }

  private void log(Change.Action action, Subject subject) {
    changes.add(new Change(++sequence, call, time, author, action, subject));
  }

  private static List<String> distinct(Collection<String> texts) {
    return List.copyOf(new LinkedHashSet<>(texts));
  }
}

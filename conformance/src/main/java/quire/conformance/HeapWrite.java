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
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
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
  private long sequence;

  HeapWrite(HeapGraph.State state, Author author, Instant time) {
    this.entities = new LinkedHashMap<>(state.entities());
    this.relations = new LinkedHashSet<>(state.relations());
    this.changes = new ArrayList<>(state.changes());
    this.sequence = state.sequence();
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

  /** Logs the removals and takes the texts out of the log's earlier entries. */
  private void logDeletion(String entity, List<String> texts) {
    if (texts.isEmpty()) {
      return;
    }
    Subject nameless = new OfObservation(entity, Optional.empty());
    Set<Subject> deleted = new HashSet<>();
    texts.forEach(text -> deleted.add(new OfObservation(entity, Optional.of(text))));
    changes.replaceAll(
        change ->
            deleted.contains(change.subject())
                ? new Change(
                    change.sequence(), change.time(), change.author(), change.action(), nameless)
                : change);
    texts.forEach(text -> log(Change.Action.REMOVED, nameless));
  }

  private void log(Change.Action action, Subject subject) {
    changes.add(new Change(++sequence, time, author, action, subject));
  }

  private static List<String> distinct(Collection<String> texts) {
    return List.copyOf(new LinkedHashSet<>(texts));
  }
}

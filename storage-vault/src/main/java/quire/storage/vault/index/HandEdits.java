package quire.storage.vault.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import quire.api.Change;
import quire.api.Relation;
import quire.storage.vault.log.FactStates;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.Fact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.log.OpenLog;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.VaultPlaces;

/**
 * Compares the notes with the log: which of the facts that it knows did people remove, give another
 * name or bring back, so that it does not tell of it yet. What it never knew is theirs alone.
 */
final class HandEdits {
  private static final long SETTLE_MILLIS = 300;
  private static final long CLOCKS_DIFFER_MILLIS = 2_000;

  private final LogMemory memory;
  private final VaultIndex index;
  private final VaultPlaces places;

  /** Whether each note of the vault was seen, so that what is not there is gone. */
  private final boolean allSeen;

  private final Map<String, Logged> entities = new LinkedHashMap<>();
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final List<List<LoggedChange>> calls = new ArrayList<>();
  private final FactStates states = new FactStates();
  private Set<Relation> relationsNow = Set.of();
  private boolean sure = true;

  /** What the log knows of an entity, or of a name that is none but has relations. */
  private static final class Logged {
    /** The facts, each with the change that added it or, by hand, removed it. */
    private final Map<Fact, LoggedChange> facts = new LinkedHashMap<>();

    private Optional<LoggedChange> entity = Optional.empty();

    List<LoggedChange> of(Change.Action action) {
      return facts.values().stream().filter(change -> change.action() == action).toList();
    }
  }

  private HandEdits(LogMemory memory, VaultIndex index, VaultPlaces places, boolean allSeen) {
    this.memory = memory;
    this.index = index;
    this.places = places;
    this.allSeen = allSeen && index.hidden().isEmpty();
  }

  static HandEdits of(
      OpenLog log, LogMemory memory, VaultIndex index, VaultPlaces places, boolean allSeen)
      throws IOException {
    HandEdits edits = new HandEdits(memory, index, places, allSeen);
    // Who reads without the vault's lock has others append meanwhile: it is one log all the same.
    long head = log.counters().head();
    edits.read(log, head, edits.states::add);
    edits.see();
    if (!edits.states.agree()) {
      Set<String> doubtful = new HashSet<>();
      edits.read(log, head, batch -> doubtful.addAll(edits.states.doubtful(batch)));
      edits.read(log, head, batch -> edits.learn(batch, doubtful));
      edits.compare();
    }
    return edits;
  }

  /** Hands out what the log says of this store, from its beginning. */
  private void read(OpenLog log, long head, Consumer<LogBatch> reader) throws IOException {
    var _ =
        log.log()
            .read(
                0,
                head,
                batch -> {
                  if (!isElsewhere(batch)) {
                    reader.accept(batch);
                  }
                });
  }

  /** Of most entities, log and notes tell the same: nothing more is looked up of them. */
  private void see() {
    for (Note note : index.entities()) {
      states.see(new EntityFact(note.name(), note.type(), note.id()));
      note.texts().forEach(text -> states.see(new TextFact(note.name(), Digest.of(text))));
    }
    index.allRelations().forEach(relation -> states.see(new RelationFact(relation)));
  }

  /** {@return the changes that are to be logged; those of one list are one call} */
  List<List<LoggedChange>> calls() {
    return calls;
  }

  /** {@return whether all could be compared; else somebody is just saving a note} */
  boolean isSure() {
    return sure;
  }

  private void learn(LogBatch batch, Set<String> doubtful) {
    for (LoggedChange change : batch.changes()) {
      if (!doubtful.contains(change.fact().entity())) {
        continue;
      }
      boolean kept = change.action() == Change.Action.ADDED || batch.isByHand();
      switch (change.fact()) {
        case EntityFact(String name, _, _) -> {
          Logged logged = logged(name);
          logged.entity = kept ? Optional.of(change) : Optional.empty();
        }
        case TextFact(String entity, _) -> learn(logged(entity), change, kept);
        case RelationFact(Relation relation) -> learn(logged(relation.from()), change, kept);
        case ErasedFact() -> {
          // Nothing is known of it.
        }
      }
    }
  }

  private static void learn(Logged logged, LoggedChange change, boolean kept) {
    if (kept) {
      // What a person removed refers to where it was added.
      LoggedChange before = logged.facts.getOrDefault(change.fact(), change);
      logged.facts.put(
          change.fact(), change.text().isPresent() ? change : change.withText(before.text()));
    } else {
      logged.facts.remove(change.fact());
    }
  }

  private Logged logged(String name) {
    return entities.computeIfAbsent(name, unseen -> new Logged());
  }

  /** Stores in other folders of the vault have the same log. */
  private boolean isElsewhere(LogBatch batch) {
    return !batch.notes().isEmpty()
        && batch.notes().stream().noneMatch(note -> places.isInFolder(note.path()));
  }

  private void compare() {
    entities.forEach(this::findNewName);
    relationsNow = new HashSet<>(index.allRelations());
    entities.forEach(
        (name, logged) -> {
          if (!renamed.containsKey(name) && !renamed.containsValue(name)) {
            compare(name, logged);
          }
        });
    renamed.forEach(this::rename);
  }

  private void findNewName(String name, Logged logged) {
    if (logged.entity.isEmpty()
        || logged.entity.get().action() != Change.Action.ADDED
        || index.owner(name).filter(note -> note.kind() != Note.Kind.STUB).isPresent()
        || !(logged.entity.get().fact() instanceof EntityFact(_, _, String id))
        || id.isEmpty()
        || index.pathsOfId(id).isEmpty()) {
      return;
    }
    index
        .note(index.elected(id))
        .filter(note -> note.kind() == Note.Kind.ENTITY && isReliable(note))
        .filter(note -> owns(note) && !states.hasEntity(note.name()))
        .ifPresent(note -> renamed.put(name, note.name()));
  }

  private boolean owns(Note note) {
    return index.owner(note.name()).filter(owner -> owner.path().equals(note.path())).isPresent();
  }

  /** {@return whether the note says all that it has to say} */
  private boolean isReliable(Note note) {
    long age = System.currentTimeMillis() - note.stamp().modified() / 1_000_000;
    boolean settled =
        age >= SETTLE_MILLIS
            || age < -CLOCKS_DIFFER_MILLIS
            || memory.isOwnVersion(note.digest()); // be it under another name
    sure &= settled;
    return settled && note.trouble().isEmpty();
  }

  private void compare(String name, Logged logged) {
    Optional<Note> owner = index.owner(name);
    boolean gone = owner.isEmpty();
    if (gone
        ? !allSeen || isElsewhere(logged)
        : !owner.get().isInGraph() || !isReliable(owner.get())) {
      return;
    }
    boolean entity = owner.filter(note -> note.kind() == Note.Kind.ENTITY).isPresent();
    Set<Digest> texts = entity ? texts(owner.get()) : Set.of();
    List<LoggedChange> removed = new ArrayList<>();
    List<LoggedChange> back = new ArrayList<>();
    logged.entity.ifPresent(
        change -> {
          if (entity && change.action() == Change.Action.REMOVED) {
            back.add(change.inverse());
          }
        });
    for (LoggedChange change : logged.facts.values()) {
      boolean there = isThere(change.fact(), texts);
      if (there && change.action() == Change.Action.REMOVED && !isNamedAnew(change.fact())) {
        back.add(change.inverse());
      } else if (!there && change.action() == Change.Action.ADDED && !isMoved(change.fact())) {
        removed.add(change.inverse());
      }
    }
    logged.entity.ifPresent(
        change -> {
          if (!entity && change.action() == Change.Action.ADDED) {
            removed.add(change.inverse());
          }
        });
    add(removed);
    add(back);
  }

  /** {@return whether a note has its identity, though not as the entity under another name} */
  private boolean isElsewhere(Logged logged) {
    return logged.entity.stream()
        .anyMatch(
            change ->
                change.fact() instanceof EntityFact(_, _, String id)
                    && !id.isEmpty()
                    && !index.pathsOfId(id).isEmpty());
  }

  private void add(List<LoggedChange> call) {
    if (!call.isEmpty()) {
      calls.add(call);
    }
  }

  private static Set<Digest> texts(Note note) {
    return note.texts().stream().map(Digest::of).collect(Collectors.toSet());
  }

  private boolean isThere(Fact fact, Set<Digest> texts) {
    return switch (fact) {
      case TextFact(_, Digest text) -> texts.contains(text);
      case RelationFact(Relation relation) -> relationsNow.contains(relation);
      case EntityFact _, ErasedFact _ -> true;
    };
  }

  /** {@return whether the renaming of its target tells of a relation} */
  private boolean isNamedAnew(Fact fact) {
    return fact instanceof RelationFact(Relation relation) && renamed.containsValue(relation.to());
  }

  /** {@return whether a relation is only named otherwise, because an entity is} */
  private boolean isMoved(Fact fact) {
    return fact instanceof RelationFact(Relation relation)
        && renamed.containsKey(relation.to())
        && relationsNow.contains(moved(relation));
  }

  private Relation moved(Relation relation) {
    return new Relation(
        renamed.getOrDefault(relation.from(), relation.from()),
        renamed.getOrDefault(relation.to(), relation.to()),
        relation.type());
  }

  /** As the renaming of an entity is logged (R25); what did not come along was removed. */
  private void rename(String from, String to) {
    Logged logged = logged(from);
    Set<Digest> texts = index.owner(to).map(HandEdits::texts).orElse(Set.of());
    List<LoggedChange> lost = new ArrayList<>();
    List<LoggedChange> removed = new ArrayList<>();
    List<LoggedChange> added = new ArrayList<>();
    LoggedChange entity = logged.entity.orElseThrow();
    removed.add(entity.inverse());
    if (entity.fact() instanceof EntityFact(_, String type, String id)) {
      added.add(LoggedChange.added(new EntityFact(to, type, id)));
    }
    for (LoggedChange change : logged.of(Change.Action.ADDED)) {
      switch (change.fact()) {
        case TextFact(_, Digest text) when texts.contains(text) -> {
          removed.add(change.inverse());
          added.add(change.of(new TextFact(to, text)));
        }
        case RelationFact(Relation relation) when relationsNow.contains(moved(relation)) -> {
          removed.add(change.inverse());
          added.add(change.of(new RelationFact(moved(relation))));
        }
        default -> lost.add(change.inverse());
      }
    }
    entities.forEach(
        (name, other) -> {
          if (!renamed.containsKey(name)) {
            renameTarget(from, other, removed, added);
          }
        });
    add(lost);
    removed.addAll(added);
    add(removed);
  }

  private void renameTarget(
      String from, Logged source, List<LoggedChange> removed, List<LoggedChange> added) {
    for (LoggedChange change : source.of(Change.Action.ADDED)) {
      if (change.fact() instanceof RelationFact(Relation relation)
          && relation.to().equals(from)
          && isMoved(change.fact())
          && !relationsNow.contains(relation)) {
        removed.add(change.inverse());
        added.add(change.of(new RelationFact(moved(relation))));
      }
    }
  }
}

package quire.storage.vault.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Change;
import quire.api.Relation;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;

/**
 * What a process remembers of the change log: order, former names, Quire's own last versions. Names
 * and identities are one string with the notes' own, of which there may be a hundred thousand.
 */
public final class LogMemory {
  private static final int REMEMBERED_VERSIONS = 1_000;

  private final Map<Relation, Long> sequences = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final MultiMap<String, String> names = new MultiMap<>();
  private final Map<String, Digest> versions = new LinkedHashMap<>();

  /** By entity, the first changes of the calls that removed texts from it and added others. */
  private final Map<String, List<Long>> replacing = new HashMap<>();

  private long lastSequence;
  private long historyStart;
  private boolean forgotten;
  private boolean removedByHand;

  /** Starts again with nothing, because something in the log was overwritten. */
  public void clear() {
    sequences.clear();
    ids.clear();
    names.clear();
    versions.clear();
    replacing.clear();
    lastSequence = 0;
    historyStart = 0;
    forgotten = false;
    removedByHand = false;
  }

  public void add(LogBatch batch) {
    long sequence = batch.firstSequence();
    for (LoggedChange change : batch.changes()) {
      // Links that a person left still mean the entity by the name that it had.
      if (!batch.isByHand() || change.action() == Change.Action.ADDED) {
        remember(change, sequence);
      } else {
        removedByHand = true;
      }
      sequence++;
    }
    lastSequence = sequence - 1;
    rememberReplacing(batch);
    if (!batch.keepsTexts()) {
      historyStart = lastSequence;
    }
    for (LogBatch.TouchedNote note : batch.notes()) {
      versions.remove(note.path());
      versions.put(note.path(), note.digest());
    }
    var oldest = versions.keySet().iterator();
    while (versions.size() > REMEMBERED_VERSIONS) {
      oldest.next();
      oldest.remove();
      forgotten = true;
    }
  }

  private void remember(LoggedChange change, long sequence) {
    boolean added = change.action() == Change.Action.ADDED;
    switch (change.fact()) {
      case RelationFact(Relation relation) when added -> sequences.put(shared(relation), sequence);
      case RelationFact(Relation relation) -> sequences.remove(relation);
      case EntityFact(String name, _, String id) when added -> {
        ids.put(name.intern(), id.intern());
        names.add(id.intern(), name.intern());
      }
      case EntityFact(String name, _, String id) -> {
        ids.remove(name);
        names.removeAll(id);
      }
      case TextFact _, ErasedFact _ -> {
        // Texts are looked up in the notes.
      }
    }
  }

  private static Relation shared(Relation relation) {
    return new Relation(relation.from().intern(), relation.to().intern(), relation.type().intern());
  }

  private void rememberReplacing(LogBatch batch) {
    for (String entity : batch.replacing()) {
      replacing.computeIfAbsent(entity, unseen -> new ArrayList<>(1)).add(batch.firstSequence());
    }
  }

  /** {@return the first changes of the calls that replaced texts of the entity, oldest first} */
  public List<Long> replacing(String entity) {
    return List.copyOf(replacing.getOrDefault(entity, List.of()));
  }

  /** {@return the last change of a write whose texts the log does not have; 0 if it has all} */
  public long historyStart() {
    return historyStart;
  }

  public long lastSequence() {
    return lastSequence;
  }

  /** {@return when a relation was created, 0 if no write of Quire's is known to have done it} */
  public long sequenceOf(Relation relation) {
    return sequences.getOrDefault(relation, 0L);
  }

  public Optional<String> idOf(String nameAtCreation) {
    return Optional.ofNullable(ids.get(nameAtCreation));
  }

  public List<String> formerNames(String id) {
    return names.get(id);
  }

  /** {@return which of these paths Quire wrote last, as far as is remembered} */
  public Optional<String> lastWritten(Collection<String> paths) {
    String last = null;
    for (String path : versions.keySet()) { // the order in which they were written
      if (paths.contains(path)) {
        last = path;
      }
    }
    return Optional.ofNullable(last);
  }

  /** {@return whether something that the log tells to be gone by hand may come back} */
  public boolean knowsOfRemovalsByHand() {
    return removedByHand;
  }

  /** {@return whether more was written than is remembered} */
  public boolean hasForgotten() {
    return forgotten;
  }

  /** {@return whether Quire left some note like this last} */
  public boolean isOwnVersion(Digest digest) {
    return versions.containsValue(digest);
  }

  /** {@return whether this is how Quire itself left the note last} */
  public boolean isOwnVersion(String path, Digest digest) {
    return digest.equals(versions.get(path));
  }
}

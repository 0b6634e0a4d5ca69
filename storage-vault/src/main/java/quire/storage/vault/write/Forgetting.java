package quire.storage.vault.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;
import quire.storage.vault.format.FileNames;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.VaultPlaces;

/**
 * Removes facts with all that the vault has of them (R26): from the notes, their copies and the
 * trash, and from the log, where their batches are overwritten.
 */
public final class Forgetting {
  private final VaultFiles state;
  private final VaultPlaces places;
  private final NoteReader reader;

  public Forgetting(VaultFiles state, VaultPlaces places, NoteReader reader) {
    this.state = state;
    this.places = places;
    this.reader = reader;
  }

  /** {@return how many facts and entries of the log are gone} */
  public long of(WritePlan plan, List<Observations> items) throws DisturbedException {
    try {
      List<Item> forgotten = new ArrayList<>();
      for (Observations item : items) {
        forgotten.add(new Item(plan, item));
      }
      long head = state.counters().head();
      var _ = state.log().read(0, head, batch -> forgotten.forEach(item -> item.learn(batch)));
      List<TrashedNotes.Trashed> trash = TrashedNotes.of(places, reader);
      for (Item item : forgotten) {
        item.forgetInNotes();
        item.forgetInTrash(trash);
      }
      List<ChangeLog.Frame> frames =
          state
              .log()
              .rewritten(
                  head,
                  batch ->
                      batch.without(
                          change -> forgotten.stream().anyMatch(item -> item.covers(change)),
                          path -> forgotten.stream().anyMatch(item -> item.isNote(path))));
      long gone = forgotten.stream().mapToLong(item -> item.gone).sum();
      if (gone > 0) {
        plan.overwrite(frames);
        forgotten.forEach(Item::log);
      }
      return gone;
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot forget in the vault %s: %s; nothing was changed. Calls work again once that has passed"
              .formatted(places.root(), FileFailure.text(e)),
          FileFailure.coded(e));
    }
  }

  /** One entity, or some of its texts. */
  private static final class Item {
    private final WritePlan plan;
    private final String entity;
    private final boolean whole;

    /** What is forgotten here and wherever it is not there any more. */
    private final Set<Digest> texts;

    /** The texts that other entities have now. */
    private final Map<String, Set<Digest>> present = new HashMap<>();

    private final Set<String> ids = new HashSet<>();
    private final Set<String> paths = new HashSet<>();
    private long gone;

    Item(WritePlan plan, Observations item) throws DisturbedException {
      this.plan = plan;
      this.entity = item.entity();
      this.whole = item.texts().isEmpty();
      this.texts = item.texts().stream().map(Digest::of).collect(Collectors.toSet());
      Optional<Note> owner = plan.ownerAnywhere(entity).filter(Note::isInGraph);
      owner.map(Note::id).filter(id -> !id.isEmpty()).ifPresent(ids::add);
      if (whole) {
        owner.ifPresent(note -> note.texts().forEach(text -> texts.add(Digest.of(text))));
      }
    }

    /** An entity takes along the texts that it had once, and the notes. */
    void learn(LogBatch batch) {
      for (LoggedChange change : batch.changes()) {
        if (whole && change.fact() instanceof TextFact(String of, Digest text) && isOurs(of)) {
          texts.add(text);
        }
        if (change.fact() instanceof EntityFact(String name, _, String id) && isOurs(name)) {
          ids.add(id);
        }
      }
      texts.remove(Digest.ABSENT);
      ids.remove("");
    }

    private boolean isOurs(String name) {
      return name.equals(entity);
    }

    void forgetInNotes() throws DisturbedException {
      Optional<Note> owner = plan.ownerAnywhere(entity).filter(Note::isInGraph);
      ids.removeIf(this::isOfAnother);
      for (Note note : files(owner)) {
        Draft draft = plan.open(note);
        if (whole) {
          gone += note.kind() == Note.Kind.ENTITY ? 1 + draft.texts().size() : 0;
          paths.add(draft.path());
          draft.erase();
        } else {
          gone += removeTexts(draft);
        }
      }
      if (whole) {
        forgetRelations();
      }
    }

    /** {@return whether the entity that had the name once has another one now} */
    private boolean isOfAnother(String id) {
      return !plan.index().pathsOfId(id).isEmpty()
          && plan.index().note(plan.index().elected(id)).stream()
              .anyMatch(note -> !isOurs(note.name()));
    }

    /** {@return the note and the copies of it} */
    private List<Note> files(Optional<Note> owner) {
      List<Note> files = new ArrayList<>(owner.stream().toList());
      for (String id : owner.map(Note::id).filter(ids::contains).stream().toList()) {
        for (String path : plan.index().pathsOfId(id)) {
          if (!path.equals(owner.orElseThrow().path())) {
            plan.index().note(path).ifPresent(files::add);
          }
        }
      }
      return files;
    }

    private long removeTexts(Draft draft) {
      return draft.texts().stream()
          .filter(text -> texts.contains(Digest.of(text)))
          .filter(draft::remove)
          .count();
    }

    private void forgetRelations() throws DisturbedException {
      for (Relation relation : plan.index().relationsTouching(List.of(entity))) {
        gone++;
        if (!isOurs(relation.from())) {
          Note source = plan.ownerAnywhere(relation.from()).orElseThrow();
          Draft draft = plan.open(source);
          GraphWrites.written(plan, draft, relation).toList().forEach(draft::remove);
          if (source.kind() == Note.Kind.STUB && draft.relations().isEmpty()) {
            paths.add(draft.path());
            draft.erase();
          }
        }
      }
    }

    void forgetInTrash(List<TrashedNotes.Trashed> trash) {
      for (TrashedNotes.Trashed trashed : trash) {
        Note note = trashed.note();
        boolean ours = ids.contains(note.id()) || isOurs(trashed.name());
        Draft draft = plan.openTrashed(note, trashed.content());
        if (whole && ours) {
          gone++;
          draft.erase();
        } else {
          gone += removeTexts(draft);
          if (whole) {
            gone += removeRelations(draft);
          }
        }
      }
    }

    private long removeRelations(Draft draft) {
      List<WrittenRelation> unwanted =
          draft.relations().stream()
              .filter(relation -> leadsHere(relation.link().target(), relation.link().shown()))
              .toList();
      unwanted.forEach(draft::remove);
      return unwanted.size();
    }

    private boolean leadsHere(String target, Optional<String> shown) {
      return shown.map(this::isOurs).orElseGet(() -> isOurs(target))
          || (FileNames.isMadeFor(target, entity) && shown.isEmpty());
    }

    boolean covers(LoggedChange change) {
      boolean covered =
          switch (change.fact()) {
            case EntityFact(String name, _, _) -> whole && isOurs(name);
            case RelationFact(Relation relation) ->
                whole && (isOurs(relation.from()) || isOurs(relation.to()));
            case TextFact(String of, Digest text) ->
                isOurs(of) ? whole || texts.contains(text) : texts.contains(text) && !has(of, text);
            case ErasedFact() -> false;
          };
      if (covered) {
        gone++;
      }
      return covered;
    }

    private boolean has(String name, Digest text) {
      return present.computeIfAbsent(name, this::textsNow).contains(text);
    }

    private Set<Digest> textsNow(String name) {
      return plan
          .index()
          .owner(name)
          .filter(note -> note.kind() == Note.Kind.ENTITY)
          .map(note -> plan.opened(note.path()).map(Draft::texts).orElse(note.texts()))
          .orElse(List.of())
          .stream()
          .map(Digest::of)
          .collect(Collectors.toSet());
    }

    /** {@return whether the log names a note of the entity by this path} */
    boolean isNote(String path) {
      return whole
          && (paths.contains(path)
              || (path.endsWith(NotePaths.EXTENSION)
                  && FileNames.isMadeFor(Note.stemOf(path), entity)));
    }

    void log() {
      if (gone > 0) {
        plan.log(whole ? LoggedChange.forgotten() : LoggedChange.forgotten(entity));
      }
    }
  }
}

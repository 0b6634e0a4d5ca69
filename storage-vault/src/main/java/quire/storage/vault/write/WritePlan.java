package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import quire.api.LimitExceededException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;
import quire.storage.vault.format.FileNames;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.index.IndexSync;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.index.VaultIndex;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.LoggedChange;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.NoteStamp;
import quire.storage.vault.tree.Ulid;
import quire.storage.vault.tree.VaultPlaces;
import quire.text.Fold;

/** The notes that one write touches and the facts that it changes. */
public final class WritePlan {
  private static final long SETTLE_MILLIS = 300;
  private static final int SHORT_SUFFIX = 4;
  private static final int LONG_SUFFIX = 10;

  private final IndexSync freshness;
  private final VaultIndex index;
  private final NoteReader reader;
  private final VaultPlaces places;
  private final Supplier<Ulid> ids;
  private final long sequence;
  private final boolean patient;
  private final boolean looked;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Draft> created = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private final Set<String> stems = new HashSet<>();
  private final List<NoteChange> kept = new ArrayList<>();
  private final List<LoggedChange> changes = new ArrayList<>();
  private Optional<List<ChangeLog.Frame>> overwritten = Optional.empty();

  /**
   * Starts with nothing.
   *
   * @param ids makes the ids of new notes
   * @param sequence the number of the first change
   * @param patient whether to wait for notes that somebody else saved just now
   * @param looked whether the whole tree was looked at for this write
   */
  WritePlan(
      IndexSync freshness,
      NoteReader reader,
      VaultPlaces places,
      Supplier<Ulid> ids,
      long sequence,
      boolean patient,
      boolean looked) {
    this.freshness = freshness;
    this.index = freshness.index();
    this.reader = reader;
    this.places = places;
    this.ids = ids;
    this.sequence = sequence;
    this.patient = patient;
    this.looked = looked;
  }

  public VaultIndex index() {
    return index;
  }

  /**
   * {@return the note that stands for a name, be it made by hand a moment ago}
   *
   * @throws DisturbedException if there is none as far as is known, and nobody would have reported
   *     one
   */
  Optional<Note> owner(String name) throws DisturbedException {
    Optional<Note> owner = known(name);
    if (owner.isEmpty() && !freshness.watcher().reports() && !created.containsKey(name)) {
      checkLooked();
    }
    return owner;
  }

  /** {@return the note that stands for a name, which is looked for everywhere before none does} */
  Optional<Note> ownerAnywhere(String name) throws DisturbedException {
    Optional<Note> owner = known(name);
    if (owner.isEmpty() && !created.containsKey(name)) {
      checkLooked();
    }
    return owner;
  }

  private void checkLooked() throws DisturbedException {
    if (!looked) {
      throw DisturbedException.unseen();
    }
  }

  private Optional<Note> known(String name) {
    try {
      freshness.probe(name);
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot look for the note of \"%s\": %s. Nothing was written"
              .formatted(name, FileFailure.text(e)),
          FileFailure.coded(e));
    }
    return index.owner(name);
  }

  public void log(LoggedChange change) {
    changes.add(change);
  }

  /** A link to this name is written, which shall find the entity when somebody renames it. */
  public void logName(String name) {
    index
        .owner(name)
        .filter(note -> note.kind() == Note.Kind.ENTITY && !index.isNameLogged(note))
        .filter(note -> named.add(note.id()))
        .ifPresent(
            note -> log(LoggedChange.added(new EntityFact(note.name(), note.type(), note.id()))));
  }

  /** {@return the number that the write gets in the log; 0 if it changes no fact} */
  long call() {
    return changes.isEmpty() ? 0 : sequence;
  }

  List<LoggedChange> changes() {
    return changes;
  }

  /** {@return the note that this write created for the name, if it did} */
  Optional<Draft> created(String name) {
    return Optional.ofNullable(created.get(name));
  }

  /** {@return the note as it is now, to be edited} */
  public Draft open(Note note) throws DisturbedException {
    Draft known = drafts.get(note.path());
    if (known != null) {
      return known;
    }
    if (!note.trouble().isEmpty()) {
      throw new StoreRefusedException(
          "The note %s cannot be edited: %s. Nothing was written"
              .formatted(note.path(), note.trouble()));
    }
    NoteReader.Content content = content(note);
    if (!content.digest().equals(note.digest())) {
      freshness.replace(NoteReader.parse(note.path(), content));
      throw DisturbedException.changed(note.path());
    }
    checkSettled(note, content);
    Draft draft = Draft.of(note, content);
    drafts.put(note.path(), draft);
    return draft;
  }

  private NoteReader.Content content(Note note) throws DisturbedException {
    try {
      return reader.content(note.path());
    } catch (NoSuchFileException e) {
      freshness.missed(note.path());
      throw DisturbedException.missing(note.path());
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "The note %s cannot be read: %s. Nothing was written"
              .formatted(note.path(), FileFailure.text(e)),
          FileFailure.coded(e));
    }
  }

  private void checkSettled(Note note, NoteReader.Content content) throws DisturbedException {
    long age = System.currentTimeMillis() - content.stamp().modified() / 1_000_000;
    if (patient
        && age < SETTLE_MILLIS
        && !freshness.memory().isOwnVersion(note.path(), content.digest())) {
      throw DisturbedException.settling(note.path());
    }
  }

  /** {@return a new note for a name that no note stands for} */
  Draft create(String name, Optional<String> type, boolean stub) {
    String id = newId();
    Draft draft = Draft.fresh(freePath(name, id), name, new NoteEdit.Identity(id, type, stub));
    drafts.put(draft.path(), draft);
    created.put(name, draft);
    return draft;
  }

  public String newId() {
    return ids.get().toString();
  }

  /** A stem is taken if any note has it in any folder and any case: links would be ambiguous. */
  private String freePath(String name, String id) {
    String stem = FileNames.stem(name);
    String free = stem;
    for (int length = SHORT_SUFFIX; isTaken(free); length += LONG_SUFFIX - SHORT_SUFFIX) {
      free = FileNames.unique(stem, id, Math.min(length, id.length()));
    }
    stems.add(Fold.simple(FileNames.normalized(free)));
    String folder = places.folder().isEmpty() ? "" : places.folder() + "/";
    return folder + free + NotePaths.EXTENSION;
  }

  private boolean isTaken(String stem) {
    String folder = places.folder().isEmpty() ? "" : places.folder() + "/";
    return !index.pathsOfStem(FileNames.normalized(stem)).isEmpty()
        || stems.contains(Fold.simple(FileNames.normalized(stem)))
        || NoteStamp.isPresent(places.note(folder + stem + NotePaths.EXTENSION));
  }

  /** Keeps what the note holds before this write. */
  public void keepInTrash(Draft draft) {
    kept.add(draft.keptInTrash(newId()));
  }

  /** Replaces earlier batches of the change log, where something is forgotten. */
  void overwrite(List<ChangeLog.Frame> frames) {
    overwritten = Optional.of(frames);
  }

  /** {@return what replaces earlier batches of the log, if this write forgets something} */
  Optional<List<ChangeLog.Frame>> overwritten() {
    return overwritten;
  }

  /** {@return the note of this path as this write will leave it, if it touches it} */
  Optional<Draft> opened(String path) {
    return Optional.ofNullable(drafts.get(path));
  }

  /** {@return a note that people deleted or that Quire took out of the store, to be edited} */
  Draft openTrashed(Note note, NoteReader.Content content) {
    return drafts.computeIfAbsent(note.path(), path -> Draft.of(note, content));
  }

  /**
   * {@return what is to happen to the files} What is erased comes last: the log does not name it,
   * and the others are numbered as they stand there.
   */
  List<NoteChange> finish() {
    List<NoteChange> planned = new ArrayList<>(kept);
    List<NoteChange> erased = new ArrayList<>();
    for (Draft draft : drafts.values()) {
      draft
          .change()
          .ifPresent(change -> (change.kind() == Draft.Kind.ERASE ? erased : planned).add(change));
    }
    planned.addAll(erased);
    for (NoteChange change : planned) {
      if (change.bytes().length > reader.largest()) {
        throw new LimitExceededException(
            "The note %s would be too large: %s. Nothing was written"
                .formatted(change.path(), reader.tooLarge(change.bytes().length)));
      }
    }
    return planned;
  }
}

package quire.storage.vault.write;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.StoreRefusedException;
import quire.storage.vault.format.Link;
import quire.storage.vault.format.NoteDocument;
import quire.storage.vault.format.NoteEdit;
import quire.storage.vault.format.NoteUnreadableException;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.NoteReader;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.NotePaths;

/** A note as one write will leave it. */
public final class Draft {
  /** What is to happen to the file. */
  enum Kind {
    CREATE,
    REPLACE,
    TRASH,
    /** It is gone for good. */
    ERASE;

    /** {@return whether there is no file afterwards} */
    boolean removes() {
      return this == TRASH || this == ERASE;
    }
  }

  private final String path;
  private final String name;
  private final String id;
  private final Optional<NoteReader.Content> base;
  private final NoteDocument document;
  private final Set<String> texts;
  private final Set<WrittenRelation> relations;
  private Optional<NoteEdit.Identity> identity = Optional.empty();
  private final List<String> addTexts = new ArrayList<>();
  private final List<String> removeTexts = new ArrayList<>();
  private final List<WrittenRelation> addRelations = new ArrayList<>();
  private final List<WrittenRelation> removeRelations = new ArrayList<>();

  /** How it goes, if it goes. */
  private Optional<Kind> removal = Optional.empty();

  private Optional<byte[]> replacement = Optional.empty();

  private Draft(
      String path,
      String name,
      String id,
      Optional<NoteReader.Content> base,
      NoteDocument document) {
    this.path = path;
    this.name = name;
    this.id = id;
    this.base = base;
    this.document = document;
    this.texts = new LinkedHashSet<>(document.observations());
    this.relations = new LinkedHashSet<>(document.relations());
  }

  /** {@return a draft of a note that exists} */
  static Draft of(Note note, NoteReader.Content content) {
    NoteDocument document = NoteDocument.parse(content.bytes());
    return new Draft(note.path(), note.name(), note.id(), Optional.of(content), document);
  }

  /** {@return a draft of a note that is not there yet} */
  static Draft fresh(String path, String name, NoteEdit.Identity identity) {
    Optional<String> key = name.equals(Note.stemOf(path)) ? Optional.empty() : Optional.of(name);
    NoteDocument document = NoteDocument.create(identity, key);
    return new Draft(path, name, identity.id(), Optional.empty(), document);
  }

  static StoreRefusedException refused(String path, String reason, Throwable cause) {
    return new StoreRefusedException(
        "The note %s cannot be edited: %s. Nothing was written".formatted(path, reason), cause);
  }

  String path() {
    return path;
  }

  String name() {
    return name;
  }

  String id() {
    return identity.map(NoteEdit.Identity::id).orElse(id);
  }

  Optional<NoteReader.Content> base() {
    return base;
  }

  public List<String> texts() {
    return List.copyOf(texts);
  }

  public Set<WrittenRelation> relations() {
    return relations;
  }

  void identify(NoteEdit.Identity newIdentity) {
    identity = Optional.of(newIdentity);
    removal = Optional.empty(); // it went as an empty stub, and its name is needed again
  }

  public boolean add(String text) {
    return texts.add(text) && addTexts.add(text);
  }

  boolean remove(String text) {
    return texts.remove(text) && removeTexts.add(text);
  }

  public void add(WrittenRelation relation) {
    if (relations.add(relation)) {
      removal = Optional.empty();
      addRelations.add(relation);
    }
  }

  public void remove(WrittenRelation relation) {
    if (relations.remove(relation)) {
      removeRelations.add(relation);
    }
  }

  /** {@return the change that keeps a copy of the note as it was in the trash} */
  NoteChange keptInTrash(String mark) {
    String copy = NotePaths.TRASH + NotePaths.fitting(Note.stemOf(path), " ~" + mark);
    return new NoteChange(
        Kind.CREATE,
        copy,
        Digest.ABSENT,
        base.map(NoteReader.Content::bytes).orElse(new byte[0]),
        NoteEdit.none());
  }

  /** The note becomes what the other one is. */
  public void replaceBy(Draft other) {
    replacement = other.base.map(NoteReader.Content::bytes);
  }

  /** Relations lead to their targets by other links; whatever else their lines hold stays. */
  public void relink(Map<WrittenRelation, Link> links) {
    try {
      document.relink(links);
    } catch (NoteUnreadableException e) {
      throw refused(path, e.reason(), e);
    }
    replacement = Optional.of(document.bytes());
  }

  /** The note stops being a copy: it gets an identity and a name of its own. */
  public void becomeOther(String newId, String newName) {
    try {
      document.becomeOther(newId, newName);
    } catch (NoteUnreadableException e) {
      throw refused(path, e.reason(), e);
    }
    replacement = Optional.of(document.bytes());
  }

  public void trash() {
    removal = Optional.of(Kind.TRASH);
  }

  /** The note goes for good, with whatever else it holds. */
  void erase() {
    removal = Optional.of(Kind.ERASE);
  }

  Kind kind() {
    return removal.orElse(base.isPresent() ? Kind.REPLACE : Kind.CREATE);
  }

  private boolean isUnchanged() {
    return removal.isEmpty()
        && base.isPresent()
        && replacement.isEmpty()
        && identity.isEmpty()
        && addTexts.isEmpty()
        && removeTexts.isEmpty()
        && addRelations.isEmpty()
        && removeRelations.isEmpty();
  }

  /** {@return the file's change, or empty if the note stays as it is} */
  Optional<NoteChange> change() {
    if (isUnchanged()) {
      return Optional.empty();
    }
    NoteEdit edit = new NoteEdit(identity, removeTexts, addTexts, removeRelations, addRelations);
    Digest before = base.map(NoteReader.Content::digest).orElse(Digest.ABSENT);
    if (removal.isPresent()) {
      return Optional.of(new NoteChange(kind(), path, before, new byte[0], edit));
    }
    if (replacement.isPresent()) {
      return Optional.of(new NoteChange(kind(), path, before, replacement.get(), NoteEdit.none()));
    }
    try {
      document.apply(edit);
      if (identity.isPresent() && base.isPresent() && !Note.stemOf(path).equals(name)) {
        document.keepName(name);
      }
    } catch (NoteUnreadableException e) {
      throw refused(path, e.reason(), e);
    }
    return Optional.of(new NoteChange(kind(), path, before, document.bytes(), edit));
  }
}

package quire.storage.vault.index;

import java.util.List;
import java.util.Optional;
import quire.api.Entity;
import quire.storage.vault.format.FileNames;
import quire.storage.vault.format.FrontMatter;
import quire.storage.vault.format.NoteDocument;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.NotePaths;
import quire.storage.vault.tree.NoteStamp;

/**
 * A note as the index holds it.
 *
 * @param path below the root, with forward slashes
 * @param id empty for a note that Quire never wrote
 * @param stem the file's name without its extension, as links have it
 * @param name that of the entity it stands for, or would stand for
 * @param texts the entity's observations
 * @param trouble why the note is not edited; empty if it may be
 * @param signature lets a search skip a long note
 */
public record Note(
    String path,
    NoteStamp stamp,
    Digest digest,
    Kind kind,
    String id,
    String stem,
    String name,
    String type,
    Texts texts,
    List<String> aliases,
    List<WrittenRelation> relations,
    String trouble,
    TrigramFilter signature) {

  public enum Kind {
    /** An entity of the graph. */
    ENTITY,
    /** The place of relations from a name that belongs to no entity. */
    STUB,
    /** A person's note that is no entity yet. */
    PLAIN,
    /** A note that is not understood. */
    UNREADABLE,
    /** A note outside the configured folder: only its name matters. */
    OUTSIDE
  }

  /** {@return the entity it stands for, or would stand for; made anew by each call} */
  Entity entity() {
    return new Entity(name, type, texts);
  }

  /** {@return what orders entities by age: ids do; people's notes without one come last} */
  public String age() {
    return id.isEmpty() ? "~" + path : id;
  }

  public boolean isInGraph() {
    return kind == Kind.ENTITY || kind == Kind.STUB;
  }

  Note withStamp(NoteStamp newStamp) {
    return new Note(
        path, newStamp, digest, kind, id, stem, name, type, texts, aliases, relations, trouble,
        signature);
  }

  /** {@return the same note, which cannot be read or written now} */
  Note unavailable(String reason) {
    return new Note(
        path,
        NoteStamp.UNKNOWN,
        digest,
        kind,
        id,
        stem,
        name,
        type,
        texts,
        aliases,
        relations,
        reason,
        signature);
  }

  /** {@return the same note as it stands for another name} */
  Note named(String otherName) {
    return otherName.equals(name)
        ? this
        : new Note(
            path, stamp, digest, kind, id, stem, otherName, type, texts, aliases, relations,
            trouble, signature);
  }

  public static String stemOf(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    // Links name it too: one string for all.
    return FileNames.normalized(name.substring(0, name.length() - NotePaths.EXTENSION.length()))
        .intern();
  }

  /** {@return what a note's text says, as it stands at this place} */
  static Note of(String path, NoteStamp stamp, Digest digest, NoteDocument document) {
    FrontMatter front = document.front();
    String stem = stemOf(path);
    String id = front.value(FrontMatter.ID).orElse("").intern(); // the log has it too
    Optional<String> type = front.value(FrontMatter.TYPE);
    boolean stub = front.value(FrontMatter.STUB).stream().anyMatch("true"::equals);
    boolean typed = !id.isEmpty() || type.isPresent();
    String name = front.value(FrontMatter.NAME).map(String::intern).orElse(stem);
    String entityType = type.orElse("note").intern();
    Texts texts = Texts.of(document.observations());
    return new Note(
        path,
        stamp,
        digest,
        stub ? Kind.STUB : typed ? Kind.ENTITY : Kind.PLAIN,
        id,
        stem,
        name,
        entityType,
        texts,
        List.copyOf(front.aliases()),
        document.relations(),
        document.trouble(),
        TrigramFilter.of(name, entityType, texts));
  }

  static Note unreadable(String path, NoteStamp stamp, Digest digest, String reason) {
    return bare(path, stamp, digest, Kind.UNREADABLE, reason);
  }

  static Note outside(String path) {
    return bare(path, NoteStamp.UNKNOWN, Digest.ABSENT, Kind.OUTSIDE, "it lies outside the folder");
  }

  private static Note bare(String path, NoteStamp stamp, Digest digest, Kind kind, String trouble) {
    String stem = stemOf(path);
    return new Note(
        path,
        stamp,
        digest,
        kind,
        "",
        stem,
        stem,
        "note",
        Texts.of(List.of()),
        List.of(),
        List.of(),
        trouble,
        TrigramFilter.NONE);
  }
}

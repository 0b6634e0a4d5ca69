package quire.storage.vault.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.log.MultiMap;
import quire.storage.vault.tree.NotePaths;
import quire.text.Fold;

/** The notes of a vault by path, identity, name, alias, file name, and by what they link to. */
final class NoteCatalog {
  private final Election election;
  private final Map<String, Note> notes = new HashMap<>();
  private final MultiMap<String, String> pathsById = new MultiMap<>();
  private final MultiMap<String, String> pathsByName = new MultiMap<>();
  private final MultiMap<String, String> pathsByAlias = new MultiMap<>();
  private final MultiMap<String, String> pathsByStem = new MultiMap<>();
  private final Set<String> unreadable = new HashSet<>();

  /** The notes whose links mention a name, folded: what their links mean may depend on it. */
  private final MultiMap<String, String> linkers = new MultiMap<>();

  NoteCatalog(Election election) {
    this.election = election;
  }

  Collection<Note> all() {
    return notes.values();
  }

  Optional<Note> note(String path) {
    return Optional.ofNullable(notes.get(path));
  }

  Note present(String path) {
    Note note = notes.get(path);
    if (note == null) {
      throw new IllegalStateException("The index lost the note " + path);
    }
    return note;
  }

  List<Note> ofId(String id) {
    return present(pathsById.get(id));
  }

  List<Note> ofName(String name) {
    return present(pathsByName.get(name));
  }

  List<Note> ofAlias(String alias) {
    return present(pathsByAlias.get(alias));
  }

  List<Note> ofStem(String stem) {
    return present(pathsByStem.get(Fold.simple(stem)));
  }

  /** {@return the notes with a link that mentions this name, which is folded} */
  List<Note> linkers(String mention) {
    return present(linkers.get(mention));
  }

  private List<Note> present(List<String> paths) {
    return paths.stream().map(this::present).toList();
  }

  /** {@return ids and the paths of the notes that share one} */
  Map<String, List<String>> sharedIds() {
    Map<String, List<String>> shared = new TreeMap<>();
    pathsById.crowdedKeys().forEach(id -> shared.put(id, pathsById.get(id)));
    return shared;
  }

  Map<String, List<String>> sharedStems() {
    Map<String, List<String>> shared = new TreeMap<>();
    pathsByStem.crowdedKeys().forEach(stem -> shared.put(stem, pathsByStem.get(stem)));
    return shared;
  }

  Map<String, List<String>> sharedNames() {
    Map<String, List<String>> shared = new TreeMap<>();
    for (String name : pathsByName.crowdedKeys()) {
      List<String> elected =
          pathsByName.get(name).stream().filter(path -> isElected(present(path))).toList();
      if (elected.size() > 1) {
        shared.put(name, elected);
      }
    }
    return shared;
  }

  /** {@return the notes of which not even the facts can be read} */
  List<Note> unreadable() {
    return present(List.copyOf(unreadable));
  }

  /** {@return the notes that are not alone in claiming their name} */
  List<Note> rivals() {
    return pathsByName.crowdedKeys().stream().flatMap(name -> ofName(name).stream()).toList();
  }

  void add(Note note) {
    notes.put(note.path(), note);
    if (note.kind() == Note.Kind.UNREADABLE) {
      unreadable.add(note.path());
    }
    pathsByStem.add(Fold.simple(note.stem()), note.path());
    if (note.kind() != Note.Kind.OUTSIDE) {
      pathsByName.add(note.name(), note.path());
      note.aliases().forEach(alias -> pathsByAlias.add(alias, note.path()));
      if (!note.id().isEmpty()) {
        pathsById.add(note.id(), note.path());
      }
    }
    mentions(note).forEach(mention -> linkers.add(mention, note.path()));
  }

  void remove(Note note) {
    notes.remove(note.path());
    unreadable.remove(note.path());
    pathsByStem.remove(Fold.simple(note.stem()), note.path());
    pathsByName.remove(note.name(), note.path());
    note.aliases().forEach(alias -> pathsByAlias.remove(alias, note.path()));
    pathsById.remove(note.id(), note.path());
    mentions(note).forEach(mention -> linkers.remove(mention, note.path()));
  }

  private static Set<String> mentions(Note note) {
    Set<String> mentions = new HashSet<>();
    for (WrittenRelation relation : note.relations()) {
      mentions.add(Fold.simple(relation.link().stem()));
      relation.link().shown().ifPresent(shown -> mentions.add(Fold.simple(shown)));
    }
    return mentions;
  }

  /** {@return the note that has an id, whatever others claim it} */
  String elected(String id) {
    return election.elected(ofId(id));
  }

  /** Of several notes with one id, conflict copies among them, one is the entity. */
  boolean isElected(Note note) {
    if (note.id().isEmpty()) {
      return !isCopyOfSibling(note);
    }
    List<Note> same = ofId(note.id());
    return same.size() < 2 || note.path().equals(election.elected(same));
  }

  /** {@return the notes that do not count, because they are copies of others} */
  List<Note> copies() {
    return notes.values().stream()
        .filter(note -> note.kind() != Note.Kind.OUTSIDE && !isElected(note))
        .toList();
  }

  private boolean isCopyOfSibling(Note note) {
    return ConflictNames.readings(note.stem()).stream()
        .filter(ConflictNames.Marked::sure)
        .map(marked -> NotePaths.folder(note.path()) + marked.base() + NotePaths.EXTENSION)
        .anyMatch(notes::containsKey);
  }
}

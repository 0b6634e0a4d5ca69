package quire.storage.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import quire.api.Relation;

/**
 * The notes of a vault in memory and the graph that they make: which note stands for a name, and
 * which names the links mean. Each call is safe by itself; whoever needs several to agree, or walks
 * a collection, has the monitor of {@link Freshness}, without which nothing is changed here.
 */
final class VaultIndex {
  private final Map<String, Note> notes = new HashMap<>();
  private final MultiMap<String, String> pathsById = new MultiMap<>();
  private final MultiMap<String, String> pathsByName = new MultiMap<>();
  private final MultiMap<String, String> pathsByAlias = new MultiMap<>();
  private final MultiMap<String, String> pathsByStem = new MultiMap<>();

  /** The notes whose links mention a name, folded: what their links mean may depend on it. */
  private final MultiMap<String, String> linkers = new MultiMap<>();

  private final Map<String, Note> owners = new HashMap<>();
  private final TreeMap<String, Note> entities = new TreeMap<>();
  private final Map<String, List<Relation>> relations = new HashMap<>();
  private final MultiMap<String, String> sourcesByTarget = new MultiMap<>();
  private final LogMemory log;
  private long version;

  VaultIndex(LogMemory log) {
    this.log = log;
  }

  synchronized Collection<Note> notes() {
    return notes.values();
  }

  /** {@return a number that grows with every change of a note} */
  synchronized long version() {
    return version;
  }

  synchronized Optional<Note> note(String path) {
    return Optional.ofNullable(notes.get(path));
  }

  /** {@return the entities by age} */
  Collection<Note> entities() {
    return entities.values();
  }

  /** {@return the note that stands for a name: an entity's, a stub, or one of another kind} */
  synchronized Optional<Note> owner(String name) {
    return Optional.ofNullable(owners.get(name));
  }

  synchronized List<String> pathsOfStem(String stem) {
    return pathsByStem.get(Fold.fold(stem));
  }

  synchronized List<String> pathsOfId(String id) {
    return pathsById.get(id);
  }

  /** {@return the notes that hold the graph, in no order} */
  synchronized List<Note> graphNotes() {
    return owners.values().stream().filter(Note::isInGraph).toList();
  }

  /** {@return ids and the paths of the notes that share one} */
  synchronized Map<String, List<String>> sharedIds() {
    Map<String, List<String>> shared = new TreeMap<>();
    pathsById.crowdedKeys().forEach(id -> shared.put(id, pathsById.get(id)));
    return shared;
  }

  synchronized Map<String, List<String>> sharedStems() {
    Map<String, List<String>> shared = new TreeMap<>();
    pathsByStem.crowdedKeys().forEach(stem -> shared.put(stem, pathsByStem.get(stem)));
    return shared;
  }

  synchronized Map<String, List<String>> sharedNames() {
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

  synchronized void put(Note note) {
    replace(notes.get(note.path()), note);
  }

  synchronized void remove(String path) {
    Note note = notes.get(path);
    if (note != null) {
      replace(note, null);
    }
  }

  private void replace(@Nullable Note old, @Nullable Note now) {
    version++;
    Set<String> names = new LinkedHashSet<>();
    gatherNames(old, names);
    if (old != null) {
      unregister(old);
    }
    if (now != null) {
      register(now);
    }
    gatherNames(now, names);
    names.forEach(this::elect);
    if (!hasSameIdentity(old, now)) {
      relink(old, now);
    }
  }

  /** Everything that an id decides may change with any note of that id. */
  private void gatherNames(@Nullable Note note, Set<String> names) {
    if (note != null) {
      names.add(note.name());
      pathsById.get(note.id()).forEach(path -> names.add(present(path).name()));
    }
  }

  private void register(Note note) {
    notes.put(note.path(), note);
    pathsByStem.add(Fold.fold(note.stem()), note.path());
    if (note.kind() != Note.Kind.OUTSIDE) {
      pathsByName.add(note.name(), note.path());
      note.aliases().forEach(alias -> pathsByAlias.add(alias, note.path()));
      if (!note.id().isEmpty()) {
        pathsById.add(note.id(), note.path());
      }
    }
    mentions(note).forEach(mention -> linkers.add(mention, note.path()));
  }

  private void unregister(Note note) {
    notes.remove(note.path());
    pathsByStem.remove(Fold.fold(note.stem()), note.path());
    pathsByName.remove(note.name(), note.path());
    note.aliases().forEach(alias -> pathsByAlias.remove(alias, note.path()));
    pathsById.remove(note.id(), note.path());
    mentions(note).forEach(mention -> linkers.remove(mention, note.path()));
  }

  private static Set<String> mentions(Note note) {
    Set<String> mentions = new HashSet<>();
    for (WrittenRelation relation : note.relations()) {
      mentions.add(Fold.fold(lastSegment(relation.link().target())));
      relation.link().shown().ifPresent(shown -> mentions.add(Fold.fold(shown)));
    }
    return mentions;
  }

  private void elect(String name) {
    Note before = owners.remove(name);
    if (before != null) {
      entities.remove(before.age(), before);
      dropRelations(before.path());
    }
    Optional<Note> owner =
        pathsByName.get(name).stream()
            .map(this::present)
            .filter(this::isElected)
            .min(Comparator.comparing(Note::kind).thenComparing(Note::age));
    if (owner.isPresent()) {
      Note note = owner.get();
      owners.put(name, note);
      if (note.kind() == Note.Kind.ENTITY) {
        entities.put(note.age(), note);
      }
      resolveRelations(note);
    }
  }

  /** Of several notes with one id, conflict copies among them, one is the entity. */
  synchronized boolean isElected(Note note) {
    if (note.id().isEmpty()) {
      return !isCopyOfSibling(note);
    }
    List<String> same = pathsById.get(note.id());
    return same.size() < 2 || note.path().equals(ConflictNames.base(same));
  }

  /** {@return the notes that do not count, because they are copies of others} */
  synchronized List<Note> copies() {
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

  private void dropRelations(String path) {
    List<Relation> known = relations.remove(path);
    if (known != null) {
      known.forEach(relation -> sourcesByTarget.remove(relation.to(), path));
    }
  }

  private void resolveRelations(Note note) {
    if (note.isInGraph() && !note.relations().isEmpty()) {
      Set<Relation> resolved = new LinkedHashSet<>();
      note.relations().forEach(written -> resolved.add(resolve(note, written)));
      relations.put(note.path(), List.copyOf(resolved));
      resolved.forEach(relation -> sourcesByTarget.add(relation.to(), note.path()));
    }
  }

  Relation resolve(Note source, WrittenRelation written) {
    return new Relation(source.name(), meaning(written.link()), written.type());
  }

  private static boolean hasSameIdentity(@Nullable Note one, @Nullable Note other) {
    return one != null
        && other != null
        && one.name().equals(other.name())
        && one.kind() == other.kind()
        && one.id().equals(other.id())
        && one.aliases().equals(other.aliases());
  }

  /** A name came or went: links that mention it may mean another note now. */
  private void relink(@Nullable Note old, @Nullable Note now) {
    Set<String> mentioned = new HashSet<>();
    for (Note note : new Note[] {old, now}) {
      if (note != null) {
        mentioned.add(Fold.fold(note.stem()));
        mentioned.add(Fold.fold(note.name()));
        note.aliases().forEach(alias -> mentioned.add(Fold.fold(alias)));
      }
    }
    if (now != null) {
      log.formerNames(now.id()).forEach(name -> mentioned.add(Fold.fold(name)));
    }
    for (String mention : mentioned) {
      for (String path : linkers.get(mention)) {
        Note source = present(path);
        if (source.equals(owners.get(source.name()))) {
          dropRelations(path);
          resolveRelations(source);
        }
      }
    }
  }

  /** {@return the name that a link means} */
  synchronized String meaning(Link link) {
    String target = lastSegment(link.target());
    String shown = link.shown().orElse(target);
    Note named = owners.get(shown);
    if (named != null && named.kind() != Note.Kind.PLAIN) {
      return shown;
    }
    Optional<String> other = nameOfAlias(shown).or(() -> nameNow(shown));
    if (other.isPresent()) {
      return other.get();
    }
    if (link.shown().isPresent() && FileNames.isMadeFor(target, shown)) {
      return shown;
    }
    return nameOfFile(link.target()).orElse(target);
  }

  private Optional<String> nameOfAlias(String alias) {
    return pathsByAlias.get(alias).stream()
        .map(this::present)
        .filter(note -> note.isInGraph() && isElected(note))
        .map(Note::name)
        .findFirst();
  }

  /** {@return the present name of the entity that was created under this one} */
  private Optional<String> nameNow(String formerName) {
    return log.idOf(formerName).stream()
        .flatMap(id -> pathsById.get(id).stream())
        .map(this::present)
        .filter(note -> note.isInGraph() && isElected(note))
        .map(Note::name)
        .findFirst();
  }

  private Optional<String> nameOfFile(String target) {
    String wanted = "/" + Fold.fold(FileNames.normalized(target));
    return pathsByStem.get(Fold.fold(lastSegment(target))).stream()
        .map(this::present)
        .filter(note -> note.kind() != Note.Kind.OUTSIDE && isElected(note))
        .filter(note -> Fold.fold("/" + withoutExtension(note.path())).endsWith(wanted))
        .map(Note::name)
        .findFirst();
  }

  private static String withoutExtension(String path) {
    return path.substring(0, path.length() - NotePaths.EXTENSION.length());
  }

  private static String lastSegment(String target) {
    return FileNames.normalized(target.substring(target.lastIndexOf('/') + 1));
  }

  /** {@return how to write a link that means exactly this name, now and later} */
  synchronized Link linkTo(String name) {
    String stem = FileNames.stem(name);
    Note owner = owners.get(name);
    if (owner == null || owner.stem().chars().anyMatch(c -> "#|^[]".indexOf(c) >= 0)) {
      return new Link(stem, Optional.of(name));
    }
    boolean plain = owner.stem().equals(name) && stem.equals(name);
    return plain && pathsOfStem(name).size() == 1
        ? new Link(name, Optional.empty())
        : new Link(owner.stem(), Optional.of(name));
  }

  /** {@return the relations that the notes of these names hold or that lead to these names} */
  synchronized List<Relation> relationsTouching(Collection<String> names) {
    Set<String> wanted = new HashSet<>(names);
    TreeMap<String, Note> sources = new TreeMap<>();
    for (String name : wanted) {
      Note owner = owners.get(name);
      if (owner != null) {
        sources.put(owner.age(), owner);
      }
      sourcesByTarget.get(name).forEach(path -> sources.put(present(path).age(), present(path)));
    }
    List<Relation> found = new ArrayList<>();
    for (Note source : sources.values()) {
      for (Relation relation : relations.getOrDefault(source.path(), List.of())) {
        if (wanted.contains(relation.from()) || wanted.contains(relation.to())) {
          found.add(relation);
        }
      }
    }
    return inOrder(found);
  }

  synchronized List<Relation> allRelations() {
    List<Relation> all = new ArrayList<>();
    owners.values().stream()
        .filter(note -> relations.containsKey(note.path()))
        .sorted(Comparator.comparing(Note::age))
        .forEach(note -> all.addAll(relations.getOrDefault(note.path(), List.of())));
    return inOrder(all);
  }

  /** Those that the log does not know, because a person wrote them, come first. */
  private List<Relation> inOrder(List<Relation> found) {
    record Logged(long sequence, Relation relation) {}
    // Each is looked up once, not at each comparison.
    return found.stream()
        .map(relation -> new Logged(log.sequenceOf(relation), relation))
        .sorted(Comparator.comparingLong(Logged::sequence))
        .map(Logged::relation)
        .toList();
  }

  synchronized long relationCount() {
    return relations.values().stream().mapToLong(List::size).sum();
  }

  private Note present(String path) {
    Note note = notes.get(path);
    if (note == null) {
      throw new IllegalStateException("The index lost the note " + path);
    }
    return note;
  }
}

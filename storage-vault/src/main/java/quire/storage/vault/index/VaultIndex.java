package quire.storage.vault.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.api.Relation;
import quire.storage.vault.format.FileNames;
import quire.storage.vault.format.Link;
import quire.storage.vault.format.WrittenRelation;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.tree.NotePaths;
import quire.text.Fold;

/**
 * The notes of a vault in memory and the graph that they make: which note stands for a name, and
 * which names the links mean. Each call is safe by itself; whoever needs several to agree, or walks
 * a collection, has the monitor of {@link IndexSync}, without which nothing is changed here.
 */
public final class VaultIndex {
  /** Which of several notes stands for a name that all of them claim. */
  private static final Comparator<Note> CLAIM =
      Comparator.comparing(Note::kind)
          .thenComparing(note -> note.id().isEmpty())
          .thenComparing(Note::id)
          .thenComparingLong(note -> note.path().chars().filter(c -> c == '/').count())
          .thenComparing(Note::path);

  private final NoteCatalog catalog;
  private final NameGraph graph = new NameGraph();
  private final LinkMeanings meanings;
  private final LogMemory log;
  private final Map<String, String> borrowedByPath = new HashMap<>();
  private final Map<String, String> pathOfBorrowed = new HashMap<>();
  private final Set<String> crowded = new LinkedHashSet<>();
  private long version;
  private boolean loading;

  VaultIndex(LogMemory log, Election election) {
    this.log = log;
    this.catalog = new NoteCatalog(election);
    this.meanings = new LinkMeanings(catalog, graph, log);
  }

  public synchronized Collection<Note> notes() {
    return catalog.all();
  }

  /** {@return a number that grows with every change of a note} */
  synchronized long version() {
    return version;
  }

  public synchronized Optional<Note> note(String path) {
    return catalog.note(path);
  }

  /** {@return the entities by age} */
  public synchronized List<Note> entities() {
    return graph.entities();
  }

  /** {@return the entities that may hold all of these, by age} Each in one of its forms. */
  synchronized List<Note> mayHoldAll(List<String> forms) {
    return graph.mayHoldAll(forms);
  }

  /** {@return the entities that may hold one of these, by age} Each in one of its forms. */
  synchronized List<Note> mayHoldAny(List<String> forms) {
    return graph.mayHoldAny(forms);
  }

  /** {@return the numbers of the entities that may hold all of these} Each in one of its forms. */
  synchronized BitSet numbersThatMayHold(List<String> forms) {
    return graph.numbersThatMayHold(forms);
  }

  /** {@return by which number an entity goes for as long as it is there} */
  synchronized int number(String name) {
    return graph.number(name);
  }

  /** {@return the note that stands for a name: an entity's, a stub, or one of another kind} */
  public synchronized Optional<Note> owner(String name) {
    return Optional.ofNullable(graph.owner(name));
  }

  public synchronized List<String> pathsOfStem(String stem) {
    return paths(catalog.ofStem(stem));
  }

  public synchronized List<String> pathsOfId(String id) {
    return paths(catalog.ofId(id));
  }

  private static List<String> paths(List<Note> notes) {
    return notes.stream().map(Note::path).toList();
  }

  /** {@return the path of the note that has an id, whatever others claim it} */
  public synchronized String elected(String id) {
    return catalog.elected(id);
  }

  /** {@return ids and the paths of the notes that share one} */
  public synchronized Map<String, List<String>> sharedIds() {
    return catalog.sharedIds();
  }

  public synchronized Map<String, List<String>> sharedStems() {
    return catalog.sharedStems();
  }

  public synchronized Map<String, List<String>> sharedNames() {
    return catalog.sharedNames();
  }

  /** {@return the notes that do not count, because they are copies of others} */
  public synchronized List<Note> copies() {
    return catalog.copies();
  }

  /** {@return the notes that hold the graph, in no order} */
  public synchronized List<Note> graphNotes() {
    return graph.owners().filter(Note::isInGraph).toList();
  }

  /**
   * Takes over many notes. What their links mean is decided once, when all of them are there.
   *
   * @param notes hands the notes on
   */
  synchronized void load(Consumer<Consumer<Note>> notes) {
    loading = true;
    notes.accept(this::put);
    crowded.forEach(this::elect);
    crowded.clear();
    loading = false;
    graphNotes().forEach(note -> graph.relate(note, resolved(note)));
  }

  synchronized void put(Note note) {
    replace(catalog.note(note.path()).orElse(null), note);
  }

  synchronized void remove(String path) {
    catalog.note(path).ifPresent(note -> replace(note, null));
  }

  private void replace(@Nullable Note old, @Nullable Note now) {
    version++;
    Set<String> names = new LinkedHashSet<>();
    gatherNames(old, names);
    if (old != null) {
      catalog.remove(old);
    }
    if (now != null) {
      catalog.add(now);
    }
    gatherNames(now, names);
    if (old != null) {
      Deque<String> given = new ArrayDeque<>();
      var _ = giveBack(old.path(), given);
      names.addAll(given);
    }
    names.forEach(this::electNowOrLater);
    if (!loading && !hasSameIdentity(old, now)) {
      relink(old, now);
    }
  }

  /** Everything that an id decides may change with any note of that id. */
  private void gatherNames(@Nullable Note note, Set<String> names) {
    if (note != null) {
      names.add(note.name());
      catalog.ofId(note.id()).forEach(same -> names.add(same.name()));
    }
  }

  /** A name that many notes claim is decided once, when all of them are there. */
  private void electNowOrLater(String name) {
    if (loading && catalog.ofName(name).size() > 1) {
      crowded.add(name);
    } else {
      elect(name);
    }
  }

  /**
   * Decides which notes stand for a name and for the paths of those that claim it as well: two
   * notes of one file name in two folders are two entities.
   */
  private void elect(String name) {
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      elect(open.remove(), open);
    }
  }

  private void elect(String name, Deque<String> open) {
    List<Note> notes = catalog.ofName(name);
    List<Note> claimants = notes.stream().filter(catalog::isElected).sorted(CLAIM).toList();
    String first = claimants.isEmpty() ? "" : claimants.getFirst().path();
    for (Note note : notes) {
      if (!catalog.isElected(note) || note.path().equals(first)) {
        var _ = giveBack(note.path(), open);
      }
    }
    if (claimants.isEmpty()) {
      if (!pathOfBorrowed.containsKey(name)) {
        graph.disown(name);
      }
      return;
    }
    Optional.ofNullable(pathOfBorrowed.get(name))
        .ifPresent(path -> open.add(catalog.present(giveBack(path, open)).name()));
    graph.own(claimants.getFirst(), this::resolved);
    for (Note note : claimants.subList(1, claimants.size())) {
      if (note.kind() == Note.Kind.ENTITY && !borrowedByPath.containsKey(note.path())) {
        borrow(note, name);
      }
    }
  }

  private void borrow(Note note, String name) {
    String path = note.path();
    String wanted = NotePaths.withoutExtension(path);
    boolean taken = wanted.equals(name) || !catalog.ofName(wanted).isEmpty();
    String borrowed = taken ? path : wanted;
    if (catalog.ofName(borrowed).isEmpty()) {
      borrowedByPath.put(path, borrowed);
      pathOfBorrowed.put(borrowed, path);
      graph.own(note.named(borrowed), this::resolved);
    }
  }

  /** {@return the path} Its note no longer stands for another name than the one that it claims. */
  private String giveBack(String path, Deque<String> open) {
    String borrowed = borrowedByPath.remove(path);
    if (borrowed != null) {
      pathOfBorrowed.remove(borrowed);
      graph.disown(borrowed);
      open.add(borrowed);
    }
    return path;
  }

  /** {@return the name that the note stands for} */
  private String served(Note note) {
    return borrowedByPath.getOrDefault(note.path(), note.name());
  }

  /** {@return the notes by path that stand for another name than the one that they claim} */
  public synchronized Map<String, String> borrowed() {
    return new TreeMap<>(borrowedByPath);
  }

  /** {@return the notes whose facts no answer holds, with the reason of each} */
  public synchronized List<HiddenNote> hidden() {
    List<HiddenNote> hidden = new ArrayList<>();
    for (Note note : catalog.unreadable()) {
      hidden.add(new HiddenNote(note.path(), note.stem(), "it cannot be read: " + note.trouble()));
    }
    // Each read asks for them: of many thousand notes, few can be hidden.
    for (Note note : catalog.rivals()) {
      if (note.isInGraph() && catalog.isElected(note) && !isOwner(note)) {
        hidden.add(
            new HiddenNote(
                note.path(), note.name(), "another note stands for \"%s\"".formatted(note.name())));
      }
    }
    hidden.sort(Comparator.comparing(HiddenNote::path));
    return hidden;
  }

  private boolean isOwner(Note note) {
    Note owner = graph.owner(served(note));
    return owner != null && owner.path().equals(note.path());
  }

  private List<Relation> resolved(Note note) {
    if (loading || note.relations().isEmpty()) {
      return List.of();
    }
    Set<Relation> resolved = new LinkedHashSet<>();
    note.relations().forEach(written -> resolved.add(resolve(note, written)));
    return List.copyOf(resolved);
  }

  public Relation resolve(Note source, WrittenRelation written) {
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
        mentioned.add(Fold.simple(note.stem()));
        mentioned.add(Fold.simple(note.name()));
        note.aliases().forEach(alias -> mentioned.add(Fold.simple(alias)));
      }
    }
    if (now != null) {
      log.formerNames(now.id()).forEach(name -> mentioned.add(Fold.simple(name)));
    }
    for (String mention : mentioned) {
      for (Note source : catalog.linkers(mention)) {
        if (source.isInGraph() && isOwner(source)) {
          Note owner = source.named(served(source));
          graph.relate(owner, resolved(owner));
        }
      }
    }
  }

  /** {@return the name that a link means} */
  public synchronized String meaning(Link link) {
    return meanings.of(link);
  }

  /**
   * {@return the name under which an entity goes that was renamed by hand; else the name itself}
   */
  public synchronized String presentName(String name) {
    return graph.owner(name) == null ? meanings.nameNow(name).orElse(name) : name;
  }

  /** {@return whether the link names or leads to what is no longer so named or not there} */
  public synchronized boolean isOutdated(Link link) {
    String meant = meaning(link);
    Note owner = graph.owner(meant);
    if (owner == null || owner.kind() == Note.Kind.STUB) {
      return false;
    }
    boolean made = link.shown().isPresent() && FileNames.isMadeFor(link.stem(), link.shown().get());
    return (made && !link.shown().get().equals(meant)) || !meanings.leadsToFile(link);
  }

  /** {@return the link as it should be; a person's own wording stays} */
  public synchronized Link renewed(Link link) {
    String meant = meaning(link);
    Link exact = linkTo(meant);
    String shown = link.shown().orElse(link.target());
    boolean wording =
        link.shown().isPresent()
            ? !FileNames.isMadeFor(link.stem(), shown)
            : catalog.ofAlias(shown).stream().anyMatch(note -> note.name().equals(meant));
    return wording ? new Link(exact.target(), Optional.of(shown)) : exact;
  }

  /** {@return whether the log can tell later, when the entity was renamed, who had this name} */
  public synchronized boolean isNameLogged(Note note) {
    return note.id().isEmpty() || log.formerNames(note.id()).contains(note.name());
  }

  /** {@return how to write a link that means exactly this name, now and later} */
  public synchronized Link linkTo(String name) {
    String stem = FileNames.stem(name);
    Note owner = graph.owner(name);
    if (owner == null || owner.stem().chars().anyMatch(c -> "#|^[]".indexOf(c) >= 0)) {
      return new Link(stem, Optional.of(name));
    }
    if (borrowedByPath.containsKey(owner.path())) {
      return new Link(NotePaths.withoutExtension(owner.path()), Optional.of(name));
    }
    boolean plain = owner.stem().equals(name) && stem.equals(name);
    return plain && pathsOfStem(name).size() == 1
        ? new Link(name, Optional.empty())
        : new Link(owner.stem(), Optional.of(name));
  }

  /** {@return the relations that the notes of these names hold or that lead to these names} */
  public synchronized List<Relation> relationsTouching(Collection<String> names) {
    return inOrder(graph.relationsTouching(names));
  }

  public synchronized List<Relation> allRelations() {
    return inOrder(graph.relations());
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

  /** {@return the number of the change that made a relation; 0 if the log does not know} */
  synchronized long sequenceOf(Relation relation) {
    return log.sequenceOf(relation);
  }

  public synchronized long relationCount() {
    return graph.relationCount();
  }
}

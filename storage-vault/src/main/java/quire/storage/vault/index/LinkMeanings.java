package quire.storage.vault.index;

import java.util.Optional;
import java.util.stream.Stream;
import quire.storage.vault.format.FileNames;
import quire.storage.vault.format.Link;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.tree.NotePaths;
import quire.text.Fold;

/** Says which names links mean: an exact name, an alias, a former name, or a file's name. */
final class LinkMeanings {
  private final NoteCatalog catalog;
  private final NameGraph graph;
  private final LogMemory log;

  /** Looks at what is in the catalog and in the graph when it is asked. */
  LinkMeanings(NoteCatalog catalog, NameGraph graph, LogMemory log) {
    this.catalog = catalog;
    this.graph = graph;
    this.log = log;
  }

  String of(Link link) {
    String target = link.stem();
    String shown = link.shown().orElse(target);
    Note named = graph.owner(shown);
    if (named != null && named.kind() != Note.Kind.PLAIN) {
      return shown;
    }
    if (link.shown().isPresent() && FileNames.isMadeFor(target, shown)) {
      return madeFor(shown, target);
    }
    return nameOfAlias(shown)
        .or(() -> nameNow(shown))
        .or(() -> nameOfFile(link))
        .or(() -> nameOfAlias(target))
        .or(() -> nameNow(target))
        .orElse(target);
  }

  /**
   * Quire wrote this link for exactly one name: somebody's alias does not capture it, unless that
   * is the alias which Quire gave the very note that the link leads to, and the name has changed
   * since.
   */
  private String madeFor(String name, String stem) {
    return nameNow(name).or(() -> nameOfAlias(name, stem)).orElse(name);
  }

  private Optional<String> nameOfAlias(String alias, String stem) {
    return catalog.ofAlias(alias).stream()
        .filter(note -> note.isInGraph() && note.stem().equals(stem) && catalog.isElected(note))
        .map(Note::name)
        .findFirst();
  }

  private Optional<String> nameOfAlias(String alias) {
    return catalog.ofAlias(alias).stream()
        .filter(note -> note.isInGraph() && catalog.isElected(note))
        .map(Note::name)
        .findFirst();
  }

  /** {@return the present name of the entity that was created under this one} */
  Optional<String> nameNow(String formerName) {
    return log.idOf(formerName).stream()
        .flatMap(id -> catalog.ofId(id).stream())
        .filter(note -> note.isInGraph() && catalog.isElected(note))
        .map(Note::name)
        .findFirst();
  }

  private Optional<String> nameOfFile(Link link) {
    return notesOfFile(link)
        .filter(note -> note.kind() != Note.Kind.OUTSIDE && catalog.isElected(note))
        .map(Note::name)
        .findFirst();
  }

  private Stream<Note> notesOfFile(Link link) {
    String wanted = "/" + Fold.simple(FileNames.normalized(link.target()));
    return catalog.ofStem(link.stem()).stream()
        .filter(
            note -> Fold.simple("/" + NotePaths.withoutExtension(note.path())).endsWith(wanted));
  }

  /** {@return whether an editor finds a note at this link} */
  boolean leadsToFile(Link link) {
    return notesOfFile(link).findAny().isPresent();
  }
}

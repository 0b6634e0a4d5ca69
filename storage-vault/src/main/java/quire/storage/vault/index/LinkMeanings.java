package quire.storage.vault.index;

import java.util.Optional;
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
    Optional<String> other = nameOfAlias(shown).or(() -> nameNow(shown));
    if (other.isPresent()) {
      return other.get();
    }
    if (link.shown().isPresent() && FileNames.isMadeFor(target, shown)) {
      return shown;
    }
    return nameOfFile(link).orElse(target);
  }

  private Optional<String> nameOfAlias(String alias) {
    return catalog.ofAlias(alias).stream()
        .filter(note -> note.isInGraph() && catalog.isElected(note))
        .map(Note::name)
        .findFirst();
  }

  /** {@return the present name of the entity that was created under this one} */
  private Optional<String> nameNow(String formerName) {
    return log.idOf(formerName).stream()
        .flatMap(id -> catalog.ofId(id).stream())
        .filter(note -> note.isInGraph() && catalog.isElected(note))
        .map(Note::name)
        .findFirst();
  }

  private Optional<String> nameOfFile(Link link) {
    String wanted = "/" + Fold.simple(FileNames.normalized(link.target()));
    return catalog.ofStem(link.stem()).stream()
        .filter(note -> note.kind() != Note.Kind.OUTSIDE && catalog.isElected(note))
        .filter(note -> Fold.simple("/" + withoutExtension(note.path())).endsWith(wanted))
        .map(Note::name)
        .findFirst();
  }

  private static String withoutExtension(String path) {
    return path.substring(0, path.length() - NotePaths.EXTENSION.length());
  }
}

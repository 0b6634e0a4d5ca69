package quire.storage.vault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.StoreDescription;
import quire.api.StoreStatistics;
import quire.api.spi.StoreSettings;
import quire.storage.vault.index.IndexSync;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.VaultIndex;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;
import quire.storage.vault.write.VaultFiles;
import quire.storage.vault.write.VaultLock;

/** What a vault says of itself to people. */
final class VaultReport {
  /** An agent reads all of it in every answer until a person has repaired the notes. */
  private static final int MOST_NAMED = 5;

  private VaultReport() {}

  static StoreDescription describe(
      StoreSettings settings,
      VaultPlaces places,
      VaultOptions options,
      VaultFiles state,
      IndexSync freshness) {
    VaultIndex index = freshness.index();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("vault", places.root().toString());
    details.put("folder", places.folder().isEmpty() ? "all of it" : places.folder());
    details.put("state", places.state().toString());
    details.put("durability", settings.durability().toString());
    details.put("read-only", readOnly(places, options, state));
    details.put("notes", String.valueOf(index.notes().size()));
    List<String> missing = missing(freshness);
    if (!missing.isEmpty()) {
      details.put("missing", String.join(" | ", missing));
    }
    if (!index.borrowed().isEmpty()) {
      details.put("same file names", sameNames(index.borrowed()));
    }
    details.put("watcher", freshness.watcher().state());
    state.lockIfOpen().ifPresent(lock -> details.putAll(lock.details()));
    return new StoreDescription(
        VaultMemoryStoreProvider.ID,
        settings.location(),
        index.entities().size(),
        index.entities().stream().mapToLong(note -> note.texts().size()).sum(),
        index.relationCount(),
        freshness.memory().lastSequence(),
        state.lockIfOpen().map(VaultLock::statistics).orElse(StoreStatistics.NONE),
        details);
  }

  private static String readOnly(VaultPlaces places, VaultOptions options, VaultFiles state) {
    if (options.readOnly()) {
      return "true";
    }
    return places
        .obstacle()
        .or(state::obstacle)
        .map(reason -> "reading works, writing does not: " + reason)
        .orElse("false");
  }

  private static String sameNames(Map<String, String> borrowed) {
    Map.Entry<String, String> first = borrowed.entrySet().iterator().next();
    return "%,d notes stand for their path, because another note has the same name; the first: %s is the entity \"%s\""
        .formatted(borrowed.size(), first.getKey(), first.getValue());
  }

  /** {@return what a person should know who does not ask} */
  static Optional<String> notice(VaultIndex index) {
    List<String> copies = index.copies().stream().map(Note::path).sorted().toList();
    return copies.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%,d conflict copies in the vault are left aside until you decide, the first: %s; see: quire conflicts"
                .formatted(copies.size(), copies.getFirst()));
  }

  /** {@return what no answer holds, because it cannot be read} */
  static List<String> missing(IndexSync freshness) {
    List<String> missing = new ArrayList<>(freshness.obstacles());
    freshness.index().hidden().forEach(note -> missing.add(note.toString()));
    return shortened(missing);
  }

  /** {@return what may hold the facts of these names, which were not found} */
  static List<String> missing(IndexSync freshness, Set<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>(freshness.obstacles());
    freshness.index().hidden().stream()
        .filter(note -> names.contains(note.name()))
        .forEach(note -> missing.add(note.toString()));
    return shortened(missing);
  }

  private static List<String> shortened(List<String> missing) {
    if (missing.size() <= MOST_NAMED) {
      return List.copyOf(missing);
    }
    List<String> some = new ArrayList<>(missing.subList(0, MOST_NAMED));
    some.add(
        "%,d more are missing; \"quire vault status\" names all"
            .formatted(missing.size() - MOST_NAMED));
    return some;
  }

  static List<String> problems(IndexSync freshness) {
    VaultIndex index = freshness.index();
    List<String> problems = new ArrayList<>(freshness.obstacles());
    index.notes().stream()
        .filter(note -> note.kind() != Note.Kind.OUTSIDE && note.kind() != Note.Kind.UNREADABLE)
        .filter(note -> !note.trouble().isEmpty())
        .map(
            note ->
                "The note %s is read but not written: %s".formatted(note.path(), note.trouble()))
        .sorted()
        .forEach(problems::add);
    index.hidden().forEach(note -> problems.add(note.toString()));
    return problems;
  }
}

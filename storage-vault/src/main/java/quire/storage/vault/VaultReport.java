package quire.storage.vault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.StoreDescription;
import quire.api.spi.StoreSettings;
import quire.storage.vault.index.Freshness;
import quire.storage.vault.index.Note;
import quire.storage.vault.index.VaultIndex;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;
import quire.storage.vault.write.VaultFiles;

/** What a vault says of itself to people. */
final class VaultReport {
  private VaultReport() {}

  static StoreDescription describe(
      StoreSettings settings,
      VaultPlaces places,
      VaultOptions options,
      VaultFiles state,
      Freshness freshness) {
    VaultIndex index = freshness.index();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("vault", places.root().toString());
    details.put("folder", places.folder().isEmpty() ? "all of it" : places.folder());
    details.put("state", places.state().toString());
    details.put("durability", settings.durability().toString());
    details.put("read-only", readOnly(places, options, state));
    details.put("notes", String.valueOf(index.notes().size()));
    details.put("watcher", freshness.watcher().state());
    state.lockIfOpen().ifPresent(lock -> details.putAll(lock.statistics()));
    return new StoreDescription(
        VaultMemoryStoreProvider.ID,
        settings.location().toString(),
        index.entities().size(),
        index.entities().stream().mapToLong(note -> note.texts().size()).sum(),
        index.relationCount(),
        freshness.memory().lastSequence(),
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

  /** {@return what a person should know who does not ask} */
  static Optional<String> notice(VaultIndex index) {
    List<String> copies = index.copies().stream().map(Note::path).sorted().toList();
    return copies.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%,d conflict copies in the vault are left aside until you decide, the first: %s; see: quire conflicts"
                .formatted(copies.size(), copies.getFirst()));
  }

  static List<String> problems(Freshness freshness) {
    VaultIndex index = freshness.index();
    List<String> problems = new ArrayList<>(freshness.obstacles());
    index.notes().stream()
        .filter(note -> note.kind() != Note.Kind.OUTSIDE && !note.trouble().isEmpty())
        .map(note -> "The note %s is left alone: %s".formatted(note.path(), note.trouble()))
        .sorted()
        .forEach(problems::add);
    index
        .sharedNames()
        .forEach(
            (name, paths) ->
                problems.add(
                    "Several notes claim the name \"%s\", only one counts: %s"
                        .formatted(name, String.join(", ", paths))));
    return problems;
  }
}

package quire.storage.vault;

import java.util.List;
import java.util.function.Consumer;
import quire.api.Author;
import quire.api.StoreRefusedException;
import quire.api.spi.StoreCommand;
import quire.api.spi.StoreSettings;
import quire.storage.vault.conflict.Conflict;
import quire.storage.vault.conflict.ConflictResolution;

/** {@code quire conflicts}: lists the copies that sync tools made and carries decisions out. */
public final class ConflictsCommand implements StoreCommand {
  private static final Author AUTHOR = new Author("quire conflicts", "");

  /** Does nothing before it is run. */
  public ConflictsCommand() {}

  @Override
  public String name() {
    return "conflicts";
  }

  @Override
  public String backend() {
    return VaultMemoryStoreProvider.ID;
  }

  @Override
  public String summary() {
    return "show the conflict copies in a vault and resolve them; nothing is deleted";
  }

  @Override
  public List<String> usage() {
    return List.of(
        "conflicts",
        "conflicts resolve --union <copy>",
        "conflicts resolve --take <copy>",
        "conflicts resolve --keep-both <copy>");
  }

  @Override
  public int run(List<String> arguments, StoreSettings settings, Consumer<String> output) {
    boolean resolves = arguments.size() == 3 && arguments.getFirst().equals("resolve");
    if (!arguments.isEmpty() && !resolves) {
      throw new IllegalArgumentException("Use one of: " + String.join(", ", usage()));
    }
    try (VaultMemoryStore store = VaultCommand.open(settings)) {
      return resolves
          ? resolve(store, resolution(arguments.get(1)), arguments.get(2), output)
          : list(store, output);
    }
  }

  private ConflictResolution resolution(String option) {
    return switch (option) {
      case "--union" -> ConflictResolution.UNION;
      case "--take" -> ConflictResolution.TAKE;
      case "--keep-both" -> ConflictResolution.KEEP_BOTH;
      default -> throw new IllegalArgumentException("Use one of: " + String.join(", ", usage()));
    };
  }

  private static int list(VaultMemoryStore store, Consumer<String> output) {
    List<Conflict> conflicts = store.conflicts();
    conflicts.forEach(conflict -> describe(conflict, output));
    output.accept(conflicts.isEmpty() ? "No conflicts." : conflicts.size() + " in all.");
    return conflicts.isEmpty() ? 0 : 1;
  }

  private static void describe(Conflict conflict, Consumer<String> output) {
    String copy = conflict.copy();
    output.accept(
        switch (conflict.kind()) {
          case COPY -> "%s is a copy of %s (%s)".formatted(copy, conflict.base(), conflict.tool());
          case ORPHAN ->
              "%s is named as a copy (%s), but there is no original: it counts as the note"
                  .formatted(copy, conflict.tool());
          case MARKERS -> "%s holds the markers of an unfinished merge".formatted(copy);
          case DUMPED -> "%s was put aside by %s".formatted(copy, conflict.tool());
          case CASE -> "%s and %s: %s".formatted(conflict.base(), copy, conflict.tool());
        });
    conflict.onlyInBase().forEach(fact -> output.accept("  only in the note: " + fact));
    conflict.onlyInCopy().forEach(fact -> output.accept("  only in the copy: " + fact));
  }

  private static int resolve(
      VaultMemoryStore store, ConflictResolution resolution, String copy, Consumer<String> output) {
    String path = copy.replace('\\', '/');
    Conflict conflict =
        store.conflicts().stream()
            .filter(found -> found.kind() == Conflict.Kind.COPY && found.copy().equals(path))
            .findFirst()
            .orElseThrow(
                () ->
                    new StoreRefusedException(
                        "%s is not known as a copy of another note; nothing was changed. See: quire conflicts"
                            .formatted(copy)));
    output.accept(
        store.write("resolve a conflict", AUTHOR, plan -> resolution.plan(plan, conflict)));
    return 0;
  }
}

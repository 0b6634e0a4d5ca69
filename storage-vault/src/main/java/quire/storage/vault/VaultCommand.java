package quire.storage.vault;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import quire.api.StoreDescription;
import quire.api.spi.StoreCommand;
import quire.api.spi.StoreSettings;
import quire.storage.vault.conflict.Conflict;
import quire.storage.vault.write.CrashPoint;

/** {@code quire vault}: makes a folder a vault, says how it is, tidies it up. */
public final class VaultCommand implements StoreCommand {
  private static final String DRY_RUN = "--dry-run";
  private static final int MOST_NAMED = 10;

  /** Does nothing before it is run. */
  public VaultCommand() {}

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public String backend() {
    return VaultMemoryStoreProvider.ID;
  }

  @Override
  public String summary() {
    return "make a folder a vault of notes, show its state, tidy it up";
  }

  @Override
  public List<String> usage() {
    return List.of("vault init [<folder>]", "vault status", "vault repair [--dry-run]");
  }

  @Override
  public boolean usesStore(List<String> arguments) {
    return !(arguments.size() == 2 && arguments.getFirst().equals("init"));
  }

  @Override
  public int run(List<String> arguments, StoreSettings settings, Consumer<String> output) {
    String action = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    if (action.equals("init") && rest.size() <= 1) {
      return init(at(rest, settings), output);
    }
    if (action.equals("status") && rest.isEmpty()) {
      return status(settings, output);
    }
    if (action.equals("repair") && (rest.isEmpty() || rest.equals(List.of(DRY_RUN)))) {
      return repair(settings, !rest.isEmpty(), output);
    }
    throw new IllegalArgumentException("Use one of: " + String.join(", ", usage()));
  }

  private static StoreSettings at(List<String> arguments, StoreSettings configured) {
    return arguments.isEmpty()
        ? configured
        : StoreSettings.at(Path.of(arguments.getFirst()).toAbsolutePath().normalize());
  }

  private static int init(StoreSettings settings, Consumer<String> output) {
    boolean made = new VaultMemoryStoreProvider().make(settings);
    output.accept(
        settings.location()
            + (made
                ? " is a Quire vault now. Notes that are in it already stay as they are."
                : " is a Quire vault already."));
    return 0;
  }

  private static int status(StoreSettings settings, Consumer<String> output) {
    try (VaultMemoryStore store = open(settings)) {
      StoreDescription description = store.describe();
      output.accept(
          "%,d entities, %,d observations, %,d relations, %,d changes so far"
              .formatted(
                  description.entities(),
                  description.observations(),
                  description.relations(),
                  description.lastSequence()));
      Map<String, String> details = new TreeMap<>(description.details());
      details.forEach((name, value) -> output.accept(name + ": " + value));
      List<String> problems = store.problems();
      problems.forEach(output);
      store.vanishedFacts().forEach(output);
      List<Conflict> conflicts = store.conflicts();
      if (!conflicts.isEmpty()) {
        output.accept(conflicts.size() + " conflicts; see: quire conflicts");
      }
      return problems.isEmpty() && conflicts.isEmpty() ? 0 : 1;
    }
  }

  private static int repair(StoreSettings settings, boolean dry, Consumer<String> output) {
    try (VaultMemoryStore store = open(settings)) {
      List<String> done = VaultRepair.run(store, dry);
      done.forEach(output);
      output.accept(
          done.isEmpty() ? "Nothing to repair." : dry ? "Nothing was changed." : "Repaired.");
      List<String> dangling = VaultRepair.dangling(store);
      dangling.stream().limit(MOST_NAMED).forEach(output);
      if (!dangling.isEmpty()) {
        output.accept(
            "%,d relations lead to names that no note has. That is allowed; if such a note was renamed, correct the link in the note"
                .formatted(dangling.size()));
      }
      return dry && !done.isEmpty() ? 1 : 0;
    }
  }

  static VaultMemoryStore open(StoreSettings settings) {
    return VaultMemoryStore.open(settings, Clock.systemUTC(), CrashPoint.configured());
  }
}

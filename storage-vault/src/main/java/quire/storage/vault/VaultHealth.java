package quire.storage.vault;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import quire.api.StoreBusyException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.api.spi.StoreSettings;
import quire.storage.vault.write.CrashPoint;

/** What {@code quire doctor} asks about a vault. */
final class VaultHealth {
  private VaultHealth() {}

  static List<HealthCheck> checks(StoreSettings settings) {
    return List.of(
        check("vault-notes", settings, VaultHealth::notes),
        check("vault-conflicts", settings, VaultHealth::conflicts),
        check("vault-facts", settings, VaultHealth::facts),
        check("vault-watch", settings, VaultHealth::watch),
        check("vault-write", settings, VaultHealth::write));
  }

  private static HealthCheck check(
      String name, StoreSettings settings, Function<VaultMemoryStore, Finding> question) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Finding run() {
        try (VaultMemoryStore store =
            VaultMemoryStore.open(settings, Clock.systemUTC(), CrashPoint.configured())) {
          return question.apply(store);
        }
      }
    };
  }

  private static Finding notes(VaultMemoryStore store) {
    List<String> problems = store.problems();
    return problems.isEmpty()
        ? Finding.ok("every note can be read")
        : Finding.warn(
            "%,d problems with notes; the first: %s"
                .formatted(problems.size(), problems.getFirst()),
            "quire vault status");
  }

  /** Nothing of the user's is touched: a temporary file and an entry in the log come and go. */
  private static Finding write(VaultMemoryStore store) {
    try {
      store.tryWriting();
      return Finding.ok("a file was written beside the notes and removed again");
    } catch (StoreReadOnlyException e) {
      return Finding.skip("the vault is opened read-only by its configuration");
    } catch (StoreBusyException e) {
      return Finding.skip("another process is writing: " + e.getMessage());
    } catch (StoreUnavailableException | StoreRefusedException e) {
      return Finding.fail(
          "notes cannot be written: " + e.getMessage(),
          "allow writing to the vault's folder and to its state directory, see: quire vault"
              + " status");
    }
  }

  private static Finding watch(VaultMemoryStore store) {
    String state = store.describe().details().getOrDefault("watcher", "");
    return store.isWatched()
        ? Finding.ok("the system reports changes made by hand")
        : Finding.warn(
            "the system does not report changes made by hand; it is " + state,
            "quire vault status");
  }

  private static Finding conflicts(VaultMemoryStore store) {
    int count = store.conflicts().size();
    return count == 0
        ? Finding.ok("no conflict copies")
        : Finding.warn(
            "%,d conflict copies or notes to decide about".formatted(count), "quire conflicts");
  }

  private static Finding facts(VaultMemoryStore store) {
    List<String> vanished = store.vanishedFacts();
    return vanished.isEmpty()
        ? Finding.ok("every fact that was acknowledged is in the notes or was deleted")
        : Finding.warn(
            "%,d facts are gone from the notes, removed by hand or overwritten; the first: %s"
                .formatted(vanished.size(), vanished.getFirst()),
            "quire vault status");
  }
}

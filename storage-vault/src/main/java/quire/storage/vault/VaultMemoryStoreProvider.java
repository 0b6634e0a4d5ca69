package quire.storage.vault;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Durability;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.spi.HealthCheck;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.StoreSettings;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.Sentinel;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.tree.VaultPlaces;
import quire.storage.vault.write.CrashPoint;
import quire.storage.vault.write.LockOwner;

/** Opens folders of Markdown notes as stores. */
public final class VaultMemoryStoreProvider implements LocalStoreProvider {
  static final String ID = "vault";

  /** Opens vaults; nothing is read before a vault is opened. */
  public VaultMemoryStoreProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> options() {
    return VaultOptions.NAMES;
  }

  @Override
  public Set<String> personalOptions() {
    return Set.of(VaultOptions.STATE_DIRECTORY);
  }

  @Override
  public Optional<Path> stateFolder(StoreSettings settings) {
    VaultOptions options = VaultOptions.of(settings.options(), settings.patience());
    return Optional.of(VaultPlaces.stateDirectory(options));
  }

  @Override
  public Optional<StoreSettings> scratch(Path folder) {
    return Optional.of(
        new StoreSettings(
            folder.resolve(usualName()).toString(),
            Durability.FULL,
            Limits.STANDARD,
            VaultOptions.withState(folder.resolve("state"))));
  }

  @Override
  public boolean make(StoreSettings settings) {
    return Sentinel.make(LocalStoreProvider.place(settings));
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    VaultMemoryStore store = VaultMemoryStore.open(settings, clock, CrashPoint.configured());
    try {
      store
          .notice()
          .ifPresent(
              text ->
                  Log.of(VaultMemoryStoreProvider.class).log(System.Logger.Level.WARNING, text));
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public Optional<ProcessHandle> writer(StoreSettings settings) {
    VaultOptions options = VaultOptions.of(settings.options(), settings.patience());
    return LockOwner.process(VaultPlaces.find(settings, options).state());
  }

  @Override
  public List<String> beyondForgetting(StoreSettings settings) {
    return List.of(
        "your own words in notes, outside of the lists of observations and relations: remove them",
        "the file recovery of Obsidian: clear it in the settings, on each device",
        "versions that sync tools keep, and the change logs of other devices that use the vault");
  }

  @Override
  public List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
    return VaultHealth.checks(settings);
  }
}

package quire.storage.vault;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.spi.HealthCheck;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.Sentinel;
import quire.storage.vault.tree.VaultOptions;
import quire.storage.vault.write.Step;

/** Opens folders of Markdown notes as stores. */
public final class VaultMemoryStoreProvider implements MemoryStoreProvider {
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
  public boolean make(StoreSettings settings) {
    return Sentinel.make(settings.location());
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    VaultMemoryStore store = VaultMemoryStore.open(settings, clock, Step.configured());
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
  public List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
    return VaultHealth.checks(settings);
  }
}

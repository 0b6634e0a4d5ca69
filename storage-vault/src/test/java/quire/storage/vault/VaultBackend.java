package quire.storage.vault;

import java.nio.file.Path;
import java.util.Map;
import quire.api.Durability;
import quire.api.Limits;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;

/** Plugs the vault into the conformance kit. */
record VaultBackend(MemoryStoreProvider provider) implements Backend {
  VaultBackend() {
    this(new VaultMemoryStoreProvider());
  }

  @Override
  public StoreSettings newStore(Path directory) {
    StoreSettings settings =
        new StoreSettings(
            directory.resolve("vault").toString(),
            Durability.FULL,
            Limits.STANDARD,
            Map.of("state-dir", directory.resolve("state").toString()));
    provider.make(settings);
    return settings;
  }
}

package quire.storage.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    try {
      Path vault = Files.createDirectories(directory.resolve("vault"));
      Sentinel.create(vault);
      return new StoreSettings(
          vault,
          Durability.FULL,
          Limits.STANDARD,
          Map.of("state-dir", directory.resolve("state").toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

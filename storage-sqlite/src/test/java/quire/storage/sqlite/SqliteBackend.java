package quire.storage.sqlite;

import java.nio.file.Path;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;
import quire.conformance.DecoratingProvider;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** Plugs the SQLite store into the conformance kit, with the patience that the product adds. */
record SqliteBackend(MemoryStoreProvider provider) implements Backend {
  SqliteBackend() {
    this(
        new DecoratingProvider(
            new SqliteMemoryStoreProvider(),
            store -> new RetryingMemoryStore(store, Patience.STANDARD)));
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("memory.db"));
  }
}

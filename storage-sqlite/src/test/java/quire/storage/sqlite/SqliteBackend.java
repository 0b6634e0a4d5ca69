package quire.storage.sqlite;

import java.nio.file.Path;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;

/** Plugs the SQLite store into the conformance kit. */
record SqliteBackend(MemoryStoreProvider provider) implements Backend {
  SqliteBackend() {
    this(new SqliteMemoryStoreProvider());
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("memory.db"));
  }
}

package quire.storage.sqlite;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** Plugs the SQLite store into the conformance kit, with the patience that the product adds. */
record SqliteBackend(MemoryStoreProvider provider) implements Backend {
  SqliteBackend() {
    this(new Patient(new SqliteMemoryStoreProvider()));
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("memory.db"));
  }

  private record Patient(MemoryStoreProvider provider) implements MemoryStoreProvider {
    @Override
    public String id() {
      return provider.id();
    }

    @Override
    public Set<String> options() {
      return provider.options();
    }

    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      return new RetryingMemoryStore(provider.open(settings, clock), Patience.STANDARD);
    }
  }
}

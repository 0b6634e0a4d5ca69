package quire.cli.scope;

import java.nio.file.Path;
import java.time.Clock;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;
import quire.conformance.DecoratingProvider;
import quire.conformance.HeapMemoryStore;
import quire.conformance.HeapMemoryStoreProvider;

/** Stores beside which an empty one of the user's is read: nothing may be different. */
final class ScopedBackend implements Backend {
  @Override
  public MemoryStoreProvider provider() {
    return new DecoratingProvider(
        new HeapMemoryStoreProvider(),
        store ->
            new ProjectAndUserStore(
                store, "heap:own", () -> new HeapMemoryStore(Clock.systemUTC())));
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("heap"));
  }
}

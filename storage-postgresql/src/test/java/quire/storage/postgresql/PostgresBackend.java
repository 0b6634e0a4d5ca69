package quire.storage.postgresql;

import java.nio.file.Path;
import java.util.UUID;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;
import quire.conformance.DecoratingProvider;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** Plugs the PostgreSQL store into the conformance kit, with the patience that the product adds. */
record PostgresBackend(MemoryStoreProvider provider) implements Backend {
  PostgresBackend() {
    this(
        new DecoratingProvider(
            new PostgresMemoryStoreProvider(),
            store -> new RetryingMemoryStore(store, Patience.STANDARD)));
  }

  @Override
  public StoreSettings newStore(Path directory) {
    StoreSettings settings = memory();
    var _ = provider.make(settings);
    return settings;
  }

  /** {@return the address of a memory that is not there} */
  static StoreSettings memory() {
    String name = "t-" + UUID.randomUUID();
    return StoreSettings.at(TestServer.address() + "?memory=" + name);
  }

  @Override
  public void discard(StoreSettings settings) {
    drop(settings);
  }

  static void drop(StoreSettings settings) {
    String schema = settings.location().substring(settings.location().indexOf("memory=") + 7);
    TestServer.execute("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE");
  }
}

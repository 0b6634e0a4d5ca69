package quire.conformance;

import java.nio.file.Path;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/** Plugs the heap store into the kit. */
record HeapBackend(MemoryStoreProvider provider) implements Backend {
  HeapBackend() {
    this(new HeapMemoryStoreProvider());
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("heap"));
  }
}

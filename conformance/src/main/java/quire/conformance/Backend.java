package quire.conformance;

import java.nio.file.Path;
import java.util.Set;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/** Plugs a backend into the kit. */
public interface Backend {
  /** {@return what opens the backend's stores} */
  MemoryStoreProvider provider();

  /** {@return how to open an empty store inside this empty directory; prepares what that needs} */
  StoreSettings newStore(Path directory);

  /** {@return the promises that this backend does not make} */
  default Set<Trait> lacks() {
    return Set.of();
  }
}

package quire.conformance;

import java.nio.file.Path;
import java.util.Set;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/** Plugs a backend into the kit. */
public interface Backend {
  /** {@return what opens the backend's stores} */
  MemoryStoreProvider provider();

  /**
   * {@return how to open an empty store that no other test has; prepares what that needs}
   *
   * @param directory an empty one, for what the store keeps on this machine; a backend that keeps
   *     nothing here leaves it empty
   */
  StoreSettings newStore(Path directory);

  /**
   * Takes a store away after its test, when everything that had it open is closed. The directory is
   * deleted by the kit.
   */
  default void discard(StoreSettings settings) {}

  /** {@return the promises that this backend does not make} */
  default Set<Trait> lacks() {
    return Set.of();
  }
}

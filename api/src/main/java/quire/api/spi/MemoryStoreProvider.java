package quire.api.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import quire.api.MemoryStore;

/**
 * Opens the stores of one backend. A module that provides this service adds its backend to every
 * Quire that has the module on its path.
 */
public interface MemoryStoreProvider {
  /** {@return the backend's name in configuration files and in {@code --store name:location}} */
  String id();

  /** {@return the names of the options that this backend understands} */
  Set<String> options();

  /**
   * Opens the store and creates it where the backend does so unasked.
   *
   * @param clock dates what is written
   * @throws quire.api.StoreException if the store cannot be opened; nothing was changed
   * @throws IllegalArgumentException if the value of an option is not understood
   */
  MemoryStore open(StoreSettings settings, Clock clock);

  /**
   * {@return whether there is no store and {@link #open} would make one} Such a store is opened for
   * its first write only: a client that just connects leaves nothing behind. False where that
   * cannot be told, or where something is wrong that {@link #open} has to report.
   */
  default boolean wouldMake(StoreSettings settings) {
    return false;
  }

  /**
   * Loads what the opening of a store will need, and touches no file. A server that has no store
   * yet does so while its client thinks, so that the first write does not wait for it.
   */
  default void warmUp() {}

  /**
   * Makes an empty store where there is none, because somebody asked for it. Only a backend that
   * opens nothing which was not made on purpose has something to do here.
   *
   * @return whether it was made now; false if it was there, or if {@link #open} creates it
   * @throws quire.api.StoreException if it cannot be made; what is there stays as it is
   */
  default boolean make(StoreSettings settings) {
    return false;
  }

  /**
   * Copies a store to the side if opening it would change its format, as {@code quire upgrade} does
   * before another version becomes current. The store itself is only read; others may go on writing
   * to it.
   *
   * @return the copy, one file in the store's own folder that {@link #open} takes, with all that
   *     was acknowledged before the call; empty if there is no store or its format would stay as it
   *     is
   * @throws quire.api.StoreException if that could not be done; nothing was changed
   */
  default Optional<Path> backUpOlder(StoreSettings settings, Clock clock) {
    return Optional.empty();
  }

  /**
   * {@return what {@code quire doctor} asks about a store of this backend beyond what holds for
   * every store} Creating them opens nothing.
   *
   * @param deep whether checks that read the whole store are wanted
   */
  default List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
    return List.of();
  }

  /** {@return the providers on the module path, in the order of their ids} */
  static List<MemoryStoreProvider> installed() {
    ModuleLayer layer = MemoryStoreProvider.class.getModule().getLayer();
    // Without the layer, all jars would be opened to look for files that name providers too.
    ServiceLoader<MemoryStoreProvider> loader =
        layer == null
            ? ServiceLoader.load(MemoryStoreProvider.class)
            : ServiceLoader.load(layer, MemoryStoreProvider.class);
    return loader.stream()
        .map(ServiceLoader.Provider::get)
        .sorted((one, other) -> one.id().compareTo(other.id()))
        .toList();
  }
}

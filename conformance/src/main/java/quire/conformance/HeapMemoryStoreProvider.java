package quire.conformance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreFolders;
import quire.api.spi.StoreSettings;

/**
 * Opens stores on the heap, for tests. Stores at one location share one graph, which lives as long
 * as the process: it can be closed and opened again, and is never written to the location.
 */
public final class HeapMemoryStoreProvider implements MemoryStoreProvider {
  private static final Map<String, HeapGraph> GRAPHS = new ConcurrentHashMap<>();

  /** Opens the same stores as every other instance in the process. */
  public HeapMemoryStoreProvider() {}

  @Override
  public String id() {
    return "heap";
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  /** {@return what was written: any text names a store} */
  @Override
  public String location(String written, StoreFolders folders) {
    return written;
  }

  /** {@return one for each project} */
  @Override
  public String usualLocation(StoreFolders folders) {
    return folders.project().orElse(folders.data()).toString();
  }

  @Override
  public boolean exists(StoreSettings settings) {
    return GRAPHS.containsKey(settings.location());
  }

  @Override
  public Optional<StoreSettings> scratch(Path folder) {
    return Optional.of(StoreSettings.at(folder));
  }

  @Override
  public HeapMemoryStore open(StoreSettings settings, Clock clock) {
    HeapGraph graph = GRAPHS.computeIfAbsent(settings.location(), location -> new HeapGraph());
    return new HeapMemoryStore(graph, settings, clock);
  }
}

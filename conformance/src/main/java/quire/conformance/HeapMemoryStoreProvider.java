package quire.conformance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/**
 * Opens stores on the heap, for tests. Stores at one location share one graph, which lives as long
 * as the process: it can be closed and opened again, and is never written to the location.
 */
public final class HeapMemoryStoreProvider implements MemoryStoreProvider {
  private static final Map<Path, HeapGraph> GRAPHS = new ConcurrentHashMap<>();

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

  @Override
  public HeapMemoryStore open(StoreSettings settings, Clock clock) {
    HeapGraph graph = GRAPHS.computeIfAbsent(settings.location(), location -> new HeapGraph());
    return new HeapMemoryStore(graph, settings, clock);
  }
}

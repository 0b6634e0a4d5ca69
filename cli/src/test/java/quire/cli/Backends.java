package quire.cli;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.HeapMemoryStoreProvider;

/** Two installed backends; both keep their stores on the heap, by location. */
final class Backends {
  static final List<MemoryStoreProvider> INSTALLED =
      List.of(new OnHeap("sqlite", Set.of()), new OnHeap("tree", Set.of("colour", "depth")));

  private Backends() {}

  private record OnHeap(String id, Set<String> options) implements MemoryStoreProvider {
    @Override
    public MemoryStore open(StoreSettings settings, Clock clock) {
      return new HeapMemoryStoreProvider().open(settings, clock);
    }
  }
}

package quire.resilience;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStoreProvider;

/** Heap stores whose first calls find them busy, made patient. */
final class RetryingBackend implements Backend, MemoryStoreProvider {
  private static final int BUSY_CALLS = 3;

  private final AtomicInteger busyCalls = new AtomicInteger();

  @Override
  public MemoryStoreProvider provider() {
    return this;
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("heap"));
  }

  @Override
  public String id() {
    return "heap";
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    FaultyMemoryStore faulty =
        new FaultyMemoryStore(new HeapMemoryStoreProvider().open(settings, clock));
    faulty.failWith(
        Fault.ofAny(
            BUSY_CALLS, () -> new StoreBusyException("busy " + busyCalls.incrementAndGet())));
    return new RetryingMemoryStore(faulty, Patience.STANDARD);
  }
}

package quire.resilience;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;
import quire.conformance.Backend;
import quire.conformance.DecoratingProvider;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStoreProvider;

/** Heap stores whose first calls find them busy, made patient. */
final class RetryingBackend implements Backend {
  private static final int BUSY_CALLS = 3;

  private final AtomicInteger busyCalls = new AtomicInteger();

  @Override
  public MemoryStoreProvider provider() {
    return new DecoratingProvider(new HeapMemoryStoreProvider(), this::patient);
  }

  @Override
  public StoreSettings newStore(Path directory) {
    return StoreSettings.at(directory.resolve("heap"));
  }

  private MemoryStore patient(MemoryStore store) {
    FaultyMemoryStore faulty = new FaultyMemoryStore(store);
    faulty.failWith(
        Fault.ofAny(
            BUSY_CALLS, () -> new StoreBusyException("busy " + busyCalls.incrementAndGet())));
    return new RetryingMemoryStore(faulty, Patience.STANDARD);
  }
}

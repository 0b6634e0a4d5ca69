package quire.resilience;

import java.time.Clock;
import java.util.List;
import quire.api.Author;
import quire.api.Entity;
import quire.api.StoreBusyException;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStore;

/** Writes into a store that is busy as often as the argument says. */
final class PatientProgram {
  private PatientProgram() {}

  public static void main(String[] args) {
    FaultyMemoryStore store = new FaultyMemoryStore(new HeapMemoryStore(Clock.systemUTC()));
    store.failWith(Fault.ofAny(Integer.parseInt(args[0]), () -> new StoreBusyException("held")));
    new RetryingMemoryStore(store, Patience.STANDARD)
        .createEntities(
            List.of(new Entity("a", "t", List.of())), new Author("patient program", "s"));
  }
}

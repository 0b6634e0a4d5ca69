package quire.conformance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.spi.Relocatable;

/** The graph that the heap stores of one location share. Readers never wait for a writer. */
final class HeapGraph {
  /** Never changed once it is published. */
  record State(
      Map<String, Entity> entities, Set<Relation> relations, List<Change> changes, long sequence) {}

  private volatile Optional<String> movedTo = Optional.empty();
  private volatile State state = new State(Map.of(), Set.of(), List.of(), 0);

  State state() {
    return state;
  }

  Optional<String> movedTo() {
    return movedTo;
  }

  synchronized void moveTo(String location, String address, Runnable last) {
    demandInForce(location);
    last.run();
    movedTo = Optional.of(address);
  }

  synchronized void moveBack() {
    movedTo = Optional.empty();
  }

  private void demandInForce(String location) {
    if (movedTo.isPresent()) {
      throw Relocatable.refusal("heap", location, movedTo.get());
    }
  }

  /** Publishes what the operation makes of the graph, or nothing at all if it throws. */
  synchronized <T> T write(
      String location, Author author, Instant time, Function<HeapWrite, T> operation) {
    demandInForce(location);
    HeapWrite write = new HeapWrite(state, author, time);
    T result = operation.apply(write);
    state = write.state();
    return result;
  }
}

package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreUndecidedException;

/**
 * Threads that write all the time, and remember what was acknowledged to them: each name as an
 * entity of its own, and as an observation of an entity that all share.
 */
final class Writers implements AutoCloseable {
  private static final String SHARED = "shared";

  private final ExecutorService threads;
  private final AtomicBoolean done = new AtomicBoolean();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> undecided = new ConcurrentLinkedQueue<>();
  private final List<Future<Void>> writing = new ArrayList<>();

  private Writers(int count) {
    threads = Executors.newFixedThreadPool(count);
  }

  static Writers start(int count, MemoryStore... stores) {
    Memory.create(stores[0], SHARED);
    Writers writers = new Writers(count);
    for (int i = 0; i < count; i++) {
      writers.begin("w" + i + " ", stores[i % stores.length]);
    }
    return writers;
  }

  private void begin(String prefix, MemoryStore store) {
    Callable<Void> work =
        () -> {
          for (int i = 0; !done.get(); i++) {
            write(store, prefix + i);
          }
          return null;
        };
    writing.add(threads.submit(work));
  }

  private void write(MemoryStore store, String name) {
    List<Entity> wanted = List.of(new Entity(name, "thing", List.of("1", "2")));
    try {
      List<Entity> created = repeat(() -> store.createEntities(wanted, Memory.AUTHOR));
      List<Observations> added =
          repeat(
              () ->
                  store.addObservations(
                      List.of(new Observations(SHARED, List.of(name))), Memory.AUTHOR));
      assertThat(created).as("a call that is acknowledged says what it did").isEqualTo(wanted);
      assertThat(added.getFirst().texts()).containsExactly(name);
      acknowledged.add(name);
    } catch (StoreUndecidedException _) {
      undecided.add(name);
    }
  }

  private static <T> T repeat(Callable<T> call) {
    while (true) {
      try {
        return call.call();
      } catch (StoreBusyException _) {
        Thread.onSpinWait(); // nothing happened: again
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** Waits until so many writes were acknowledged. */
  void await(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (acknowledged.size() < count && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(count);
  }

  /** Ends the writing; what went wrong in a thread is thrown. */
  void stop() throws Exception {
    done.set(true);
    for (Future<Void> writer : writing) {
      writer.get(30, TimeUnit.SECONDS);
    }
  }

  /** What was acknowledged is there once, and what else is there was told as undecided. */
  void assertNothingIsLost(MemoryStore store) {
    try (var snapshot = store.read(new Selection.Everything())) {
      List<Entity> entities = snapshot.toGraph().entities();
      List<String> names = entities.stream().skip(1).map(Entity::name).toList();
      assertThat(names).doesNotHaveDuplicates().containsAll(acknowledged);
      List<String> more = new ArrayList<>(names);
      more.removeAll(acknowledged);
      assertThat(undecided).containsAll(more);
      assertThat(entities.getFirst().observations()).containsAll(acknowledged);
    }
    assertThat(store.problems()).isEmpty();
  }

  @Override
  public void close() {
    done.set(true);
    threads.close();
  }
}

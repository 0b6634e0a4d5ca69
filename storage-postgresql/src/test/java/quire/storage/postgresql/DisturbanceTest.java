package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreUndecidedException;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;

/** What others do to a connection while it writes: no acknowledged write is lost, none is twice. */
class DisturbanceTest {
  private static final int WRITERS = 4;
  private static final int DISTURBANCES = 12;

  private Memory memory;

  @BeforeEach
  void make() {
    memory = Memory.make();
  }

  @AfterEach
  void drop() {
    memory.close();
  }

  @Test
  void aConnectionThatWasEndedIsReplacedByTheNextCall() {
    try (MemoryStore store = new RetryingMemoryStore(memory.open(), Patience.STANDARD)) {
      Memory.create(store, "a");
      assertThat(Memory.entities(store, "a")).hasSize(1);
      endConnections();
      Memory.create(store, "b");
      endConnections();
      assertThat(Memory.entities(store, "b")).hasSize(1);
    }
  }

  @Test
  void writersWhoseConnectionsAreEndedAllTheTimeLoseNothing() throws Exception {
    disturb("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + OURS);
  }

  @Test
  void writersWhoseStatementsAreCancelledAllTheTimeLoseNothing() throws Exception {
    disturb("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE " + OURS);
  }

  private static final String OURS = "application_name LIKE 'quire %' AND pid<>pg_backend_pid()";

  private void disturb(String disturbance) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> undecided = new ConcurrentLinkedQueue<>();
    try (MemoryStore one = memory.open();
        MemoryStore other = memory.open();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      Memory.create(one, "shared");
      List<Future<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        MemoryStore store = writer % 2 == 0 ? one : other;
        String prefix = "w" + writer + " ";
        Callable<Void> writing =
            () -> {
              for (int i = 0; !done.get(); i++) {
                write(store, prefix + i, acknowledged, undecided);
              }
              return null;
            };
        writers.add(threads.submit(writing));
      }
      try (Connection connection = TestServer.connect();
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < DISTURBANCES; i++) {
          int before = acknowledged.size();
          var _ = statement.execute(disturbance);
          await(acknowledged, before + WRITERS);
        }
      }
      done.set(true);
      for (Future<Void> writer : writers) {
        writer.get(30, TimeUnit.SECONDS);
      }
    }
    try (MemoryStore store = memory.open();
        var snapshot = store.read(new Selection.Everything())) {
      List<Entity> entities = snapshot.toGraph().entities();
      List<String> names = entities.stream().skip(1).map(Entity::name).toList();
      assertThat(names).doesNotHaveDuplicates().containsAll(acknowledged);
      List<String> more = new ArrayList<>(names);
      more.removeAll(acknowledged);
      assertThat(undecided).containsAll(more);
      assertThat(entities.getFirst().observations()).containsAll(acknowledged);
      assertThat(store.problems()).isEmpty();
    }
  }

  private static void await(ConcurrentLinkedQueue<String> acknowledged, int count)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (acknowledged.size() < count && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(count);
  }

  private static void write(
      MemoryStore store,
      String name,
      ConcurrentLinkedQueue<String> acknowledged,
      ConcurrentLinkedQueue<String> undecided) {
    List<Entity> wanted = List.of(new Entity(name, "thing", List.of("1", "2")));
    try {
      List<Entity> created = repeat(() -> store.createEntities(wanted, Memory.AUTHOR));
      List<Observations> added =
          repeat(
              () ->
                  store.addObservations(
                      List.of(new Observations("shared", List.of(name))), Memory.AUTHOR));
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

  @Test
  void whoKeepsTheTurnIsNamedAndTheCallIsBusyAfterASecond() throws SQLException {
    try (MemoryStore store = memory.open();
        Connection holder = TestServer.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      var _ = statement.execute("SET application_name='the holder'");
      var _ = statement.execute("SELECT 1 FROM " + memory.schema() + ".memory FOR UPDATE");
      long start = System.nanoTime();
      assertThatExceptionOfType(StoreBusyException.class)
          .isThrownBy(() -> Memory.create(store, "a"))
          .withMessageContaining("the holder")
          .withMessageContaining("nothing was written");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(Memory.entities(store, "a")).isEmpty();
      holder.rollback();
      Memory.create(store, "a");
      assertThat(Memory.entities(store, "a")).hasSize(1);
    }
  }

  private static void endConnections() {
    TestServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + OURS);
  }
}

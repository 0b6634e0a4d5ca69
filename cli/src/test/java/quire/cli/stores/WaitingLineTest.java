package quire.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.LimitExceededException;
import quire.api.MemoryStore;
import quire.api.spi.StoreSettings;
import quire.conformance.HeapMemoryStoreProvider;

/** The real holders of the stores' locks are in WaitingIT. */
final class WaitingLineTest {
  private static final Author AUTHOR = new Author("a", "s");
  private static final List<Entity> ONE = List.of(new Entity("A", "t", List.of()));

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch heard = new CountDownLatch(1);

  private MemoryStore heap() {
    return new HeapMemoryStoreProvider()
        .open(StoreSettings.at(Path.of("/memory/of", Long.toString(System.nanoTime()))), clock());
  }

  private static Clock clock() {
    return Clock.systemUTC();
  }

  /** A store in which each call lasts until the line was told, or for a second and a half. */
  private MemoryStore slow() {
    MemoryStore heap = heap();
    return (MemoryStore)
        Proxy.newProxyInstance(
            WaitingLineTest.class.getClassLoader(),
            new Class<?>[] {MemoryStore.class},
            (proxy, method, arguments) -> {
              var _ = heard.await(1500, TimeUnit.MILLISECONDS);
              return method.invoke(heap, arguments);
            });
  }

  private MemoryStore telling(ProcessHandle writer, MemoryStore store) {
    return new WaitingLine(
            () -> Optional.of(writer),
            "/x/memory.db",
            line -> {
              told.add(line);
              heard.countDown();
            })
        .around(store);
  }

  @Test
  void aWriteThatWaitsTellsForWhomOnceAndThenSucceeds() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      List<Entity> added = telling(other.toHandle(), slow()).createEntities(ONE, AUTHOR);
      assertThat(added).isEqualTo(ONE);
      assertThat(told)
          .containsExactly(
              "waiting for sleep (pid %d), which is writing /x/memory.db".formatted(other.pid()));
    } finally {
      other.destroy();
    }
  }

  @Test
  void whatIsQuickReadsOrIsHeldUpByThisProcessItselfSaysNothing() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      var _ = telling(other.toHandle(), heap()).createEntities(ONE, AUTHOR);
      var _ = telling(ProcessHandle.current(), slow()).createEntities(ONE, AUTHOR);
      assertThat(telling(other.toHandle(), slow()).lastSequence()).isZero();
      assertThat(told).isEmpty();
    } finally {
      other.destroy();
    }
  }

  @Test
  void aFailureIsTheStoresOwn() {
    MemoryStore store = telling(ProcessHandle.current(), heap());
    Entity large = new Entity("A".repeat(2000), "t", List.of());
    assertThatThrownBy(() -> store.createEntities(List.of(large), AUTHOR))
        .isInstanceOf(LimitExceededException.class);
  }
}

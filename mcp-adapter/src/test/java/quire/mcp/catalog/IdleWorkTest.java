package quire.mcp.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;

/** What is done between the calls, and when. */
final class IdleWorkTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final AtomicInteger pieces = new AtomicInteger();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log =
      new ServerLog(new PrintStream(told, true, StandardCharsets.UTF_8), Level.WARNING);
  private final IdleWork idle = new IdleWork();

  @AfterEach
  void end() {
    idle.end();
  }

  /** {@return a store that counts how often it is prepared} */
  private MemoryStore store(boolean canPrepare, BooleanSupplier hasMore) {
    MemoryStore heap = new HeapMemoryStore(Clock.systemUTC());
    return (MemoryStore)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {MemoryStore.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "canPrepareRecall" -> canPrepare;
                  case "prepareRecall" -> {
                    pieces.incrementAndGet();
                    yield hasMore.getAsBoolean();
                  }
                  default -> method.invoke(heap, arguments);
                });
  }

  private static void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void nothingIsDoneWhileACallRunsNorAfterTheEnd() {
    assertThat(idle.piece()).as("no store was used").isZero();
    idle.uses(store(true, () -> true));
    assertThat(idle.piece()).isPositive();
    assertThat(pieces).hasValue(1);
    idle.callBegins();
    assertThat(idle.piece()).as("it waits").isPositive();
    assertThat(pieces).hasValue(1);
    idle.callEnds();
    assertThat(idle.piece()).isPositive();
    assertThat(pieces).hasValue(2);
    idle.end();
    assertThat(idle.piece()).isZero();
    assertThat(pieces).hasValue(2);
  }

  @Test
  void whereNothingCanBeDoneRightNowThePauseIsLonger() {
    long busy = 0;
    for (int i = 0; i < 100; i++) { // one of them is not kept waiting by the machine
      idle.uses(store(true, () -> true));
      busy = Math.max(busy, idle.piece());
    }
    assertThat(busy).isEqualTo(IdleWork.LONG_PAUSE_MS);
    idle.uses(store(true, IdleWorkTest::twentyMilliseconds));
    assertThat(idle.piece()).isEqualTo(IdleWork.PAUSE_MS);
  }

  private static boolean twentyMilliseconds() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void itGoesOnByItselfUntilThereIsNoMore() {
    idle.uses(store(true, () -> pieces.get() < 3));
    idle.begin(log);
    await(() -> pieces.get() == 3);
    idle.begin(log);
    await(() -> pieces.get() == 4);
    assertThat(told.size()).isZero();
  }

  @Test
  void aStoreThatCannotBePreparedIsNotAskedTo() {
    idle.uses(store(false, () -> true));
    idle.begin(log);
    assertThat(idle.isRunning()).isFalse();
    assertThat(pieces).hasValue(0);
  }

  @Test
  void whateverIsThrownIsToldOnceAndEndsTheWork() {
    idle.uses(
        store(
            true,
            () -> {
              throw new OutOfMemoryError("64 facts of 1 MiB");
            }));
    idle.begin(log);
    await(() -> pieces.get() == 1 && !idle.isRunning());
    idle.begin(log);
    assertThat(idle.isRunning()).isFalse();
    assertThat(pieces).hasValue(1);
    assertThat(told.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("preparing", "OutOfMemoryError");
  }
}

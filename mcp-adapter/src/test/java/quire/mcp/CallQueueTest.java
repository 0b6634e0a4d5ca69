package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which calls run together, and which wait for each other. */
final class CallQueueTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void neighboursOfOneKindRunTogether() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(3);
    AtomicInteger met = new AtomicInteger();
    CallQueue queue = new CallQueue(threads, 3);
    for (int i = 0; i < 3; i++) {
      queue.add("create", () -> meet(together, met));
    }
    assertThat(queue.awaitIdle(PATIENCE)).isTrue();
    assertThat(met).hasValue(3);
  }

  @Test
  void aCallOfAnotherKindWaitsForThoseBeforeItAndHoldsUpThoseAfterIt() throws InterruptedException {
    List<String> begun = new CopyOnWriteArrayList<>();
    CountDownLatch goOn = new CountDownLatch(1);
    CallQueue queue = new CallQueue(threads, 8);
    for (String call : List.of("create 1", "create 2", "add 1", "create 3", "add 2")) {
      queue.add(
          call.split(" ")[0],
          () -> {
            begun.add(call);
            await(goOn);
          });
    }
    goOn.countDown();
    assertThat(queue.awaitIdle(PATIENCE)).isTrue();
    assertThat(begun.subList(0, 2)).containsExactlyInAnyOrder("create 1", "create 2");
    assertThat(begun.subList(2, 5)).containsExactly("add 1", "create 3", "add 2");
  }

  @Test
  void noMoreRunThanTheWidth() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CallQueue queue = new CallQueue(threads, 2);
    for (int i = 0; i < 100; i++) {
      queue.add(
          "create",
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            running.decrementAndGet();
          });
    }
    assertThat(queue.awaitIdle(PATIENCE)).isTrue();
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void callsForWhichThereIsNoThreadAreLeftToThoseThatRun() throws InterruptedException {
    AtomicInteger had = new AtomicInteger();
    Executor scarce =
        call -> {
          if (had.incrementAndGet() > 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          threads.execute(call);
        };
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger run = new AtomicInteger();
    CallQueue queue = new CallQueue(scarce, 8);
    for (int i = 0; i < 10; i++) {
      queue.add(
          "create",
          () -> {
            await(goOn);
            run.incrementAndGet();
          });
    }
    goOn.countDown();
    assertThat(queue.awaitIdle(PATIENCE)).isTrue();
    assertThat(run).hasValue(10);
  }

  @Test
  void waitingForTheEndIsBounded() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    CallQueue queue = new CallQueue(threads, 1);
    queue.add("create", () -> await(goOn));
    assertThat(queue.awaitIdle(1)).isFalse();
    goOn.countDown();
    assertThat(queue.awaitIdle(PATIENCE)).isTrue();
  }

  private static void meet(CyclicBarrier barrier, AtomicInteger met) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
      met.incrementAndGet();
    } catch (Exception alone) {
      throw new AssertionError(alone);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}

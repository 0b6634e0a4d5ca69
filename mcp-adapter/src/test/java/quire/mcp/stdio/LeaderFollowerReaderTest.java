package quire.mcp.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import quire.mcp.calls.CallThreads;
import quire.mcp.protocol.Input;

/** Who reads, and who carries out what was read. Each line asks for one task. */
final class LeaderFollowerReaderTest {
  private final Map<String, Thread> readers = new ConcurrentHashMap<>();
  private final Map<String, Thread> workers = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable IOException> broken = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private CountDownLatch begun = new CountDownLatch(0);

  private void read(int calls, InputStream in, CallThreads threads) {
    begun = new CountDownLatch(calls);
    read(in, threads, this::task);
  }

  private void read(
      InputStream in, CallThreads threads, Function<Input, @Nullable Runnable> dispatcher) {
    threads.start(
        new LeaderFollowerReader(new LineReader(in, 100), dispatcher, threads, this::end));
  }

  private CallThreads threads() {
    return new CallThreads(this::report);
  }

  private CallThreads threads(Executor executor) {
    return new CallThreads(executor, this::report);
  }

  private void report(Throwable uncaught) {
    defect.set(uncaught);
    ended.countDown();
  }

  private void end(@Nullable IOException failure) {
    broken.set(failure);
    ended.countDown();
  }

  private static InputStream text(String lines) {
    return new ByteArrayInputStream(lines.getBytes(UTF_8));
  }

  private @Nullable Runnable task(Input line) {
    String call = new String(line.message().toBytes(), UTF_8);
    if (call.equals("nothing")) {
      return null;
    }
    readers.put(call, Thread.currentThread());
    return () -> carryOut(call);
  }

  /** Ends only when all calls have begun, so each of them needs a thread of its own. */
  private void carryOut(String call) {
    workers.put(call, Thread.currentThread());
    begun.countDown();
    await(begun);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoeverHasReadACallCarriesItOutWhileAnotherThreadReadsOn() {
    read(3, text("one\nnothing\ntwo\n\nthree"), threads());
    await(begun);
    await(ended);
    assertThat(workers).isEqualTo(readers).containsOnlyKeys("one", "two", "three");
    assertThat(workers.values()).doesNotHaveDuplicates();
    assertThat(broken.get()).isNull();
  }

  @Test
  void whoFindsNoOtherThreadReadsOnAfterItsCall() {
    begun = new CountDownLatch(1);
    Executor one =
        role -> {
          if (!workers.isEmpty() || !readers.isEmpty()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          Thread.ofPlatform().daemon().start(role);
        };
    read(text("one\ntwo\n"), threads(one), this::task);
    await(ended);
    await(begun);
    assertThat(workers).isEqualTo(readers).containsOnlyKeys("one", "two");
    assertThat(Set.copyOf(workers.values())).hasSize(1);
  }

  @Test
  void aDefectThatNothingElseCatchesIsReported() {
    read(
        text("one\ntwo\n"),
        threads(),
        line -> {
          throw new StackOverflowError();
        });
    await(ended);
    assertThat(defect.get()).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void aTaskThatFailsDoesNotEndTheReading() {
    read(
        text("one\ntwo\n"),
        threads(),
        line ->
            () -> {
              throw new NoClassDefFoundError("a file of the installation is gone");
            });
    await(ended);
    assertThat(defect.get()).isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void aCallIsCarriedOutThoughTheInputBreaks() {
    InputStream breaking =
        new InputStream() {
          private final InputStream start = text("one\n");

          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            int count = start.read(bytes, from, length);
            return count < 0 ? read() : count;
          }
        };
    read(1, breaking, threads());
    await(begun);
    await(ended);
    assertThat(broken.get()).hasMessage("gone");
  }
}

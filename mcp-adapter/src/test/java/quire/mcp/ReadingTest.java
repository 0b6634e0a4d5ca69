package quire.mcp;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who reads, and who carries out what was read. Each word of a line begins one call. */
final class ReadingTest implements LineReader.Receiver {
  private final Map<String, Thread> readers = new ConcurrentHashMap<>();
  private final Map<String, Thread> workers = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable IOException> broken = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private CountDownLatch begun = new CountDownLatch(0);
  private @Nullable Reading reading;

  private Reading read(int calls, InputStream in) {
    begun = new CountDownLatch(calls);
    Reading started = new Reading(new LineReader(in, 100), this::end);
    reading = started;
    started.start(this);
    return started;
  }

  private void end(@Nullable IOException failure) {
    broken.set(failure);
    ended.countDown();
  }

  private static InputStream text(String lines) {
    return new ByteArrayInputStream(lines.getBytes(UTF_8));
  }

  @Override
  public void line(Line line) {
    for (String call : new String(line.toBytes(), UTF_8).split(" ")) {
      readers.put(call, Thread.currentThread());
      if (reading != null) {
        reading.execute(() -> carryOut(call));
      }
    }
  }

  /** Ends only when all calls have begun, so each of them needs a thread of its own. */
  private void carryOut(String call) {
    workers.put(call, Thread.currentThread());
    begun.countDown();
    await(begun);
  }

  @Override
  public void notText() {
    throw new AssertionError("it is text");
  }

  @Override
  public void tooLong(int limit) {
    throw new AssertionError("it is short");
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
    read(3, text("one\ntwo\n\nthree"));
    await(begun);
    await(ended);
    assertThat(workers).isEqualTo(readers);
    assertThat(workers.values()).doesNotHaveDuplicates();
    assertThat(broken.get()).isNull();
  }

  @Test
  void furtherCallsOfALineAndThoseOfOthersGetThreadsOfTheirOwn() {
    Reading started = read(3, text("one two\n"));
    await(ended);
    started.execute(() -> carryOut("other"));
    await(begun);
    assertThat(workers.values()).doesNotHaveDuplicates().doesNotContain(Thread.currentThread());
    assertThat(workers.get("one")).isEqualTo(readers.get("one"));
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
    reading = new Reading(new LineReader(text("one\ntwo\n"), 100), this::end, one);
    reading.start(this);
    await(ended);
    await(begun);
    assertThat(workers).isEqualTo(readers).containsOnlyKeys("one", "two");
    assertThat(Set.copyOf(workers.values())).hasSize(1);
  }

  @Test
  void aCallIsCarriedOutThoughItsLineFailsLater() {
    begun = new CountDownLatch(1);
    Reading started =
        new Reading(
            new LineReader(text("one\n"), 100),
            this::end,
            role -> Thread.ofPlatform().daemon().start(() -> runAndForget(role)));
    reading = started;
    started.start(
        new LineReader.Receiver() {
          @Override
          public void line(Line line) {
            ReadingTest.this.line(line);
            throw new StackOverflowError();
          }

          @Override
          public void notText() {}

          @Override
          public void tooLong(int limit) {}
        });
    await(ended);
    await(begun);
    assertThat(workers).isEqualTo(readers);
  }

  private static void runAndForget(Runnable role) {
    try {
      role.run();
    } catch (StackOverflowError expected) {
      // what the line threw
    }
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
    read(1, breaking);
    await(begun);
    await(ended);
    assertThat(broken.get()).hasMessage("gone");
  }
}

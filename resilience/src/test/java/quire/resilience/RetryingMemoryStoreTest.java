package quire.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.LimitExceededException;
import quire.api.RecallQuery;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.api.StoreUndecidedException;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Call;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStore;

class RetryingMemoryStoreTest {
  private static final Author AUTHOR = new Author("test", "s1");
  private static final List<Entity> ONE = List.of(new Entity("a", "t", List.of()));
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(300), Duration.ofMillis(1), Duration.ofMillis(5));

  private final AtomicInteger failed = new AtomicInteger();
  private final FaultyMemoryStore faulty =
      new FaultyMemoryStore(new HeapMemoryStore(Clock.systemUTC()));

  private StoreBusyException busy() {
    return new StoreBusyException("held by process 4711, " + failed.incrementAndGet());
  }

  @Test
  void everyMethodIsRepeatedWhileTheStoreIsBusy() {
    for (Call call : Call.values()) {
      faulty.failWith(Fault.of(call, 2, this::busy));
      RetryingMemoryStore store = new RetryingMemoryStore(faulty, SHORT);

      switch (call) {
        case CREATE_ENTITIES -> assertThat(store.createEntities(ONE, AUTHOR)).isEqualTo(ONE);
        case CREATE_RELATIONS -> assertThat(store.createRelations(List.of(), AUTHOR)).isEmpty();
        case ADD_OBSERVATIONS -> assertThat(store.addObservations(List.of(), AUTHOR)).isEmpty();
        case DELETE_ENTITIES -> assertThat(store.deleteEntities(List.of(), AUTHOR)).isZero();
        case DELETE_OBSERVATIONS ->
            assertThat(store.deleteObservations(List.of(), AUTHOR)).isZero();
        case DELETE_RELATIONS -> assertThat(store.deleteRelations(List.of(), AUTHOR)).isZero();
        case AMEND -> assertThat(store.amend(new Amendment(List.of(), List.of()), AUTHOR)).isZero();
        case RENAME_ENTITY -> assertThat(store.renameEntity("a", "a", AUTHOR)).isZero();
        case MERGE_ENTITIES ->
            assertThatExceptionOfType(EntityNotFoundException.class)
                .isThrownBy(() -> store.mergeEntities("unknown", "a", AUTHOR));
        case FORGET -> assertThat(store.forget(List.of(), AUTHOR)).isZero();
        case READ -> store.read(new Selection.Everything()).close();
        case RECALL -> assertThat(store.recall(RecallQuery.of("nothing", 1)).facts()).isEmpty();
        case REPLACED -> assertThat(store.replaced(List.of("a"))).isEmpty();
        case CHANGES -> assertThat(store.changes(ChangeQuery.after(0, 1))).hasSizeLessThan(2);
        case LAST_SEQUENCE -> assertThat(store.lastSequence()).isNotNegative();
        case HISTORY_START -> assertThat(store.historyStart()).isZero();
        case DESCRIBE -> assertThat(store.describe().backend()).isEqualTo("heap");
        case PROBLEMS -> assertThat(store.problems()).isEmpty();
      }
      assertThat(store.describe().details()).containsEntry("retries", "2");
    }
  }

  @Test
  void theDeadlineEndsTheWaitAndSaysHowLongItWas() {
    faulty.failWith(Fault.ofAny(Integer.MAX_VALUE, this::busy));
    RetryingMemoryStore store = new RetryingMemoryStore(faulty, SHORT);
    long started = System.nanoTime();

    assertThatExceptionOfType(StoreBusyException.class)
        .isThrownBy(() -> store.createEntities(ONE, AUTHOR))
        .withMessageMatching(
            "The store stayed busy: waited \\d+ ms and tried \\d+ times; nothing happened."
                + " Last: held by process 4711, \\d+. The call can be repeated")
        .satisfies(
            last -> {
              assertThat(last).hasCauseInstanceOf(StoreBusyException.class);
              assertThat(last.getSuppressed()).hasSizeBetween(1, 8);
              assertThat(last.getSuppressed()[0]).hasMessage("held by process 4711, 1");
            });
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
    faulty.heal();
    assertThat(store.describe().details())
        .containsEntry("given up as busy", "1")
        .hasEntrySatisfying("longest wait", wait -> assertThat(millis(wait)).isBetween(300, 5_000));
    assertThat(store.createEntities(ONE, AUTHOR)).isEqualTo(ONE);
  }

  /** R4 of the test holes: a pause is never longer than what is left. */
  @Test
  void noPauseReachesBeyondTheDeadline() {
    Patience patience =
        new Patience(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(10));
    for (int i = 0; i < 10; i++) {
      faulty.failWith(Fault.ofAny(Integer.MAX_VALUE, this::busy));
      RetryingMemoryStore store = new RetryingMemoryStore(faulty, patience);
      long started = System.nanoTime();
      assertThatExceptionOfType(StoreBusyException.class)
          .isThrownBy(() -> store.createEntities(ONE, AUTHOR));
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isBetween(Duration.ofMillis(295), Duration.ofMillis(2_000));
    }
  }

  /** R5 of the test holes: those who met once do not meet again. */
  @Test
  void pausesAreSpreadOverTheirWholeRange() {
    List<Long> pauses = new ArrayList<>();
    AtomicLong last = new AtomicLong(System.nanoTime());
    Patience patience =
        new Patience(Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofMillis(200));
    faulty.failWith(
        Fault.ofAny(
            21,
            () -> {
              long now = System.nanoTime();
              pauses.add((now - last.getAndSet(now)) / 1_000_000);
              return busy();
            }));
    assertThat(new RetryingMemoryStore(faulty, patience).createEntities(ONE, AUTHOR))
        .isEqualTo(ONE);
    List<Long> between = pauses.subList(1, pauses.size());
    assertThat(between).hasSize(20);
    // One in 2^20 runs would have none on either side by chance.
    assertThat(between).anyMatch(pause -> pause < 100);
    assertThat(between).anyMatch(pause -> pause >= 100);
  }

  private static int millis(String duration) {
    return Integer.parseInt(duration.replace(" ms", ""));
  }

  @Test
  void aStoreThatIsNeverBusyIsAskedOnce() {
    RetryingMemoryStore store = new RetryingMemoryStore(faulty, SHORT);
    store.createEntities(ONE, AUTHOR);

    assertThat(store.describe().details())
        .containsEntry("attempts", "2")
        .containsEntry("retries", "0")
        .containsEntry("given up as busy", "0")
        .containsEntry("longest wait", "0 ms");
  }

  @ParameterizedTest
  @MethodSource("otherFailures")
  void nothingElseIsRepeated(Supplier<StoreException> failure) {
    RetryingMemoryStore store = new RetryingMemoryStore(faulty, SHORT);
    faulty.failWith(Fault.ofAny(1, failure));

    StoreException expected = failure.get();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.createEntities(ONE, AUTHOR))
        .isExactlyInstanceOf(expected.getClass())
        .withMessage(expected.getMessage());
    assertThat(store.describe().details()).containsEntry("retries", "0");
  }

  @ParameterizedTest
  @MethodSource("otherFailures")
  void anotherFailureEndsTheRepetition(Supplier<StoreException> failure) {
    RetryingMemoryStore store = new RetryingMemoryStore(faulty, SHORT);
    faulty.failWith(
        Fault.ofAny(Integer.MAX_VALUE, () -> failed.get() < 2 ? busy() : failure.get()));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.createEntities(ONE, AUTHOR))
        .isExactlyInstanceOf(failure.get().getClass());
    faulty.heal();
    assertThat(store.describe().details()).containsEntry("retries", "2");
  }

  static Stream<Supplier<StoreException>> otherFailures() {
    Stream<Function<String, StoreException>> kinds =
        Stream.of(
            StoreUnavailableException::new,
            StoreUndecidedException::new,
            StoreDamagedException::new,
            StoreReadOnlyException::new,
            StoreRefusedException::new,
            StoreInterruptedException::new,
            EntityNotFoundException::new,
            LimitExceededException::new);
    return kinds.map(kind -> () -> kind.apply("it failed"));
  }

  @Test
  void anInterruptEndsAPause() throws Exception {
    Patience endless =
        new Patience(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
    CountDownLatch waiting = new CountDownLatch(1);
    faulty.failWith(
        Fault.ofAny(
            Integer.MAX_VALUE,
            () -> {
              waiting.countDown();
              return busy();
            }));
    RetryingMemoryStore store = new RetryingMemoryStore(faulty, endless);
    ThrowingCallable call = () -> store.createEntities(ONE, AUTHOR);

    Thread tester = Thread.currentThread();
    Thread.startVirtualThread(
        () -> {
          try {
            waiting.await();
            tester.interrupt();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatExceptionOfType(StoreInterruptedException.class)
        .isThrownBy(call)
        .withMessageContaining("Interrupted while the store was busy: waited")
        .withMessageContaining("nothing happened");
    assertThat(Thread.interrupted()).isTrue();
    faulty.heal();
    assertThat(store.lastSequence()).isZero();
  }

  @Test
  void aBusyStoreIsNotAskedWithoutPauses() {
    faulty.failWith(Fault.ofAny(Integer.MAX_VALUE, this::busy));
    Patience second =
        new Patience(Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofMillis(200));
    RetryingMemoryStore store = new RetryingMemoryStore(faulty, second);

    assertThatExceptionOfType(StoreBusyException.class).isThrownBy(store::lastSequence);
    assertThat(failed.get()).isBetween(3, 100);
  }

  @Test
  void theRehearsalEndsByItselfAndSoon() {
    assertThatCode(RetryingMemoryStore::rehearse).doesNotThrowAnyException();
  }
}

package quire.mcp.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;
import quire.mcp.catalog.Inquiry;
import quire.mcp.catalog.PromptCatalog;
import quire.mcp.catalog.ResourceCatalog;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.ServerLog;
import quire.mcp.catalog.Service;
import quire.mcp.catalog.Service.Offer;
import quire.mcp.catalog.ToolCatalog;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.AnswerBuffers;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Caller;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Channel.Parts;
import quire.mcp.protocol.ClientIdentity;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;
import quire.mcp.protocol.Revision;
import quire.mcp.protocol.ServerIdentity;

/** Which calls run together, and which wait for each other. */
final class CallSchedulerTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final AtomicInteger preparations = new AtomicInteger();
  private final MemoryStore store = preparing(new HeapMemoryStore(Clock.systemUTC()));
  private final ServerLog log =
      new ServerLog(new PrintStream(OutputStream.nullOutputStream()), Level.ERROR);
  private final CountDownLatch refused = new CountDownLatch(1);
  private volatile BooleanSupplier atEachLook = () -> true;
  private volatile Runnable atEachPiece = () -> {};
  private int lastId;

  /**
   * {@return the same store, which always has something to prepare and counts how often it does}
   */
  private MemoryStore preparing(MemoryStore heap) {
    return (MemoryStore)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {MemoryStore.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "canPrepareRecall" -> atEachLook.getAsBoolean();
                  case "prepareRecall" -> {
                    int _ = preparations.incrementAndGet();
                    atEachPiece.run();
                    yield true;
                  }
                  default -> method.invoke(heap, arguments);
                });
  }

  @AfterEach
  void endThreads() {
    pool.shutdownNow();
  }

  private Service service(int width) {
    return service(width, ServerLimits.STANDARD.deadline());
  }

  private Service service(int width, Duration deadline) {
    ServerLimits usual = ServerLimits.STANDARD;
    ServerLimits limits =
        new ServerLimits(
            usual.messageBytes(),
            width,
            usual.waitingCalls(),
            usual.waitingBytes(),
            usual.answerBytes(),
            usual.pageSize(),
            deadline,
            usual.drain(),
            usual.poll());
    return new Service(
        new Offer(
            "",
            new ToolCatalog(List.of()),
            new ResourceCatalog(List.of(), List.of(), uri -> null),
            new PromptCatalog(List.of())),
        new ServerIdentity("quire", "Quire", "1"),
        () -> store,
        "session",
        limits,
        log,
        client -> {},
        new AnswerBuffers());
  }

  private CallScheduler scheduler(Service service) {
    return new CallScheduler(service, new CallThreads(pool, defects::add));
  }

  /** Offers a call of this kind, and runs what the scheduler gives back on a thread of its own. */
  private void offer(Service service, CallScheduler scheduler, String kind, Runnable action) {
    Runnable turns = scheduler.offer(call(service, kind, action));
    if (turns != null) {
      pool.execute(turns);
    }
  }

  private ToolCall<Params> call(Service service, String kind, Runnable action) {
    RequestId id = new RequestId("" + lastId++, true);
    Exchange exchange =
        new Exchange(
            new Request(id, "test", Params.NONE, 1),
            new Caller(Revision.NEWEST_LEGACY, ClientIdentity.UNKNOWN),
            new Silence());
    return new ToolCall<>(
        service,
        new Subscriptions(service, new Silence()),
        exchange,
        new Inquiry() {
          @Override
          public Result call(ToolContext context) {
            action.run();
            return json -> {};
          }

          @Override
          public String kind() {
            return kind;
          }
        });
  }

  /** Memory that is short as long as a call is open. */
  private static final class NoMemory extends ShortMemory {
    NoMemory() {
      super(Runtime.getRuntime());
    }

    @Override
    boolean isShort() {
      return true;
    }
  }

  private static void hold(CountDownLatch until) {
    try {
      assertThat(until.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CallScheduler withoutMemory(Service service) {
    return new CallScheduler(service, new CallThreads(pool, defects::add), new NoMemory());
  }

  @Test
  void aServerWithoutMemoryStopsWhatReads() throws InterruptedException {
    Service service = service(2, Duration.ofSeconds(4));
    CallScheduler scheduler = withoutMemory(service);
    CountDownLatch stopped = new CountDownLatch(1);
    offer(
        service,
        scheduler,
        "",
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException memory) {
            stopped.countDown();
          }
        });
    assertThat(idle(scheduler)).isTrue();
    assertThat(stopped.getCount()).isZero();
    assertThat(defects).isEmpty();
  }

  @Test
  void aServerThatDoesNotGetMemoryEnds() throws InterruptedException {
    Service service = service(2, Duration.ofSeconds(4));
    CallScheduler scheduler = withoutMemory(service);
    CountDownLatch goOn = new CountDownLatch(1);
    offer(service, scheduler, "create", () -> hold(goOn)); // a write is not stopped
    long deadline = System.nanoTime() + PATIENCE;
    while (defects.isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    assertThat(defects.getFirst()).isInstanceOf(OutOfMemoryError.class);
    goOn.countDown();
    assertThat(idle(scheduler)).isTrue();
  }

  @Test
  void theStoreThatACallUsedIsPreparedFromTheNextLookOn() {
    Service service = service(2, Duration.ofSeconds(4)); // looked at each 0.2 s
    offer(service, scheduler(service), "", () -> {});
    awaitPreparations(2);
    service.idle().end();
  }

  @Test
  void thereIsAnotherLookAfterACallThatEndsBesideTheLastOne() throws InterruptedException {
    Service service = service(2, Duration.ofSeconds(4));
    CallScheduler scheduler = scheduler(service);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    atEachLook =
        () -> {
          boolean isLast = looks.incrementAndGet() == 3; // no call came since the one before
          if (isLast) {
            goOn.countDown();
            hold(scheduler);
          }
          return looks.get() > 3;
        };
    offer(service, scheduler, "", () -> {});
    assertThat(idle(scheduler)).isTrue();
    offer(
        service,
        scheduler,
        "",
        () -> {
          begun.countDown();
          hold(goOn);
        });
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    awaitPreparations(1);
    service.idle().end();
  }

  private static void hold(CallScheduler scheduler) {
    try {
      assertThat(idle(scheduler)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStoreThatIsSilentWhileItIsPreparedKeepsNoCallFromBeingEnded() throws InterruptedException {
    Service service = service(2, Duration.ofMillis(200));
    CallScheduler scheduler = scheduler(service);
    CountDownLatch silent = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    atEachPiece = () -> hold(silent);
    offer(service, scheduler, "", () -> {});
    awaitPreparations(1);
    offer(
        service,
        scheduler,
        "",
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException late) {
            ended.countDown();
          }
        });
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    silent.countDown();
    service.idle().end();
  }

  @Test
  void whatGoesWrongWhileAStoreIsPreparedEndsNoServer() throws InterruptedException {
    Service service = service(2, Duration.ofSeconds(4));
    CallScheduler scheduler = scheduler(service);
    atEachPiece =
        () -> {
          throw new OutOfMemoryError("64 facts of 1 MiB");
        };
    offer(service, scheduler, "", () -> {});
    awaitPreparations(1);
    AtomicInteger run = new AtomicInteger();
    offer(service, scheduler, "", run::incrementAndGet);
    assertThat(idle(scheduler)).isTrue();
    assertThat(run).hasValue(1);
    assertThat(defects).isEmpty();
  }

  private void awaitPreparations(int count) {
    long deadline = System.nanoTime() + PATIENCE;
    while (preparations.get() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aWriteWhoseTurnDoesNotComeInTimeIsNotCarriedOut() throws InterruptedException {
    Service service = service(2, Duration.ofMillis(200));
    CallScheduler scheduler = scheduler(service);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger carriedOut = new AtomicInteger();
    offer(
        service,
        scheduler,
        "create",
        () -> {
          begun.countDown();
          hold(goOn);
        });
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    offer(service, scheduler, "delete", carriedOut::incrementAndGet);
    assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
    goOn.countDown();
    assertThat(idle(scheduler)).isTrue();
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void neighboursOfOneKindRunTogether() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(3);
    AtomicInteger met = new AtomicInteger();
    Service service = service(3);
    CallScheduler scheduler = scheduler(service);
    for (int i = 0; i < 3; i++) {
      offer(service, scheduler, "create", () -> meet(together, met));
    }
    assertThat(idle(scheduler)).isTrue();
    assertThat(met).hasValue(3);
  }

  @Test
  void aCallOfAnotherKindWaitsForThoseBeforeItAndHoldsUpThoseAfterIt() throws InterruptedException {
    List<String> begun = new CopyOnWriteArrayList<>();
    CountDownLatch goOn = new CountDownLatch(1);
    Service service = service(8);
    CallScheduler scheduler = scheduler(service);
    for (String call : List.of("create 1", "create 2", "add 1", "create 3", "add 2")) {
      offer(
          service,
          scheduler,
          call.split(" ")[0],
          () -> {
            begun.add(call);
            await(goOn);
          });
    }
    goOn.countDown();
    assertThat(idle(scheduler)).isTrue();
    assertThat(begun.subList(0, 2)).containsExactlyInAnyOrder("create 1", "create 2");
    assertThat(begun.subList(2, 5)).containsExactly("add 1", "create 3", "add 2");
  }

  @Test
  void callsThatReadRunBesideThoseThatWrite() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(2);
    AtomicInteger met = new AtomicInteger();
    Service service = service(1);
    CallScheduler scheduler = scheduler(service);
    offer(service, scheduler, "create", () -> meet(together, met));
    offer(service, scheduler, "", () -> meet(together, met));
    assertThat(idle(scheduler)).isTrue();
    assertThat(met).hasValue(2);
  }

  @Test
  void noMoreRunThanTheWidth() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Service service = service(2);
    CallScheduler scheduler = scheduler(service);
    for (int i = 0; i < 100; i++) {
      offer(
          service,
          scheduler,
          "create",
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            running.decrementAndGet();
          });
    }
    assertThat(idle(scheduler)).isTrue();
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void callsForWhichThereIsNoThreadAreLeftToThoseThatRun() throws InterruptedException {
    Executor none =
        call -> {
          throw new OutOfMemoryError("unable to create native thread");
        };
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger run = new AtomicInteger();
    Service service = service(8);
    CallScheduler scheduler = new CallScheduler(service, new CallThreads(none, defects::add));
    offer(service, scheduler, "add", () -> await(goOn));
    for (int i = 0; i < 10; i++) {
      offer(service, scheduler, "create", run::incrementAndGet);
    }
    goOn.countDown();
    assertThat(idle(scheduler)).isTrue();
    assertThat(run).hasValue(10);
    assertThat(defects).isEmpty();
  }

  @Test
  void aCallThatCannotEvenBeAnsweredGivesItsPlaceBackAndIsReported() throws InterruptedException {
    Service service = service(1);
    CallScheduler scheduler = scheduler(service);
    ToolCall<Params> hopeless = call(service, "create", () -> {});
    Exchange exchange =
        new Exchange(
            new Request(hopeless.id(), "test", Params.NONE, 1),
            new Caller(Revision.NEWEST_LEGACY, ClientIdentity.UNKNOWN),
            new Silence() {
              @Override
              public Parts begin() {
                throw new OutOfMemoryError("even for this");
              }
            });
    Runnable turns =
        scheduler.offer(
            new ToolCall<>(
                service,
                new Subscriptions(service, new Silence()),
                exchange,
                new Known(json -> {})));
    assertThat(turns).isNotNull();
    pool.execute(turns);
    AtomicInteger run = new AtomicInteger();
    offer(service, scheduler, "", run::incrementAndGet);
    assertThat(idle(scheduler)).isTrue();
    assertThat(run).hasValue(1);
    assertThat(defects).hasSize(1).first().isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void whatIsTooMuchIsRefused() {
    Service service = service(1);
    CallScheduler scheduler = scheduler(service);
    for (int i = 0; i < service.limits().waitingCalls(); i++) {
      assertThat(scheduler.offer(call(service, "create", () -> {})) == null).isEqualTo(i > 0);
    }
    assertThatThrownBy(() -> scheduler.offer(call(service, "create", () -> {})))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("was not carried out");
  }

  @Test
  void waitingForTheEndIsBounded() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    Service service = service(1);
    CallScheduler scheduler = scheduler(service);
    offer(service, scheduler, "create", () -> await(goOn));
    assertThat(scheduler.awaitIdle(System.nanoTime() + 1)).isFalse();
    goOn.countDown();
    assertThat(idle(scheduler)).isTrue();
  }

  private static boolean idle(CallScheduler scheduler) throws InterruptedException {
    return scheduler.awaitIdle(System.nanoTime() + PATIENCE);
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

  /** A channel whose client hears nothing. */
  private class Silence implements Channel {
    @Override
    public void post(byte[] message) {
      refused.countDown();
    }

    @Override
    public Parts begin() {
      return new Parts() {
        @Override
        public void part(byte[] bytes, int length) {
          // goes nowhere
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }
  }
}

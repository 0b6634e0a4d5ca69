package quire.storage.sqlite.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Durability;
import quire.api.EntityNotFoundException;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.storage.sqlite.Stores;
import quire.storage.sqlite.file.Connector;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;

class WriteQueueTest {
  private static final int CALLS = 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Path file;
  private WriteQueue queue;

  @BeforeEach
  void openQueue(@TempDir Path folder) {
    file = folder.resolve("memory.db");
    // So long that no call is put off because this machine is busy.
    queue = queue(Duration.ofMinutes(1));
  }

  private WriteQueue queue(Duration longestTurn) {
    StoreFile store = new StoreFile(file);
    Opener opener = new Opener(store, new Connector(store, Durability.FULL), Schema.CURRENT);
    return new WriteQueue(
        new WriterConnection(opener, opener.prepare()), new Failures(store), longestTurn);
  }

  @AfterEach
  void closeQueue() {
    threads.shutdownNow();
    queue.close();
  }

  /** Adds an entity by itself; each is one row of the table. */
  private static Long insert(Transaction transaction, String name) throws SQLException {
    Session session = transaction.session();
    session.update(
        "INSERT INTO entities(id, name, type) VALUES((SELECT count(*)+1 FROM entities), ?, '')",
        name);
    return session.number("SELECT count(*) FROM entities");
  }

  @Test
  void callsThatArriveWhileOneRunsShareTheNextTransaction() throws Exception {
    List<Future<Long>> answers = new ArrayList<>();
    holdTurn(() -> answers.addAll(submitMany()));
    // Each of them saw only what the first transaction had committed.
    assertThat(values(answers)).containsOnly(1L);
  }

  @Test
  void callsThatArriveWhileTheLockIsWaitedForShareTheTransaction() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Future<Long> first = threads.submit(() -> queue.submit("test", t -> insert(t, "first")));
      awaitThat(() -> queue.statistics().refusals() > 0);
      List<Future<Long>> answers = submitMany();
      statement.execute("ROLLBACK");
      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(values(answers)).containsOnly(0L);
    }
  }

  @Test
  void aTurnThatHasLastedForLongEndsSoThatOtherProcessesGetTheirs() throws Exception {
    queue.close();
    queue = queue(Duration.ZERO);
    List<Future<Long>> answers = new ArrayList<>();
    holdTurn(() -> answers.addAll(submitMany()));
    assertThat(values(answers)).doesNotHaveDuplicates();
  }

  /** Each answers how many rows had been committed when it ran. All wait when this returns. */
  private List<Future<Long>> submitMany() {
    int before = queue.waiting();
    List<Future<Long>> answers = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String name = "call " + i;
      answers.add(
          threads.submit(
              () ->
                  queue.submit(
                      "test",
                      transaction -> {
                        insert(transaction, name);
                        return Long.valueOf(Stores.value(file, "SELECT count(*) FROM entities"));
                      })));
    }
    awaitThat(() -> queue.waiting() == before + CALLS);
    return answers;
  }

  private static List<Long> values(List<Future<Long>> answers) throws Exception {
    List<Long> values = new ArrayList<>();
    for (Future<Long> answer : answers) {
      values.add(answer.get(10, TimeUnit.SECONDS));
    }
    assertThat(values).hasSize(CALLS);
    return values;
  }

  /** Runs an action while a call is inside its transaction. */
  private void holdTurn(Runnable action) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Future<Long> first =
        threads.submit(
            () ->
                queue.submit(
                    "test",
                    transaction -> {
                      inside.countDown();
                      await(leave);
                      return insert(transaction, "first");
                    }));
    await(inside);
    action.run();
    leave.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitThat(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aCallThatFailsTakesNobodyWithIt() throws Exception {
    List<Future<Long>> answers = new ArrayList<>();
    holdTurn(
        () -> {
          for (int i = 0; i < CALLS; i++) {
            answers.add(threads.submit(failingEveryFifth(i)));
          }
          awaitThat(() -> queue.waiting() == CALLS);
        });
    for (int i = 0; i < CALLS; i++) {
      Future<Long> answer = answers.get(i);
      switch (i % 5) {
        case 0 -> assertThatThrownBy(answer::get).hasCauseInstanceOf(EntityNotFoundException.class);
        case 1 -> assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class);
        default -> assertThat(answer.get(10, TimeUnit.SECONDS)).isPositive();
      }
    }
    assertThat(Stores.value(file, "SELECT count(*) FROM entities")).isEqualTo("13");
    assertThat(Stores.value(file, "SELECT count(*) FROM entities WHERE name LIKE 'half%'"))
        .isEqualTo("0");
  }

  private Callable<Long> failingEveryFifth(int i) {
    return () ->
        queue.submit(
            "test",
            transaction -> {
              if (i % 5 < 2) {
                insert(transaction, "half " + i);
              }
              return switch (i % 5) {
                case 0 -> throw new EntityNotFoundException("nobody");
                case 1 -> transaction.session().number("SELECT nonsense");
                default -> insert(transaction, "whole " + i);
              };
            });
  }

  @Test
  void aCallThatAnErrorEndsLeavesNothingAndNoLock() throws Exception {
    assertThatThrownBy(
            () ->
                queue.submit(
                    "test",
                    transaction -> {
                      insert(transaction, "half");
                      throw new OutOfMemoryError("Java heap space");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(queue.waiting()).isZero();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
    }
    long inserted = queue.submit("test", transaction -> insert(transaction, "whole"));
    assertThat(inserted).isEqualTo(1);
  }

  @Test
  void anInterruptedCallIsAnsweredAndStaysInterrupted() throws Exception {
    Future<Boolean> interrupted =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              queue.submit("test", transaction -> insert(transaction, "a"));
              return Thread.interrupted();
            });
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Stores.value(file, "SELECT count(*) FROM entities")).isEqualTo("1");
  }

  @Test
  void aForeignWriterIsWaitedForAndThenTold() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      long start = System.nanoTime();
      assertThatThrownBy(() -> queue.submit("test", transaction -> insert(transaction, "a")))
          .isInstanceOf(StoreBusyException.class);
      assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
      // Each attempt costs some processor time: a second of waiting must not be spent on asking.
      assertThat(queue.statistics().refusals()).isBetween(2L, 400L);

      Future<Long> waiting =
          threads.submit(() -> queue.submit("test", transaction -> insert(transaction, "b")));
      statement.execute("ROLLBACK");
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void aForeignWriterWhoWaitsIsNotInterruptedEither() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      CountDownLatch started = new CountDownLatch(1);
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    started.countDown();
                    queue.submit("test", transaction -> insert(transaction, "a"));
                  });
      await(started);
      caller.interrupt();
      statement.execute("ROLLBACK");
      assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(Stores.value(file, "SELECT count(*) FROM entities")).isEqualTo("1");
  }

  @Test
  void anIdleStoreKeepsNobodyFromWriting() {
    try (MemoryStore idle = Stores.open(file);
        MemoryStore other = Stores.open(file)) {
      Stores.create(idle, "a");
      Stores.create(other, "b");
      Stores.create(idle, "c");
      assertThat(Stores.names(other)).containsExactly("a", "b", "c");
    }
  }
}

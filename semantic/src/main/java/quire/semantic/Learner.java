package quire.semantic;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.api.Fact;
import quire.api.spi.FileFailure;

/**
 * Does what nobody waits for, on one thread: loads the model, finds out what facts mean, at rest
 * half of the time once it worked for long, and gives the model's memory back.
 */
final class Learner {
  /** With more than that waiting, nothing further is asked for. */
  private static final int ENOUGH = 500;

  /** Facts beyond that are not learned. */
  private static final int MOST_TASKS = 20 * ENOUGH;

  /** It works so long without a rest: for 750 to 1,300 facts of twenty words on two quiet cores. */
  private static final Duration WITHOUT_REST = Duration.ofSeconds(10);

  /** What is to be done. All times are those at which the text was read, in milliseconds. */
  private sealed interface Task {}

  /** To load the model. */
  private record Load() implements Task {}

  /** To find out what a text means. */
  private record Find(Passage passage, long takenIn) implements Task {}

  /** To keep what a text means. */
  private record Keep(Key key, Vector vector, long takenIn) implements Task {}

  /** To learn a fact of a store. */
  private record Learn(Learned store, long sequence, Find find) implements Task {}

  private final Model model;
  private final VectorCache cache;
  private final Clock clock;
  private final Duration respite;
  private final Duration patience;
  private final ThreadFactory threads;
  private final Consumer<String> log;
  private final BlockingDeque<Task> tasks = new LinkedBlockingDeque<>(MOST_TASKS);
  private final Thread atTheEnd;
  private Duration worked = Duration.ZERO;
  private @Nullable Thread thread;
  private volatile @Nullable String trouble;

  /**
   * @param respite how long after a first question the model is loaded: a command that answers it
   *     ends before, and would wait for the library to come to rest
   * @param patience how long the model stays when nobody asks it
   * @param threads makes the one that all is done on
   * @param log takes what is wrong, once
   */
  Learner(
      Model model,
      VectorCache cache,
      Clock clock,
      Duration respite,
      Duration patience,
      ThreadFactory threads,
      Consumer<String> log) {
    this.model = model;
    this.cache = cache;
    this.clock = clock;
    this.respite = respite;
    this.patience = patience;
    this.threads = threads;
    this.log = log;
    this.atTheEnd = new Thread(model::end, "semantic-end");
  }

  /** {@return why nothing is known of any meaning in this process, if that is so} */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** {@return whether so much waits that nothing should be added} */
  boolean isBusy() {
    return tasks.size() > ENOUGH;
  }

  /** Begins to load the model. */
  void load() {
    tasks.offerFirst(new Load());
    start();
  }

  /** {@return what makes threads for it} Its rests count: Linux ignores priorities. */
  @SuppressWarnings("ThreadPriorityCheck")
  static ThreadFactory quietly() {
    return Thread.ofPlatform().daemon().name("semantic").priority(Thread.MIN_PRIORITY).factory();
  }

  private synchronized void start() {
    if (thread != null || trouble != null) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      return; // this process is about to end
    }
    try {
      Thread started = threads.newThread(this::work);
      started.start();
      thread = started;
    } catch (OutOfMemoryError | RuntimeException e) {
      giveUp("no thread could be started for it");
    }
  }

  /** Finds out what a text means, before all others, unless too much waits already. */
  void find(Passage passage) {
    if (!isBusy()) {
      tasks.offerFirst(new Find(passage, clock.millis()));
    }
  }

  /** Keeps what a text means: at once for this process, and then for all. */
  void keep(Key key, Vector vector) {
    cache.remember(key, vector);
    tasks.offerFirst(new Keep(key, vector, clock.millis()));
  }

  /** Learns these facts of a store, as many as there is room for. */
  void learn(Learned store, List<Fact> facts) {
    long now = clock.millis();
    for (Fact fact : facts) {
      Passage passage = Passage.of(fact);
      if (store.take(fact.sequence(), passage.key())
          && !tasks.offerLast(new Learn(store, fact.sequence(), new Find(passage, now)))) {
        store.remove(new long[] {fact.sequence()});
        return;
      }
    }
  }

  private void work() {
    try {
      if (model.endsWithin(respite)) {
        return;
      }
      while (trouble == null && !model.hasEnded()) {
        Task task = tasks.poll(model.closeAfter(patience), TimeUnit.NANOSECONDS);
        if (task != null) {
          work(task);
        }
      }
    } catch (IOException failure) {
      giveUp(FileFailure.told(failure));
    } catch (InterruptedException e) {
      giveUp("its thread was interrupted");
    } catch (OutOfMemoryError failure) {
      giveUp("there is not enough memory");
    } catch (Throwable failure) {
      giveUp("the model fails: " + failure.getMessage());
    }
  }

  private void work(Task task) throws IOException {
    switch (task) {
      case Load() -> {
        cache.readOn(); // before the first answer that asks for vectors
        model.load();
      }
      case Keep(Key key, Vector vector, long takenIn) -> cache.add(key, vector, takenIn);
      case Find find -> {
        Optional<Vector> _ = vector(find);
      }
      case Learn(Learned store, long sequence, Find find) -> learn(store, sequence, find);
    }
  }

  private void learn(Learned store, long sequence, Find find) throws IOException {
    if (!store.isPending(sequence, find.passage().key())) {
      return;
    }
    Optional<Vector> vector = vector(find);
    if (vector.isPresent()) {
      store.put(sequence, find.passage().key(), vector.get());
    } else {
      store.remove(new long[] {sequence});
    }
  }

  private Optional<Vector> vector(Find find) throws IOException {
    Optional<Vector> known = cache.readOnAndFind(find.passage().key());
    if (known.isPresent()) {
      return known;
    }
    model.load();
    long began = System.nanoTime();
    Optional<Vector> vector = model.fact(find.passage().text());
    vector.ifPresent(found -> cache.add(find.passage().key(), found, find.takenIn()));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    worked = worked.plus(took);
    if (worked.compareTo(WITHOUT_REST) > 0) {
      LockSupport.parkNanos(took.toNanos());
    }
    return vector;
  }

  private void giveUp(String reason) {
    trouble = reason;
    tasks.clear();
    try {
      model.close();
    } finally {
      tell(reason);
    }
  }

  private void tell(String reason) {
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      return; // this process is about to end, which the library does not stand
    }
    log.accept(
        "Cannot find facts by meaning: %s; they are found by their words. See quire doctor"
            .formatted(reason));
  }
}

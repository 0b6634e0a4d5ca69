package quire.semantic;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The model, which is in memory while it is used. Whoever asks it never waits: while it is not
 * there, or being loaded, nothing is known.
 */
final class Model {
  /** How long it stays when nobody asks it. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Longer texts are cut: the price of a text grows with its length, its meaning hardly. */
  static final int MOST_PIECES = 256;

  /** How long an end waits for the library: some more than the longest text takes. */
  private static final Duration END = Duration.ofMillis(500);

  private final ModelFolder files;

  /** Held by whoever loads. */
  private final ReentrantLock loading = new ReentrantLock();

  /** Held while the library is at work: shared to ask it, alone to begin with it or to close it. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private @Nullable WordPieces pieces;
  private @Nullable CommonPart common;
  private volatile @Nullable Network network;
  private boolean examined;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile long lastUse;

  Model(ModelFolder files) {
    this.files = files;
  }

  /**
   * Loads it unless it is there; may take a second.
   *
   * @throws IOException if it cannot be loaded, now or ever
   */
  void load() throws IOException {
    if (network != null) {
      return; // whoever asks meanwhile would not be answered
    }
    loading.lock();
    try {
      if (!examined) {
        files.examine(this::hasEnded);
        examined = !hasEnded();
      }
      if (pieces == null && !hasEnded()) {
        common = CommonPart.read();
        pieces = new WordPieces(Vocabulary.read(files.vocabulary()), MOST_PIECES);
      }
      begin();
    } finally {
      loading.unlock();
    }
  }

  private void begin() throws IOException {
    lock.writeLock().lock();
    try {
      if (network == null && !hasEnded()) {
        network = Network.load(files);
        lastUse = System.nanoTime();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** {@return whether the next question is answered} */
  boolean isLoaded() {
    return network != null;
  }

  /** {@return what a question means, unless it is hardly in the model's language} */
  Optional<Vector> question(String text) {
    return ask("query: ", text, true).map(found -> common().withoutOfQuestions(found));
  }

  /** {@return what a fact means} */
  Optional<Vector> fact(String text) {
    return ask("passage: ", text, false).map(found -> common().withoutOfFacts(found));
  }

  private CommonPart common() {
    return Objects.requireNonNull(common); // read before anything is answered
  }

  private Optional<float[]> ask(String prefix, String text, boolean inItsLanguage) {
    if (!lock.readLock().tryLock()) {
      return Optional.empty();
    }
    try {
      WordPieces cutter = pieces;
      Network loaded = network;
      if (hasEnded()
          || cutter == null
          || loaded == null
          || (inItsLanguage && cutter.isForeign(text))) {
        return Optional.empty();
      }
      lastUse = System.nanoTime();
      return Optional.of(loaded.direction(cutter.of(prefix + text)));
    } catch (OrtException | RuntimeException e) {
      return Optional.empty(); // one text that the library refuses has no meaning to it
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Gives its memory back if nobody asked it for so long.
   *
   * @return in how many nanoseconds that may be so, at the earliest
   */
  long closeAfter(Duration patience) {
    long left = patience.toNanos() - (System.nanoTime() - lastUse);
    if (!isLoaded() || left > 0) {
      return isLoaded() ? left : patience.toNanos();
    }
    close();
    return patience.toNanos();
  }

  /**
   * Ends it for good: the library should not be at work while its process ends. What is at work is
   * waited for, but not for long. Its memory goes with the process, whose end the library looks
   * after at the same time.
   */
  void end() {
    end.countDown();
    network = null;
    try {
      if (lock.writeLock().tryLock(END.toNanos(), TimeUnit.NANOSECONDS)) {
        lock.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@return whether nothing is loaded or asked any more} */
  boolean hasEnded() {
    return end.getCount() == 0;
  }

  /** {@return whether it is ended for good within a time, which is waited for} */
  boolean endsWithin(Duration time) throws InterruptedException {
    return end.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Gives its memory back; who asks next has to load it. */
  void close() {
    lock.writeLock().lock();
    try {
      Network loaded = network;
      network = null;
      if (loaded != null && !hasEnded()) {
        loaded.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}

package quire.http.api;

import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.api.StoreException;

/** Keeps the last shape of the graph: to read a large one takes a while. */
final class Shapes {
  /** A shape that took long to read may be older: the page would otherwise only wait. */
  private static final int AGE_IN_READINGS = 4;

  /** A graph of usual size is read by then; a larger one is asked for again. */
  private static final int PATIENCE_MS = 150;

  private volatile SoftReference<Kept> last = new SoftReference<>(null);

  /** Of whoever asks for a reading; the monitor is of whoever reads. */
  private final Object asking = new Object();

  private @Nullable Reading underWay;

  /** A shape, when it was read, and how long that took, in nanoseconds. */
  private record Kept(Shape shape, long readAt, long taken) {
    boolean isYoung() {
      return System.nanoTime() - readAt < AGE_IN_READINGS * taken;
    }
  }

  /** {@return the shape of the whole as it is now, or was a few readings ago} */
  synchronized Shape now(MemoryStore store) {
    Kept known = last.get();
    if (known != null && (known.isYoung() || known.shape().sequence() == store.lastSequence())) {
      return known.shape();
    }
    long begun = System.nanoTime();
    Shape read = Shape.read(store);
    long readAt = System.nanoTime();
    last = new SoftReference<>(new Kept(read, readAt, readAt - begun));
    return read;
  }

  /** {@return a shape in which all is that is around an entity; only seldom waits for the whole} */
  Shape around(MemoryStore store, String center, int depth) {
    return Optional.ofNullable(last.get())
        .filter(
            kept ->
                kept.shape().sequence() == store.lastSequence()
                    || (kept.isYoung() && kept.shape().isHub(center)))
        .map(Kept::shape)
        .or(() -> Shape.near(store, center, depth))
        .orElseGet(() -> now(store));
  }

  /** Begins to read the shape, unless that is under way, while something else is read. */
  Reading begin(MemoryStore store) {
    synchronized (asking) {
      Reading known = underWay;
      if (known != null && !known.task().isDone()) {
        return known;
      }
      Reading begun = new Reading(new FutureTask<>(() -> now(store)));
      Thread.ofPlatform().daemon().name("shape").start(() -> carryOut(begun));
      underWay = begun;
      return begun;
    }
  }

  /** Who waits for a reading has it; nobody else keeps the shape when memory is short. */
  private void carryOut(Reading reading) {
    reading.task().run();
    synchronized (asking) {
      if (reading.equals(underWay)) {
        underWay = null;
      }
    }
  }

  /** {@return whether a shape is being read for whoever asks} */
  boolean isReading() {
    synchronized (asking) {
      return underWay != null;
    }
  }

  /** A shape that is being read, by a thread of its own: it is there for whoever asks next. */
  record Reading(FutureTask<Shape> task) {
    /**
     * {@return the shape, if it takes no long wait}
     *
     * @throws StoreException if it cannot be read
     */
    Optional<Shape> soon() {
      try {
        return Optional.of(task.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException later) {
        return Optional.empty();
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof StoreException unreadable) {
          throw unreadable;
        }
        throw new IllegalStateException(failed);
      }
    }
  }
}

package quire.mcp;

import java.util.concurrent.Semaphore;

/**
 * Lets a few answers at a time be held whole up to a larger size, which saves walking the graph a
 * second time. The number is small, because each costs memory.
 */
final class AnswerRoom {
  private static final int LARGEST = 8 << 20;

  private final Semaphore places = new Semaphore(2);

  /** {@return a place for one answer; given back by whoever took it} */
  Place place() {
    return new Place();
  }

  /** The room of one answer. Used by one thread. */
  final class Place implements AutoCloseable {
    private boolean taken;

    private Place() {}

    /** {@return whether the answer may be held up to this many bytes} */
    boolean holds(int bytes) {
      if (bytes > LARGEST) {
        return false;
      }
      taken = taken || places.tryAcquire();
      return taken;
    }

    @Override
    public void close() {
      if (taken) {
        taken = false;
        places.release();
      }
    }
  }
}

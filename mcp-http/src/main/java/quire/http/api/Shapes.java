package quire.http.api;

import java.lang.ref.SoftReference;
import quire.api.MemoryStore;

/** Keeps the last shape of the graph: to read a large one takes a while. */
final class Shapes {
  /** A shape that took long to read may be older: the page would otherwise only wait. */
  private static final int AGE_IN_READINGS = 4;

  private SoftReference<Shape> last = new SoftReference<>(null);
  private long readAt;
  private long taken;

  /** {@return the shape as it is now, or was a few readings ago} */
  synchronized Shape now(MemoryStore store) {
    Shape known = last.get();
    long begun = System.nanoTime();
    if (known != null
        && (known.sequence() == store.lastSequence() || begun - readAt < AGE_IN_READINGS * taken)) {
      return known;
    }
    Shape read = Shape.read(store);
    readAt = System.nanoTime();
    taken = readAt - begun;
    last = new SoftReference<>(read);
    return read;
  }
}

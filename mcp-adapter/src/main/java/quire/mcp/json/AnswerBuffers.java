package quire.mcp.json;

import java.lang.ref.WeakReference;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets a few answers at a time be held whole up to a larger size, which saves walking the graph a
 * second time. The number is small, because each costs memory.
 */
public final class AnswerBuffers {
  /** 8 MiB in a heap of 256, and less in a smaller one. */
  private static final int LARGEST = (int) Math.min(8 << 20, Runtime.getRuntime().maxMemory() / 30);

  private static final WeakReference<byte[]> NONE = new WeakReference<>(new byte[0]);

  private final Semaphore places = new Semaphore(2);

  /** Each walk over everything keeps what the store needs for it: 60 MB and more of a large one. */
  private final Semaphore walks = new Semaphore(4);

  /** The last answer's buffer: one for each answer would make the collector clear the old space. */
  private final AtomicReference<WeakReference<byte[]>> spare = new AtomicReference<>(NONE);

  /** {@return a place for one answer; given back by whoever took it} */
  public Place place() {
    return new Place();
  }

  /** The room of one answer. Used by one thread. */
  public final class Place implements AutoCloseable {
    private boolean taken;
    private boolean walking;
    private byte[] buffer = {};

    private Place() {}

    /** Waits until this answer may walk over everything. */
    public void awaitWalk() throws InterruptedException {
      walks.acquire();
      walking = true;
    }

    /** {@return whether the answer may be held up to this many bytes} */
    public boolean holds(int bytes) {
      if (bytes > LARGEST) {
        return false;
      }
      taken = taken || places.tryAcquire();
      return taken;
    }

    /** {@return a buffer of at least this size, with any content} */
    public byte[] buffer(int bytes) {
      byte[] kept = spare.getAndSet(NONE).get();
      buffer = kept != null && kept.length >= bytes ? kept : new byte[bytes];
      return buffer;
    }

    @Override
    public void close() {
      if (buffer.length > 0) {
        spare.set(new WeakReference<>(buffer));
      }
      if (taken) {
        taken = false;
        places.release();
      }
      if (walking) {
        walking = false;
        walks.release();
      }
    }
  }
}

package quire.mcp.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Channel.BrokenException;
import quire.mcp.protocol.Channel.Parts;

/**
 * The one place that writes to the output. Calls write under a lock and wait for it, so that what
 * they hold stays bounded by their number; what the reading thread answers itself goes through a
 * queue, which a thread of its own empties.
 */
public final class Outbox implements Channel {
  private static final int MOST_POSTED_BYTES = 8 << 20;

  private final OutputStream out;
  private final Runnable onBroken;
  private final Consumer<Throwable> onDefect;
  private final ReentrantLock output = new ReentrantLock();

  private final ReentrantLock posting = new ReentrantLock();
  private final Condition changed = posting.newCondition();
  private final Queue<byte[]> posted = new ArrayDeque<>();
  private long postedBytes;
  private @Nullable Thread poster;

  private volatile @Nullable IOException broken;

  /**
   * @param onBroken told once that the output takes nothing more
   * @param onDefect told of what ends the thread that empties the queue
   */
  public Outbox(OutputStream out, Runnable onBroken, Consumer<Throwable> onDefect) {
    this.out = out;
    this.onBroken = onBroken;
    this.onDefect = onDefect;
  }

  @Override
  public Parts begin() {
    // Made before the lock is taken, which nobody would give back if there were no memory for it.
    Parts parts =
        new Parts() {
          @Override
          public void part(byte[] bytes, int length) {
            write(bytes, length);
          }

          @Override
          public void close() {
            output.unlock();
          }
        };
    output.lock();
    return parts;
  }

  @Override
  public void post(byte[] message) {
    posting.lock();
    try {
      while (postedBytes > MOST_POSTED_BYTES && broken == null) {
        changed.awaitUninterruptibly();
      }
      if (poster == null) {
        poster = Thread.ofPlatform().daemon().name("mcp-post").start(this::sendPosted);
      }
      posted.add(message);
      postedBytes += message.length;
      changed.signalAll();
    } finally {
      posting.unlock();
    }
  }

  /** Waits until all that was posted is sent, or until a moment of {@link System#nanoTime}. */
  public void flush(long end) throws InterruptedException {
    posting.lock();
    try {
      long left = end - System.nanoTime();
      while (postedBytes > 0 && broken == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      posting.unlock();
    }
  }

  private void sendPosted() {
    try {
      while (true) {
        byte[] message = nextPosted();
        send(message);
        sent(message);
      }
    } catch (BrokenException ended) {
      sent(new byte[0]); // wakes who waits: nothing more is sent, which onBroken has reported
    } catch (Throwable defect) {
      onDefect.accept(defect);
    }
  }

  private byte[] nextPosted() {
    posting.lock();
    try {
      while (true) {
        byte[] message = posted.poll();
        if (message != null) {
          return message;
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      posting.unlock();
    }
  }

  private void sent(byte[] message) {
    posting.lock();
    try {
      postedBytes -= message.length;
      changed.signalAll();
    } finally {
      posting.unlock();
    }
  }

  private void write(byte[] bytes, int length) {
    IOException earlier = broken;
    if (earlier != null) {
      throw new BrokenException(earlier);
    }
    try {
      out.write(bytes, 0, length);
      out.flush();
    } catch (IOException failure) {
      broken = failure;
      onBroken.run();
      throw new BrokenException(failure);
    }
  }
}

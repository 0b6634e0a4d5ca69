package quire.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An output that collects lines. It takes a write in small steps with others let in between, so
 * that two writers without a lock would show; it can be stopped like a pipe that nobody empties,
 * and broken like one whose reader is gone.
 */
final class Wire extends OutputStream {
  private static final int STEP = 16;
  private static final int FEW = 4 << 10;

  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private boolean stopped;
  private boolean broken;
  private long taken;

  BlockingQueue<byte[]> lines() {
    return lines;
  }

  void stop(boolean wanted) {
    lock.lock();
    try {
      stopped = wanted;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void breakDown() {
    lock.lock();
    try {
      broken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int step = length > FEW ? FEW : STEP;
    for (int at = from; at < from + length; at += step) {
      take(bytes, at, Math.min(step, from + length - at));
    }
  }

  private void take(byte[] bytes, int from, int length) throws IOException {
    lock.lock();
    try {
      while (stopped && !broken) {
        changed.awaitUninterruptibly();
      }
      if (broken) {
        throw new IOException("Nobody reads");
      }
      taken += length;
      for (int i = from; i < from + length; i++) {
        if (bytes[i] == '\n') {
          lines.add(line.toByteArray());
          line.reset();
        } else {
          line.write(bytes[i]);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}

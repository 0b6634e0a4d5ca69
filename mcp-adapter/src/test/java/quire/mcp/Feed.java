package quire.mcp;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** An input that a test fills piece by piece; each piece arrives by a read of its own. */
final class Feed extends InputStream {
  private static final byte[] END = new byte[0];
  private static final long PATIENCE_MILLIS = 20_000;

  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private byte[] piece = new byte[0];
  private int offset;
  private boolean ended;
  private boolean hungry;
  private volatile @Nullable Error failure;

  private void say(boolean wanted) {
    synchronized (pieces) {
      hungry = wanted;
      pieces.notifyAll();
    }
  }

  void add(byte[] bytes) {
    if (bytes.length > 0) {
      pieces.add(bytes);
    }
  }

  void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  void end() {
    pieces.add(END);
  }

  /** The next read fails with this. */
  void failWith(Error error) {
    failure = error;
    pieces.add(END);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int at, int wanted) {
    while (offset == piece.length) {
      if (ended && failure != null) {
        throw failure;
      }
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(wanted, piece.length - offset);
    System.arraycopy(piece, offset, target, at, count);
    offset += count;
    return count;
  }

  /** Waits until everything added so far has been read, and worked on, and more is asked for. */
  void awaitAllRead() throws InterruptedException {
    synchronized (pieces) {
      while (!hungry || !pieces.isEmpty()) {
        pieces.wait(PATIENCE_MILLIS);
      }
    }
  }

  private void next() {
    try {
      say(true);
      piece = pieces.take();
      say(false);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      piece = END;
    }
    offset = 0;
    ended = piece.length == 0;
  }
}

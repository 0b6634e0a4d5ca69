package quire.http.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import quire.http.engine.Engine.Call;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.ProtocolException;

/**
 * Takes the one answer to a request, whole, before its first byte leaves: a client that does not
 * read holds neither the store nor a thread that carries out calls. A large one waits in a file.
 */
final class HttpReply implements Channel, AutoCloseable {
  private static final int HELD = 256 << 10;

  private final LargeAnswers large;
  private final CountDownLatch done = new CountDownLatch(1);
  private ByteArrayOutputStream held = new ByteArrayOutputStream(512);
  private LargeAnswers.@Nullable Answer file;
  private @Nullable IOException broken;
  private int error;
  private boolean whole;
  private boolean closed;

  HttpReply(LargeAnswers large) {
    this.large = large;
  }

  @Override
  public void post(byte[] message) {
    try (Parts parts = begin()) {
      parts.part(message, message.length);
    }
  }

  @Override
  public void refuse(byte[] message, ProtocolException refusal) {
    synchronized (this) {
      error = refusal.code();
    }
    post(message);
  }

  @Override
  public Parts begin() {
    return new Parts() {
      @Override
      public void part(byte[] bytes, int length) {
        add(bytes, length);
      }

      @Override
      public void close() {
        complete();
      }
    };
  }

  @Override
  public void answered() {
    done.countDown();
  }

  /** Waits until there is an answer, or until it is certain that there will be none. */
  void await() throws InterruptedException {
    done.await();
  }

  /** {@return whether there is an answer} */
  synchronized boolean isThere() {
    return whole;
  }

  /** {@return the code of the answer if it is an error, else 0} */
  synchronized int error() {
    return error;
  }

  /** {@return why the answer could not be kept, null if it could} */
  synchronized @Nullable IOException broken() {
    return broken;
  }

  /** Sends the answer. */
  synchronized void send(Call call, int status) throws IOException {
    if (file != null) {
      call.answer(status, "application/json", file.length(), file.read());
    } else {
      call.answer(status, "application/json", held.toByteArray());
    }
  }

  private synchronized void add(byte[] bytes, int length) {
    if (closed || whole || broken != null) {
      throw new BrokenException(new IOException("Nobody takes this answer any more"));
    }
    try {
      if (file == null && held.size() + length > HELD) {
        file = large.begin();
        file.write(held.toByteArray(), held.size());
        held = new ByteArrayOutputStream(0);
      }
      if (file == null) {
        held.write(bytes, 0, length);
      } else {
        file.write(bytes, length);
      }
    } catch (IOException failure) {
      broken = failure;
      throw new BrokenException(failure);
    }
  }

  private synchronized void complete() {
    whole = broken == null;
    done.countDown();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (file != null) {
      file.close();
    }
  }
}

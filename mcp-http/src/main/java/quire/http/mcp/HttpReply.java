package quire.http.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import quire.api.StoreInterruptedException;
import quire.http.engine.Engine.Call;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.ProtocolException;

/**
 * Takes the one answer to a request, whole, before its first byte leaves: a client that does not
 * read holds neither the store nor a thread that carries out calls. A large one waits in a file.
 * What is sent before it makes it the last event of a stream.
 */
final class HttpReply implements Channel, AutoCloseable {
  private static final int HELD = 256 << 10;

  /** Of an answer in a file, so much is in memory while it is sent as an event. */
  private static final int PIECE = 64 << 10;

  private final LargeAnswers large;
  private final boolean takesEvents;
  private final CountDownLatch done = new CountDownLatch(1);
  private ByteArrayOutputStream held = new ByteArrayOutputStream(512);
  private LargeAnswers.@Nullable Answer file;
  private @Nullable IOException broken;
  private int error;
  private boolean begun;
  private boolean whole;
  private boolean closed;
  private volatile boolean streaming;

  /**
   * @param takesEvents whether the client accepts a stream; without, it gets the answer alone
   */
  HttpReply(LargeAnswers large, boolean takesEvents) {
    this.large = large;
    this.takesEvents = takesEvents;
  }

  /**
   * Waits while very much is left unsent: until the call's deadline if it may be stopped, else
   * until its reader is cut off.
   */
  @Override
  public synchronized void send(byte[] message) {
    if (!takesEvents) {
      return;
    }
    try {
      while (mayStream() && held.size() > HELD) {
        wait();
      }
    } catch (InterruptedException stopped) {
      throw new StoreInterruptedException("The call was ended while its client did not read");
    }
    if (!mayStream()) {
      throw nobody();
    }
    streaming = true;
    held.writeBytes(UpdateStream.event(message));
    done.countDown();
    notifyAll();
  }

  private boolean mayStream() {
    return !begun && !closed && (streaming || done.getCount() > 0);
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
  public synchronized void answered() {
    done.countDown();
    if (streaming) {
      closed = true;
      notifyAll();
    }
  }

  /**
   * Waits until there is something to send, or until it is certain that there will be nothing.
   *
   * @return whether it is the beginning of a stream
   */
  boolean await() throws InterruptedException {
    done.await();
    return streaming;
  }

  /** {@return what is to be sent of a stream before the answer; nothing once that can be sent} */
  synchronized byte[] early() throws InterruptedException {
    while (!whole && !closed && broken == null && (begun || held.size() == 0)) {
      wait();
    }
    if (begun) {
      return new byte[0];
    }
    byte[] events = held.toByteArray();
    held.reset();
    notifyAll();
    return events;
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

  /**
   * Sends the answer, which is there; the status of a stream has left before. What is there does
   * not change, so no lock is held: the call's thread would wait for it while nobody reads.
   */
  void send(Call call, int status) throws IOException {
    if (streaming) {
      sendLast(call);
    } else if (file != null) {
      call.answer(status, "application/json", file.length(), file.read());
    } else {
      call.answer(status, "application/json", held.toByteArray());
    }
  }

  private void sendLast(Call call) throws IOException {
    if (file == null) {
      call.send(held.toByteArray());
    } else {
      InputStream in = file.read();
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        call.send(piece);
      }
    }
    call.send(new byte[] {'\n'}); // the message has ended its line
  }

  private synchronized void add(byte[] bytes, int length) {
    if (closed || whole || broken != null) {
      throw nobody();
    }
    if (!begun && streaming) {
      held.writeBytes(UpdateStream.MESSAGE.getBytes(StandardCharsets.UTF_8));
    }
    begun = true;
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

  private static BrokenException nobody() {
    return new BrokenException(new IOException("Nobody takes this answer any more"));
  }

  private synchronized void complete() {
    whole = broken == null;
    done.countDown();
    if (streaming) {
      notifyAll();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (streaming) {
      notifyAll();
    }
    if (file != null) {
      file.close();
    }
  }
}

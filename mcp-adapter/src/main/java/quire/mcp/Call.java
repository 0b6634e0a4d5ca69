package quire.mcp;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import quire.api.Author;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.mcp.Channel.BrokenException;
import quire.mcp.Channel.Parts;
import quire.mcp.Message.Request;

/** One request while it is carried out on its own thread. */
final class Call implements Runnable {
  private final Service service;
  private final Channel channel;
  private final Request request;
  private final Caller caller;
  private final Work work;
  private final boolean writes;

  private volatile boolean cancelled;
  private boolean stoppable;
  private @Nullable Thread thread;
  private @Nullable Parts parts;

  Call(
      Service service, Channel channel, Request request, Caller caller, Work work, boolean writes) {
    this.service = service;
    this.channel = channel;
    this.request = request;
    this.caller = caller;
    this.work = work;
    this.writes = writes;
  }

  @Override
  public void run() {
    try {
      if (!cancelled) {
        answer();
      }
    } catch (BrokenException gone) {
      // Reported once, by the channel; there is nobody left to answer.
    }
  }

  Request request() {
    return request;
  }

  Set<String> clientCapabilities() {
    return caller.capabilities();
  }

  /** Sends a message that belongs to this call, before its answer. */
  void send(byte[] message) {
    channel.send(message);
  }

  ServerLimits limits() {
    return service.limits();
  }

  /** {@return the store, opened if it was not yet} From here on a reading call can be stopped. */
  MemoryStore store() {
    MemoryStore store = service.setup().store().get();
    synchronized (this) {
      thread = Thread.currentThread();
      stoppable = !writes;
    }
    checkCancelled();
    return store;
  }

  Author author() {
    return new Author(caller.client().name(), service.setup().session());
  }

  /**
   * Suppresses the answer, and stops the call if it only reads: a write that has begun is finished.
   */
  synchronized void cancel() {
    cancelled = true;
    if (stoppable && thread != null) {
      thread.interrupt();
    }
  }

  boolean cancelled() {
    return cancelled;
  }

  void checkCancelled() {
    if (cancelled) {
      throw new StoreInterruptedException("The client cancelled the call");
    }
  }

  /** {@return what to tell the client about a failure in the middle of its answer} */
  String describe(RuntimeException failure) {
    if (failure instanceof StoreException known) {
      return String.valueOf(known.getMessage());
    }
    service.setup().log().defect(request.method(), failure);
    return "Internal error";
  }

  private void answer() {
    try (AnswerRoom.Place place = service.room().place()) {
      MessageBytes bytes = new MessageBytes(service.limits().answerBytes(), outlet(place));
      if (write(bytes) && (bytes.streaming() || mayAnswer())) {
        bytes.flush();
      }
    } finally {
      if (parts != null) {
        parts.close();
      }
    }
  }

  private MessageBytes.Outlet outlet(AnswerRoom.Place place) {
    return new MessageBytes.Outlet() {
      @Override
      public void part(byte[] bytes, int length) {
        send(bytes, length);
      }

      @Override
      public boolean holds(int bytes) {
        return place.holds(bytes);
      }

      @Override
      public byte[] buffer(int bytes) {
        return place.buffer(bytes);
      }
    };
  }

  private boolean write(MessageBytes bytes) {
    try {
      Result result = work.answer(this);
      if (result == null) {
        return false;
      }
      result(bytes, result);
    } catch (InvalidInputException | StoreException failed) {
      refuse(bytes, String.valueOf(failed.getMessage()));
    } catch (ProtocolException refused) {
      error(bytes, refused);
    } catch (BrokenException gone) {
      throw gone;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      service.setup().log().defect(request.method(), defect);
      error(bytes, ProtocolException.of(ProtocolException.INTERNAL_ERROR, "Internal error"));
    }
    return true;
  }

  private void refuse(MessageBytes bytes, String message) {
    bytes.clear();
    try {
      result(bytes, work.failure(message));
    } catch (ProtocolException refused) {
      error(bytes, refused);
    }
  }

  private void result(MessageBytes bytes, Result result) {
    Envelope.result(new JsonWriter(bytes), request.id(), caller, service.identity(), result);
  }

  private void error(MessageBytes bytes, ProtocolException error) {
    bytes.clear();
    Envelope.error(new JsonWriter(bytes), request.id(), error);
  }

  /** Sends a part of the answer; from the first one on the answer can no longer be suppressed. */
  private void send(byte[] bytes, int length) {
    if (parts == null) {
      if (!mayAnswer()) {
        throw new StoreInterruptedException("The client cancelled the call");
      }
      parts = channel.begin();
    }
    parts.part(bytes, length);
  }

  private synchronized boolean mayAnswer() {
    stoppable = false;
    Thread.interrupted(); // what would stop the store must not disturb the output
    return !cancelled;
  }
}

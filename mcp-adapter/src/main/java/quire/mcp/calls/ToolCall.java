package quire.mcp.calls;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.Author;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.spi.CodedFailure;
import quire.mcp.catalog.Operation;
import quire.mcp.catalog.Service;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.AnswerBuffers;
import quire.mcp.json.Ignored;
import quire.mcp.json.InvalidInputException;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Channel.BrokenException;
import quire.mcp.protocol.Channel.Parts;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/**
 * One request that needs the store, mostly the call of a tool: from its arguments to its answer, on
 * one thread.
 */
final class ToolCall<A> implements Runnable, ToolContext.Cancellation {
  private final Service service;
  private final Audience audience;
  private final Exchange exchange;
  private final Operation<A> operation;
  private final String kind;

  private final Ignored ignored = new Ignored();
  private final long begun = System.nanoTime();

  private volatile boolean cancelled;

  /** Why the call is ended before it is done; empty as long as it is not. */
  private volatile String end = "";

  private boolean running;
  private boolean written;
  private boolean answering;
  private boolean answeredInPlace;

  /** Whether no more is sent of the answer than what makes its message whole. */
  private boolean closing;

  private boolean stoppable;
  private @Nullable Thread thread;
  private @Nullable Parts parts;

  ToolCall(Service service, Audience audience, Exchange exchange, Operation<A> operation) {
    this.service = service;
    this.audience = audience;
    this.exchange = exchange;
    this.operation = operation;
    this.kind = operation.kind();
  }

  RequestId id() {
    return exchange.id();
  }

  String kind() {
    return kind;
  }

  int length() {
    return exchange.request().length();
  }

  /** Carries out the request and answers it, whatever is thrown meanwhile. */
  @Override
  public void run() {
    service.idle().callBegins();
    try {
      if (!cancelled && mayRun()) {
        answer();
      }
    } catch (BrokenException gone) {
      // Reported once, by the channel; there is nobody left to answer.
    } finally {
      service.idle().callEnds();
    }
    exchange.replies().answered();
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

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public void check() {
    if (!end.isEmpty()) {
      throw new StoreInterruptedException(end);
    }
    if (cancelled) {
      throw new StoreInterruptedException("The client cancelled the call");
    }
  }

  /**
   * Ends a call that takes longer than the deadline: one that reads, and one that writes and still
   * waits for its turn. What has not stopped by the next look is answered in its place, since what
   * hangs in the system hears no interrupt. An answer that has begun is closed with the next part,
   * for as long as it is sent no other one can be.
   */
  void endIfLate(long now) {
    if (now - begun >= service.limits().deadline().toNanos()) {
      end(lateness());
    }
  }

  /** Ends a call in the same way, so that others get the memory. */
  void endForMemory() {
    end(
        "The server had too little memory to go on with the call, and nothing was changed. Ask for"
            + " less at once");
  }

  private void end(String reason) {
    if (mayAnswerInPlace()) {
      MessageBytes bytes = MessageBytes.unlimited();
      refuse(bytes, end, Optional.empty());
      exchange.replies().post(bytes.copy(0, bytes.position()));
    }
    stop(reason);
  }

  /** A write that has begun is finished. */
  private synchronized void stop(String reason) {
    if (end.isEmpty() && (kind.isEmpty() || !running)) {
      end = reason;
    }
    if (stoppable && thread != null) {
      thread.interrupt();
    }
  }

  /** {@return whether the call is still wanted when its turn has come} */
  private synchronized boolean mayRun() {
    running = kind.isEmpty() || end.isEmpty();
    return running || !answeredInPlace;
  }

  private String lateness() {
    return "The call took longer than %d s and was ended; nothing was changed. Ask for less at once, or"
            .formatted(service.limits().deadline().toSeconds())
        + " let quire doctor look at the store";
  }

  private void answer() {
    try (AnswerBuffers.Place place = service.buffers().place()) {
      MessageBytes bytes = new MessageBytes(service.limits().answerBytes(), outlet(place));
      if (write(bytes, place) && (bytes.streaming() || mayAnswer())) {
        closing = true;
        bytes.flush();
      }
    } finally {
      if (parts != null) {
        parts.close();
      }
    }
  }

  private MessageBytes.Outlet outlet(AnswerBuffers.Place place) {
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

  /** {@return whether there is an answer to send, or to finish sending} */
  private boolean write(MessageBytes bytes, AnswerBuffers.Place place) {
    try {
      Result result = result(place);
      if (result == null) {
        return false;
      }
      JsonWriter json = new JsonWriter(bytes);
      json.remarks(this::remarks);
      Envelope.result(json, head(), result, this::describe);
    } catch (InvalidInputException | StoreException failed) {
      if (!end.isEmpty()) {
        refuse(bytes, end, Optional.empty());
      } else {
        refuse(bytes, String.valueOf(failed.getMessage()), CodedFailure.of(failed));
      }
    } catch (ProtocolException refused) {
      error(bytes, refused);
    } catch (BrokenException gone) {
      throw gone;
    } catch (Throwable defect) {
      if (bytes.streaming()) {
        throw defect; // half a message has left, and nothing makes it whole: the server ends
      }
      error(bytes, ProtocolException.of(ProtocolException.INTERNAL_ERROR, describe(defect)));
    }
    return true;
  }

  /** {@return what is said beside the result} */
  private List<String> remarks() {
    List<String> untold = kind.isEmpty() ? service.remarks().untold() : List.of();
    if (ignored.count() == 0) {
      return untold;
    }
    List<String> all = new ArrayList<>(untold);
    all.add("Not known here, and ignored: " + String.join(", ", ignored.paths()));
    return all;
  }

  private @Nullable Result result(AnswerBuffers.Place place) throws InvalidInputException {
    A arguments = operation.arguments(exchange.params(), ignored);
    MemoryStore store = open();
    if (operation.walks()) {
      awaitWalk(place);
    }
    Author author = new Author(exchange.caller().client().name(), service.session());
    Result result =
        operation.call(
            arguments,
            new ToolContext(
                store,
                author,
                service.limits(),
                service.answerBytes().getAsInt(),
                service.remarks(),
                this));
    if (!kind.isEmpty()) {
      written = true;
      tellSubscribers(store);
    }
    return result;
  }

  private void awaitWalk(AnswerBuffers.Place place) {
    try {
      place.awaitWalk();
    } catch (InterruptedException stopped) {
      throw new StoreInterruptedException("The call was ended while it waited for its turn");
    }
  }

  /** From here on a reading call can be stopped. */
  private MemoryStore open() {
    MemoryStore store = service.store().get();
    service.idle().uses(store);
    synchronized (this) {
      thread = Thread.currentThread();
      stoppable = kind.isEmpty();
    }
    check();
    return store;
  }

  /**
   * The write is done and answered as such, whatever goes wrong here; the watch tells of it later.
   */
  private void tellSubscribers(MemoryStore store) {
    try {
      audience.refresh(store);
    } catch (StoreException unreachable) {
      service.log().event(Level.DEBUG, "watch-failed", "type", unreachable.getClass());
    } catch (BrokenException gone) {
      throw gone;
    } catch (Throwable defect) {
      service.log().defect("subscriptions", defect);
    }
  }

  /** {@return what to tell the client about a failure} */
  private String describe(Throwable failure) {
    if (failure instanceof StoreException known) {
      return String.valueOf(known.getMessage());
    }
    service.log().defect(exchange.request().method(), failure);
    String what = Defect.describe(failure);
    return written ? "It is stored, but it cannot be told what: " + what : what;
  }

  private void refuse(MessageBytes bytes, String message, Optional<String> code) {
    bytes.clear();
    try {
      Result refusal = operation.refusal(message);
      Envelope.result(
          new JsonWriter(bytes), head(), code.isPresent() ? refusal.because(code.get()) : refusal);
    } catch (ProtocolException refused) {
      error(bytes, refused);
    }
  }

  private void error(MessageBytes bytes, ProtocolException error) {
    bytes.clear();
    Envelope.error(new JsonWriter(bytes), id(), error);
  }

  private Envelope.Head head() {
    return new Envelope.Head(id(), exchange.caller().revision(), service.identity());
  }

  /** Sends a part of the answer; from the first one on the answer can no longer be suppressed. */
  private void send(byte[] bytes, int length) {
    if (parts == null) {
      if (!mayAnswer()) {
        throw new StoreInterruptedException("The client cancelled the call");
      }
      parts = exchange.replies().begin();
    } else if (!end.isEmpty() && !closing) {
      closing = true; // as an error, in a message that is sound
      throw new StoreInterruptedException(end);
    }
    parts.part(bytes, length);
  }

  private synchronized boolean mayAnswer() {
    stoppable = false;
    Thread.interrupted(); // what would stop the store must not disturb the output
    answering = !answeredInPlace && !cancelled;
    return answering;
  }

  /** {@return whether the call is to be answered by the watch over calls, and only by it} */
  private synchronized boolean mayAnswerInPlace() {
    boolean first = !end.isEmpty() && !answering && !answeredInPlace && !cancelled;
    answeredInPlace |= first;
    return first;
  }
}

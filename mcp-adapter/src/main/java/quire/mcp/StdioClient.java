package quire.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.protocol.Input;
import quire.mcp.protocol.Revision;
import quire.mcp.stdio.LineReader;
import tools.jackson.core.JacksonException;

/**
 * A small client of a server that runs as a child process. Safe for use by several threads, each of
 * which may have requests under way.
 */
public final class StdioClient implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int LONGEST_ANSWER = 1 << 30;

  private final Process process;
  private final OutputStream out;
  private final Consumer<String> notifications;
  private final Map<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean ended;

  private StdioClient(Process process, Consumer<String> notifications) {
    this.process = process;
    this.out = process.getOutputStream();
    this.notifications = notifications;
  }

  /** Starts the command, whose standard error goes where the builder sends it. */
  public static StdioClient start(ProcessBuilder command) throws IOException {
    return start(command, method -> {});
  }

  /**
   * Starts the command.
   *
   * @param notifications is given the method of each notification, in the thread that reads
   */
  public static StdioClient start(ProcessBuilder command, Consumer<String> notifications)
      throws IOException {
    StdioClient client = new StdioClient(command.start(), notifications);
    Thread.ofPlatform().daemon().name("mcp-client").start(client::read);
    return client;
  }

  /** Opens the session with the newest revision that has one. */
  public Reply initialize(String name, String version, Duration timeout) {
    Reply reply = await(send("initialize", json -> hello(json, name, version)), timeout);
    send(
        json -> {
          json.beginObject().name("jsonrpc").string("2.0");
          json.name("method").string("notifications/initialized").endObject();
        });
    return reply;
  }

  /** Calls a tool whose arguments are this JSON object, and waits for the answer. */
  public Reply call(String tool, String arguments, Duration timeout) {
    return await(callLater(tool, arguments), timeout);
  }

  /** Calls a tool whose arguments are this JSON object; the answer fails if the server ends. */
  public CompletableFuture<Reply> callLater(String tool, String arguments) {
    return send(
        "tools/call",
        json -> {
          json.beginObject().name("name").string(tool);
          json.name("arguments").copy(arguments.getBytes(StandardCharsets.UTF_8)).endObject();
        });
  }

  /** Sends a request whose params are this JSON object, and waits for the answer. */
  public Reply request(String method, String params, Duration timeout) {
    return await(send(method, json -> json.copy(params.getBytes(StandardCharsets.UTF_8))), timeout);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the server without warning. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Ends the session as clients do: closes the input and gives the server time to end. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException alreadyGone) {
      // The server has ended, which is what is wanted.
    }
    try {
      if (!process.waitFor(GRACE)) {
        process.destroy();
        if (!process.waitFor(GRACE)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void hello(JsonWriter json, String name, String version) {
    json.beginObject().name("protocolVersion").string(Revision.NEWEST_LEGACY.date());
    json.name("capabilities").beginObject().endObject();
    json.name("clientInfo").beginObject().name("name").string(name);
    json.name("version").string(version).endObject().endObject();
  }

  private CompletableFuture<Reply> send(String method, Consumer<JsonWriter> params) {
    long id = lastId.incrementAndGet();
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    if (ended) {
      fail(new IOException("The server has ended"));
    }
    send(
        json -> {
          json.beginObject().name("jsonrpc").string("2.0").name("id").number(id);
          params.accept(json.name("method").string(method).name("params"));
          json.endObject();
        });
    return answer;
  }

  private void send(Consumer<JsonWriter> message) {
    MessageBytes bytes = MessageBytes.unlimited();
    message.accept(new JsonWriter(bytes));
    bytes.put('\n');
    try {
      synchronized (out) {
        out.write(bytes.copy(0, bytes.position()));
        out.flush();
      }
    } catch (IOException gone) {
      fail(gone);
    }
  }

  private Reply await(CompletableFuture<Reply> answer, Duration timeout) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new UncheckedIOException(
          new IOException("Process " + pid() + " did not answer within " + timeout, late));
    } catch (ExecutionException failed) {
      throw new UncheckedIOException(
          new IOException("Process " + pid() + " ended without an answer", failed.getCause()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new IOException("Interrupted while process " + pid() + " was asked", interrupted));
    }
  }

  private void read() {
    try {
      LineReader lines = new LineReader(process.getInputStream(), LONGEST_ANSWER);
      for (Input input = lines.next(); input != null; input = lines.next()) {
        take(input);
      }
      fail(new IOException("The server has ended"));
    } catch (IOException gone) {
      fail(gone);
    }
  }

  private void fail(IOException cause) {
    ended = true;
    waiting.values().forEach(answer -> answer.completeExceptionally(cause));
    waiting.clear();
  }

  private void take(Input input) {
    if (input.kind() != Input.Kind.TEXT) {
      fail(new IOException("The server wrote a line that is no text, or too long"));
      return;
    }
    try {
      Reply reply = new Reply(input.message().toBytes());
      if (reply.at("method") instanceof String method) {
        notifications.accept(method);
      } else if (reply.at("id") instanceof BigDecimal id) {
        CompletableFuture<Reply> answer = waiting.remove(id.longValue());
        if (answer != null) {
          answer.complete(reply);
        }
      }
    } catch (JacksonException broken) {
      fail(new IOException("The server wrote a line that is no message", broken));
    }
  }
}

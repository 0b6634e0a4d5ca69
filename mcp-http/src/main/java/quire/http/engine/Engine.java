package quire.http.engine;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one class that knows which HTTP server works below. It is the JDK's, whose rails are set
 * here; docs/adr/0029-http-on-the-jdks-server.md has what happens without each of them.
 */
public final class Engine implements AutoCloseable {
  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 256;

  /** An answer goes in pieces of this size, each of which has its own time. */
  private static final int PIECE = 64 << 10;

  /** How long a piece of an answer may stay unread. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A stream's reader may be stopped for a while: what it misses costs nothing. */
  private static final Duration PATIENCE_WITH_STREAMS = Duration.ofSeconds(90);

  static {
    // Read once, when the first server is made. Without it a flushed answer waits 40 ms.
    rail("sun.net.httpserver.nodelay", "true");
    // In seconds, whatever its page says: slow senders are cut; an open stream is not.
    rail("sun.net.httpserver.maxReqTime", "20");
    rail("jdk.httpserver.maxConnections", "1200");
    // Clients keep connections for 30 s and do not repeat a POST that meets a closing one.
    rail("sun.net.httpserver.idleInterval", "300");
    rail("sun.net.httpserver.maxIdleConnections", "1200");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final StalledWriters stalled = new StalledWriters();
  private final AtomicInteger open = new AtomicInteger();

  /** Answers requests. */
  public interface Handler {
    /** Answers one request, on a thread of its own. */
    void handle(Call call) throws IOException, InterruptedException;

    /** Is told of what went wrong beside that; the request is ended. */
    void failed(Throwable failure);
  }

  /**
   * Listens from now on; what comes is answered once it is started.
   *
   * @throws IOException if the address cannot be had
   */
  public Engine(InetSocketAddress address, Handler handler) throws IOException {
    server = HttpServer.create(address, BACKLOG);
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, handler));
  }

  private static void rail(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  public void start() {
    server.start();
  }

  /** {@return where it listens; the port is the one that it got} */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** {@return how many requests are being answered, streams included} */
  public int open() {
    return open.get();
  }

  /** Ends every connection, and waits at most a second for requests that are being answered. */
  @Override
  public void close() {
    server.stop(open.get() == 0 ? 0 : 1);
    threads.shutdownNow();
    stalled.close();
  }

  /** Whatever is thrown ends here, or the exchange would count as open for ever. */
  private void handle(HttpExchange exchange, Handler handler) {
    open.incrementAndGet();
    try {
      handler.handle(new Call(exchange));
    } catch (IOException gone) {
      // The client has left, or was cut off; nobody is there to be told.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      handler.failed(failure);
    } finally {
      close(exchange);
      open.decrementAndGet();
    }
  }

  /** Closing sends what is left to send, and may have to wait for it. */
  private void close(HttpExchange exchange) {
    stalled.begin(PATIENCE);
    try {
      exchange.close();
    } finally {
      stalled.end();
    }
  }

  /** One request and its answer. Used by one thread at a time. */
  public final class Call {
    private final HttpExchange exchange;

    private Call(HttpExchange exchange) {
      this.exchange = exchange;
    }

    public String method() {
      return exchange.getRequestMethod();
    }

    /** {@return what stood after the method} */
    public URI target() {
      return exchange.getRequestURI();
    }

    /** {@return each value of a header, in the order in which they came} */
    public List<String> headers(String name) {
      return Optional.ofNullable(exchange.getRequestHeaders().get(name)).orElse(List.of());
    }

    /** {@return the value of a header; empty if it is not there, or there several times} */
    public Optional<String> header(String name) {
      List<String> values = headers(name);
      return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
    }

    public InetAddress from() {
      return exchange.getRemoteAddress().getAddress();
    }

    /** {@return the body, which nothing has been read of} */
    public InputStream body() {
      return exchange.getRequestBody();
    }

    /** Names a header of the answer, before the answer. */
    public Call with(String name, String value) {
      exchange.getResponseHeaders().set(name, value);
      return this;
    }

    /** Ends the connection with this answer, so that nobody waits for a body that is not read. */
    public Call closing() {
      return with("Connection", "close");
    }

    /** Answers with a status alone. */
    public void answer(int status) throws IOException {
      exchange.sendResponseHeaders(status, -1);
    }

    /** Answers with a body that is held. */
    public void answer(int status, String type, byte[] body) throws IOException {
      begin(type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      write(body, body.length, PATIENCE);
      finish();
    }

    /** Answers with a body of this length that is read now. */
    public void answer(int status, String type, long length, InputStream body) throws IOException {
      begin(type);
      exchange.sendResponseHeaders(status, length);
      byte[] piece = new byte[PIECE];
      for (int read = body.read(piece); read > 0; read = body.read(piece)) {
        write(piece, read, PATIENCE);
      }
      finish();
    }

    /** Sends all that is written; closing the exchange would wait for what is still to come. */
    private void finish() throws IOException {
      stalled.begin(PATIENCE);
      try {
        exchange.getResponseBody().close();
      } finally {
        stalled.end();
      }
    }

    /** Begins a stream of events, whose head the client has at once. */
    public void stream() throws IOException {
      begin("text/event-stream");
      with("X-Accel-Buffering", "no");
      exchange.sendResponseHeaders(200, 0);
    }

    /** Sends a piece of a stream. */
    public void send(byte[] piece) throws IOException {
      write(piece, piece.length, PATIENCE_WITH_STREAMS);
      exchange.getResponseBody().flush();
    }

    private void begin(String type) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", type);
      headers.putIfAbsent("Cache-Control", List.of("no-store"));
      headers.set("X-Content-Type-Options", "nosniff");
    }

    private void write(byte[] bytes, int length, Duration patience) throws IOException {
      OutputStream out = exchange.getResponseBody();
      for (int from = 0; from < length; from += PIECE) {
        stalled.begin(patience);
        try {
          out.write(bytes, from, Math.min(PIECE, length - from));
        } finally {
          stalled.end();
        }
      }
    }
  }
}

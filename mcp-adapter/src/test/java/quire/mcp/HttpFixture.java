package quire.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quire.mcp.calls.CallThreads;
import quire.mcp.calls.Dispatcher;
import quire.mcp.catalog.Service;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.MessageSource;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Channel.BrokenException;
import quire.mcp.protocol.Channel.Parts;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.Input;
import quire.mcp.protocol.Message;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Message.Response;
import quire.mcp.protocol.MessageParser;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.RequestMeta;

/**
 * As much of Streamable HTTP as the conformance suite needs: one answer, or a stream of events, for
 * each POST. It shows that a second transport joins the layer as a channel.
 */
final class HttpFixture {
  private static final CallThreads THREADS = new CallThreads(Throwable::printStackTrace);

  private static final Channel NOWHERE =
      new Channel() {
        @Override
        public void post(byte[] message) {
          // there is no stream that belongs to no request
        }

        @Override
        public Parts begin() {
          return new Parts() {
            @Override
            public void part(byte[] bytes, int length) {
              // as above
            }

            @Override
            public void close() {
              // nothing is open
            }
          };
        }
      };

  private final Service service;

  /** A connection of the legacy revisions, and what its client said that it can do. */
  private record Session(Dispatcher dispatcher, Set<String> capabilities) {}

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  HttpFixture(Service service) {
    this.service = service;
  }

  void serve(int port) throws IOException {
    try (ServerSocket server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> exchange(socket));
      }
    }
  }

  private void exchange(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Exchange exchange = Exchange.read(in, socket.getOutputStream());
      answer(exchange, in);
    } catch (IOException gone) {
      service.log().event(System.Logger.Level.DEBUG, "exchange-broken");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Exchange exchange, InputStream in) throws IOException, InterruptedException {
    if (!exchange.local()) {
      exchange.status(403);
    } else if (exchange.method().equals("DELETE")) {
      exchange.status(sessions.remove(exchange.header("mcp-session-id")) == null ? 404 : 200);
    } else if (!exchange.method().equals("POST")) {
      exchange.status(405);
    } else {
      Message message = MessageParser.parse(exchange.body());
      if (message instanceof Request request) {
        request(exchange, request, in);
      } else {
        other(exchange, message);
      }
    }
  }

  private void other(Exchange exchange, Message message) throws IOException {
    Session session = sessions.get(exchange.header("mcp-session-id"));
    if (message instanceof Response response) {
      FixtureCall.response(response);
    }
    if (message instanceof Message.Malformed || message instanceof Message.Batch) {
      exchange.status(400);
      return;
    }
    Runnable task =
        session == null ? null : session.dispatcher().accept(Input.text(exchange.body()));
    if (task != null) {
      task.run();
    }
    exchange.status(202);
  }

  private void request(Exchange exchange, Request request, InputStream in)
      throws IOException, InterruptedException {
    String version = modernVersion(exchange, request);
    String mismatch = version == null ? null : exchange.mismatch(request, version);
    if (mismatch != null) {
      HttpReply reply = new HttpReply(exchange, true);
      error(reply, request, ProtocolException.of(-32020, "Header mismatch: " + mismatch));
      return;
    }
    HttpReply reply = new HttpReply(exchange, version != null);
    Session session = session(exchange, request, version != null, reply);
    if (session == null) {
      exchange.status(exchange.header("mcp-session-id").isEmpty() ? 400 : 404);
      return;
    }
    if (version == null && request.method().equals("logging/setLevel")) {
      reply.post(
          "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}\n"
              .formatted(
                  request.id().number() ? request.id().text() : "\"" + request.id().text() + "\"")
              .getBytes(StandardCharsets.UTF_8));
      return;
    }
    Runnable task = session.dispatcher().request(request, reply);
    if (task != null) {
      FixtureCall call = new FixtureCall(request, reply, session.capabilities());
      ScopedValue.where(FixtureCall.CURRENT, call).run(task);
    }
    if (!reply.ended().await(30, TimeUnit.SECONDS)) {
      return;
    }
    if (version != null && request.method().equals("subscriptions/listen") && reply.streaming()) {
      while (in.read() >= 0) {
        // the client ends the stream by closing it
      }
      session.dispatcher().finish(System.nanoTime() + service.limits().drain().toNanos());
    }
  }

  private @Nullable Session session(
      Exchange exchange, Request request, boolean modern, HttpReply reply) {
    if (modern) {
      return new Session(new Dispatcher(service, reply, THREADS), capabilities(request.params()));
    }
    if (request.method().equals("initialize")) {
      Session session =
          new Session(
              new Dispatcher(service, NOWHERE, THREADS),
              request.params().optional("capabilities", Schemas.NAMES).orElse(Set.of()));
      String id = UUID.randomUUID().toString();
      sessions.put(id, session);
      exchange.answerHeader("Mcp-Session-Id: " + id);
      return session;
    }
    return sessions.get(exchange.header("mcp-session-id"));
  }

  private static Set<String> capabilities(Params params) {
    try {
      Set<String> named = RequestMeta.of(params).capabilities();
      return named == null ? Set.of() : named;
    } catch (ProtocolException malformed) {
      return Set.of(); // the layer says what is wrong with it
    }
  }

  /** {@return the version that a request of the modern era names, null for one of another era} */
  private static @Nullable String modernVersion(Exchange exchange, Request request) {
    String header = exchange.header("mcp-protocol-version");
    String inBody = null;
    try {
      inBody = RequestMeta.of(request.params()).version();
    } catch (ProtocolException malformed) {
      // the layer says what is wrong with it
    }
    return inBody != null ? inBody : header.compareTo("2026") >= 0 ? "" : null;
  }

  private static void error(Channel reply, Request request, ProtocolException error) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.error(new JsonWriter(bytes), request.id(), error);
    reply.post(bytes.copy(0, bytes.position()));
  }

  /** One request of HTTP and the place for its answer. */
  record Exchange(
      String method,
      Map<String, String> headers,
      MessageSource body,
      OutputStream out,
      StringBuilder more) {
    static Exchange read(InputStream in, OutputStream out) throws IOException {
      String[] first = line(in).split(" ");
      Map<String, String> headers = new HashMap<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      return new Exchange(
          first[0], headers, MessageSource.of(in.readNBytes(length)), out, new StringBuilder());
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    void answerHeader(String line) {
      more.append(line).append("\r\n");
    }

    boolean local() {
      String origin = header("origin");
      return localHost(header("host"))
          && (origin.isEmpty() || localHost(origin.replaceFirst("^https?://", "")));
    }

    /** {@return what in the headers is not as in the body, null if all is} */
    @Nullable String mismatch(Request request, String version) {
      if (!header("mcp-protocol-version").equals(version) && !version.isEmpty()) {
        return "MCP-Protocol-Version";
      }
      if (!header("mcp-method").equals(request.method())) {
        return "Mcp-Method";
      }
      Optional<String> name =
          switch (request.method()) {
            case "tools/call", "prompts/get" -> request.params().optional("name", Schemas.TEXT);
            case "resources/read" -> request.params().optional("uri", Schemas.TEXT);
            default -> Optional.empty();
          };
      return name.isPresent() && !header("mcp-name").equals(name.get()) ? "Mcp-Name" : null;
    }

    void status(int status) throws IOException {
      head(status, "Content-Length: 0");
    }

    void head(int status, String headers) throws IOException {
      String head =
          "HTTP/1.1 %d x\r\nConnection: close\r\n%s%s\r\n\r\n".formatted(status, more, headers);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    private static boolean localHost(String host) {
      return host.replaceFirst(":\\d+$", "").matches("localhost|127\\.0\\.0\\.1|\\[::1]");
    }

    private static String line(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(StandardCharsets.US_ASCII);
    }
  }

  /** Sends the messages of one request: a sole answer as it is, else all of them as events. */
  private static final class HttpReply implements Channel {
    private final Exchange exchange;
    private final boolean modern;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean streaming;

    HttpReply(Exchange exchange, boolean modern) {
      this.exchange = exchange;
      this.modern = modern;
    }

    CountDownLatch ended() {
      return ended;
    }

    @Override
    public void answered() {
      ended.countDown();
    }

    synchronized boolean streaming() {
      return streaming;
    }

    @Override
    public synchronized void post(byte[] answer) {
      try {
        // The suite's server declares logging, which the product does not.
        String text =
            new String(answer, StandardCharsets.UTF_8)
                .replace("\"completions\":{}", "\"completions\":{},\"logging\":{}");
        byte[] message = modern ? answer : text.getBytes(StandardCharsets.UTF_8);
        if (!streaming && new Reply(message).at("method") != null) {
          streaming = true;
          exchange.head(200, "Content-Type: text/event-stream\r\nX-Accel-Buffering: no");
        }
        if (streaming) {
          exchange.out().write(("data: " + text + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
          exchange.head(
              status(new Reply(message)),
              "Content-Type: application/json\r\nContent-Length: " + message.length);
          exchange.out().write(message);
        }
        exchange.out().flush();
      } catch (IOException gone) {
        throw new BrokenException(gone);
      }
    }

    @Override
    public Parts begin() {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      return new Parts() {
        @Override
        public void part(byte[] bytes, int length) {
          message.write(bytes, 0, length);
        }

        @Override
        public void close() {
          post(message.toByteArray());
        }
      };
    }

    private int status(Reply reply) {
      String code = String.valueOf(reply.at("error", "code"));
      return switch (code) {
        case "-32601" -> modern ? 404 : 200;
        case "-32020", "-32021", "-32022" -> 400;
        case "-32602" -> modern && reply.text().contains("_meta") ? 400 : 200;
        default -> 200;
      };
    }
  }
}

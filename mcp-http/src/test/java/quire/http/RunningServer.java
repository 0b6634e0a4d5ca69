package quire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import quire.api.MemoryStore;
import quire.http.access.AccessTokens;
import quire.mcp.ServerSetup;
import quire.mcp.catalog.Service;

/** A shared server over a store, and a client of it. */
final class RunningServer implements AutoCloseable {
  static final String HELLO =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
      """;

  private static final long PATIENCE_SECONDS = 20;

  private final SharedServer server;
  private final AccessTokens tokens;
  private final String token;
  private final Thread serving;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningServer(SharedServer server, AccessTokens tokens, String token) {
    this.server = server;
    this.tokens = tokens;
    this.token = token;
    this.serving = Thread.ofPlatform().daemon().start(this::serve);
  }

  /** {@return a server at any port whose files are in this folder} */
  static RunningServer start(MemoryStore store, Path folder) throws IOException {
    return start(store, folder, 0);
  }

  static RunningServer start(MemoryStore store, Path folder, int port) throws IOException {
    AccessTokens tokens = new AccessTokens(folder.resolve("token"));
    tokens.makeFirst();
    ServerSetup setup =
        new ServerSetup(
            "1",
            () -> store,
            "test",
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Level.ERROR,
            (name, version) -> {});
    HttpSetup http = http(port, List.of(), tokens, folder);
    return new RunningServer(new SharedServer(setup, http), tokens, tokens.first());
  }

  /** {@return a server as the conformance suite wants it, which has these names as well} */
  static RunningServer fixture(Service service, Path folder, List<String> names)
      throws IOException {
    AccessTokens tokens = new AccessTokens(folder.resolve("token"));
    tokens.makeFirst();
    SharedServer server =
        new SharedServer(
            service, new FixtureIntake(service.identity()), http(0, names, tokens, folder));
    return new RunningServer(server, tokens, tokens.first());
  }

  private static HttpSetup http(int port, List<String> names, AccessTokens tokens, Path folder) {
    return new HttpSetup(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        names,
        false,
        tokens.file(),
        folder.resolve("http"),
        () -> "[]",
        () -> Optional.of("[{\"check\":\"store\",\"verdict\":\"OK\",\"finding\":\"fine\"}]"));
  }

  private void serve() {
    try {
      server.serve();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  URI address() {
    return URI.create(server.address());
  }

  int port() {
    return address().getPort();
  }

  AccessTokens tokens() {
    return tokens;
  }

  String token() {
    return token;
  }

  /** {@return a request with the headers that every client sends, and these in addition} */
  HttpRequest.Builder request(String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address())
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json, text/event-stream")
            .header("Content-Type", "application/json");
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(interrupted));
    }
  }

  HttpResponse<String> post(String body, String... headers) {
    return send(request(headers).POST(BodyPublishers.ofString(body)).build());
  }

  /** {@return the headers of a new session of this revision} */
  String[] session(String revision) {
    HttpResponse<String> hello = post(HELLO.formatted(revision));
    assertThat(hello.statusCode()).as(hello.body()).isEqualTo(200);
    return new String[] {
      "Mcp-Session-Id",
      hello.headers().firstValue("Mcp-Session-Id").orElseThrow(),
      "MCP-Protocol-Version",
      revision
    };
  }

  static String call(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(tool, arguments);
  }

  static String create(String name) {
    return call(
        "create_entities",
        "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
            .formatted(name));
  }

  static String subscribe(String uri) {
    return "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"%s\"}}"
        .formatted(uri);
  }

  /** A stream of events as it comes. */
  static final class Events implements AutoCloseable {
    private final InputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Events(InputStream in) {
      this.in = in;
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
        }
      } catch (IOException closed) {
        // by the test
      }
      lines.add("END");
    }

    /** {@return the next line with this beginning; lines before it are passed over} */
    String next(String beginning) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (true) {
        String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(line).as("a line that begins with %s", beginning).isNotNull();
        if (line.startsWith(beginning)) {
          return line;
        }
        assertThat(line).as("instead of " + beginning).isNotEqualTo("END");
      }
    }

    /** {@return what has come and was not looked at} */
    List<String> left() {
      return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  Events events(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new Events(response.body());
  }

  /** Opens the stream of a session. */
  Events stream(String... headers) throws IOException, InterruptedException {
    return events(request(headers).GET().build());
  }

  /** {@return what comes back for these bytes within the time, the connection left open} */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[4_096];
      int count = socket.getInputStream().read(answer);
      return count < 0 ? "" : new String(answer, 0, count, StandardCharsets.UTF_8);
    }
  }

  /** Ends the server and keeps the client. */
  void end() {
    server.close();
  }

  @Override
  public void close() {
    end();
    try {
      serving.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}

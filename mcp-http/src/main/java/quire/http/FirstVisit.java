package quire.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import quire.http.api.ApiEndpoint;
import quire.mcp.json.JsonTree;

/**
 * Opens the page once as a browser does, as soon as somebody has a link to it. What runs for the
 * first time in a process takes many times as long; the browser that is about to come meets nothing
 * of that kind.
 */
final class FirstVisit {
  /** What a browser asks for before the first figures. */
  private static final List<String> FILES =
      List.of("/", "/style.css", "/icon.svg", "/server.js", "/dom.js", "/overview.js", "/app.js");

  /** Nobody waits for the answers, and a server that is busy for so long needs no such visit. */
  private static final int PATIENCE_MS = 5_000;

  private final Supplier<URI> server;
  private final Supplier<String> code;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * @param server where the page is, once it is served
   * @param code makes a code that lets a page in
   */
  FirstVisit(Supplier<URI> server, Supplier<String> code) {
    this.server = server;
    this.code = code;
  }

  /** Begins it on a thread of its own, if it is the first one. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("first-visit").start(this::carryOut);
    }
  }

  private void carryOut() {
    try {
      for (String file : FILES) {
        ask("GET", file, "Accept-Encoding: gzip\r\n", "");
      }
      String login = "{\"code\":\"%s\"}".formatted(code.get());
      byte[] answer =
          ask("POST", ApiEndpoint.LOGIN, "Content-Type: application/json\r\n", login)
              .getBytes(StandardCharsets.UTF_8);
      if (JsonTree.at(JsonTree.parse(answer), "token") instanceof String token) {
        ask("GET", ApiEndpoint.FIRST, "Authorization: Bearer %s\r\n".formatted(token), "");
      }
    } catch (IOException | RuntimeException refused) {
      // Whoever comes meets what this has met, and is told.
    }
  }

  /**
   * {@return the body of the answer} By hand, since Java's client lets nobody choose the Host, and
   * the address that a server is bound to need not be a name that it answers to.
   */
  private String ask(String method, String path, String headers, String body) throws IOException {
    URI address = server.get();
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MS);
      OutputStream out = socket.getOutputStream();
      out.write(
          "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
              .formatted(method, path, address.getPort(), headers, body.length(), body)
              .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }
}

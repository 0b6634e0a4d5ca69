package quire.process.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a page of another site would send to a server of this machine; none may be served. */
final class ForgedRequest {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int STATUS_LINE = 15;

  private ForgedRequest() {}

  /** {@return the status that the server gives to a request with these header lines} */
  static int status(URI server, String host, String headers) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
              .formatted(server.getRawPath(), host, headers);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String line =
          new String(socket.getInputStream().readNBytes(STATUS_LINE), StandardCharsets.US_ASCII);
      if (!line.matches("HTTP/1\\.1 \\d{3}.*")) {
        throw new IOException("it does not answer as an HTTP server does");
      }
      return Integer.parseInt(line.substring(9, 12));
    }
  }
}

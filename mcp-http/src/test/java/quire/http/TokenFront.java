package quire.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Puts a token into each request on its way, for a client that cannot; all else is passed on. */
final class TokenFront {
  private static final String LENGTH = "content-length:";

  private final int server;
  private final String header;

  /**
   * @param server the port of the server that wants the token
   */
  TokenFront(int server, String token) {
    this.server = server;
    this.header = "Authorization: Bearer " + token + "\r\n";
  }

  /** Takes requests at a port until the process is ended. */
  void serve(int port) throws IOException {
    try (ServerSocket front = new ServerSocket(port, 100, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket client = front.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
      Thread.ofVirtual().start(() -> answers(behind, client));
      requests(client.getInputStream(), behind.getOutputStream());
    } catch (IOException gone) {
      // The one side has closed, and now both have.
    }
  }

  private static void answers(Socket behind, Socket client) {
    try (client) {
      behind.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException gone) {
      // as above
    }
  }

  private void requests(InputStream in, OutputStream out) throws IOException {
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      StringBuilder head = new StringBuilder(line).append(header);
      int length = 0;
      do {
        line = line(in);
        head.append(line);
        if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
          length = Integer.parseInt(line.substring(LENGTH.length()).strip());
        }
      } while (!line.isBlank());
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(in.readNBytes(length));
      out.flush();
    }
  }

  /** {@return a line with its end; empty where there is none} */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = b == '\n' ? -1 : in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}

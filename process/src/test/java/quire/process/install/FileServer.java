package quire.process.install;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Serves the files of one folder over HTTP on the loopback address. */
final class FileServer implements AutoCloseable {
  private final Path folder;
  private final ServerSocket socket;
  private volatile String cutOff = "";
  private volatile String endless = "";
  private final Map<String, String> redirects = new ConcurrentHashMap<>();

  FileServer(Path folder) throws IOException {
    this.folder = folder;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::run);
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  /** From now on this file's answer ends in the middle. */
  void cutOff(String file) {
    cutOff = file;
  }

  /** From now on this file's answer does not end. */
  void endless(String file) {
    endless = file;
  }

  /** From now on who asks for this file is sent elsewhere. */
  void redirect(String file, String location) {
    redirects.put(file, location);
  }

  void whole() {
    cutOff = "";
  }

  private void run() {
    while (!socket.isClosed()) {
      try (Socket caller = socket.accept()) {
        answer(caller);
      } catch (IOException failure) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(failure);
        }
      }
    }
  }

  private void answer(Socket caller) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) caller.getInputStream().read());
    }
    String name = request.substring(request.indexOf("/") + 1, request.indexOf(" HTTP/"));
    OutputStream out = caller.getOutputStream();
    String elsewhere = redirects.get(name);
    if (elsewhere != null) {
      out.write(
          ("HTTP/1.0 302 Found\r\nLocation: " + elsewhere + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      return;
    }
    if (name.equals(endless)) {
      stream(out);
      return;
    }
    if (!Files.exists(folder.resolve(name))) {
      out.write("HTTP/1.0 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return;
    }
    byte[] content = Files.readAllBytes(folder.resolve(name));
    out.write(
        ("HTTP/1.0 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(name.equals(cutOff) ? Arrays.copyOf(content, content.length / 2) : content);
  }

  private static void stream(OutputStream out) throws IOException {
    out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    try {
      while (true) {
        out.write(new byte[1 << 16]);
      }
    } catch (IOException gone) {
      // whoever asked has had enough
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

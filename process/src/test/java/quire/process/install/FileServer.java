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

/** Serves the files of one folder over HTTP on the loopback address. */
final class FileServer implements AutoCloseable {
  private final Path folder;
  private final ServerSocket socket;
  private volatile String cutOff = "";

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

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

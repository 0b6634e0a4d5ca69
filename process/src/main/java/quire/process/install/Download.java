package quire.process.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches from an address. The JDK's old client is in its base and enough for two files. */
final class Download {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LONGEST_TEXT = 4096;

  private Download() {}

  static void file(URI address, Path file) throws IOException {
    try (InputStream in = open(address)) {
      Files.copy(in, file);
    }
  }

  static String text(URI address) throws IOException {
    try (InputStream in = open(address)) {
      return new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
    }
  }

  static boolean isLoopback(URI address) throws UnknownHostException {
    return InetAddress.getByName(address.getHost()).isLoopbackAddress();
  }

  private static InputStream open(URI address) throws IOException {
    try {
      URLConnection connection = address.toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      if (connection instanceof HttpURLConnection http && http.getResponseCode() != 200) {
        throw new InstallationException(
            "%s answered %d; nothing was changed".formatted(address, http.getResponseCode()));
      }
      return connection.getInputStream();
    } catch (IOException failure) {
      throw new IOException(
          "Cannot fetch %s: %s; nothing was changed. Check the address and the network"
              .formatted(address, failure.getMessage()),
          failure);
    }
  }
}

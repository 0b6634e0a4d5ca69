package quire.process.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** Fetches from an address. The JDK's old client is in its base and enough for three files. */
final class Download {
  private static final int PATIENCE_MILLIS = 30_000;

  /** An archive of 80 MB in this time is 0.2 Mbit/s. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final int MOST_REDIRECTS = 5;
  private static final int NOT_FOUND = 404;

  private Download() {}

  /**
   * Copies what is there into a new file.
   *
   * @param largest more than so many bytes are not taken
   */
  static void file(URI address, Path file, long largest) throws IOException {
    try (InputStream in = open(address).orElseThrow(() -> answered(address, NOT_FOUND));
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      long deadline = System.nanoTime() + LONGEST.toNanos();
      byte[] piece = new byte[1 << 16];
      long taken = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        taken += read;
        if (taken > largest || System.nanoTime() > deadline) {
          throw new InstallationException(
              "%s does not end: after %,d bytes the download was given up; nothing was changed"
                  .formatted(address, taken));
        }
        out.write(piece, 0, read);
      }
    }
  }

  /** {@return what is there; empty if the server knows no such file} */
  static Optional<byte[]> text(URI address, int largest) throws IOException {
    Optional<InputStream> found = open(address);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = found.get()) {
      return Optional.of(in.readNBytes(largest));
    }
  }

  static boolean isLoopback(URI address) throws UnknownHostException {
    return InetAddress.getByName(address.getHost()).isLoopbackAddress();
  }

  private static Optional<InputStream> open(URI address) throws IOException {
    try {
      return follow(address, address, MOST_REDIRECTS);
    } catch (IOException failure) {
      throw new IOException(
          "Cannot fetch %s: %s; nothing was changed. Check the address and the network"
              .formatted(address, failure.getMessage()),
          failure);
    }
  }

  private static Optional<InputStream> follow(URI start, URI address, int redirects)
      throws IOException {
    URLConnection connection = address.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (!(connection instanceof HttpURLConnection http)) {
      throw new InstallationException(address + " is no address of a web server");
    }
    http.setInstanceFollowRedirects(false);
    int status = http.getResponseCode();
    String location = http.getHeaderField("Location");
    if (status / 100 == 3 && location != null && redirects > 0) {
      http.disconnect();
      URI next = address.resolve(location);
      if (!isSamePlace(address, next)) {
        throw new InstallationException(
            "%s leads on to another place, %s; nothing was changed. Give that address if you trust it, or fetch the archive yourself"
                .formatted(start, next));
      }
      return follow(start, next, redirects - 1);
    }
    if (status == NOT_FOUND) {
      return Optional.empty();
    }
    if (status != 200) {
      throw answered(address, status);
    }
    return Optional.of(http.getInputStream());
  }

  /** A redirect may change the path, and nothing of who answers how. */
  private static boolean isSamePlace(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(String.valueOf(other.getScheme()))
        && one.getAuthority().equalsIgnoreCase(String.valueOf(other.getAuthority()));
  }

  private static InstallationException answered(URI address, int status) {
    return new InstallationException(
        "%s answered %d; nothing was changed".formatted(address, status));
  }
}

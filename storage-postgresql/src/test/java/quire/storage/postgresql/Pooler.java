package quire.storage.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PgBouncer in transaction mode before a server of the tests: each transaction may be served
 * by another process than the one before.
 *
 * @param port where it listens on this machine
 */
record Pooler(Process process, int port) implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  /**
   * Starts it before the server at this port, with what its manual calls usual otherwise.
   *
   * @param mode when it takes a connection back: after a session, transaction or statement
   */
  static Pooler before(int server, String mode) {
    try {
      install();
      int port = freePort();
      Path folder = Files.createTempDirectory("quire-pgbouncer");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path file =
          Files.writeString(
              folder.resolve("pgbouncer.ini"),
              """
              [databases]
              * = host=127.0.0.1 port=%d
              [pgbouncer]
              listen_addr = 127.0.0.1
              listen_port = %d
              unix_socket_dir =
              auth_type = trust
              auth_file = %s
              pool_mode = %s
              default_pool_size = 60
              max_client_conn = 1000
              """
                  .formatted(server, port, folder.resolve("users.txt"), mode));
      Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"\"\n");
      List<String> command =
          isRoot()
              ? List.of(PROGRAM.toString(), "-u", "nobody", file.toString())
              : List.of(PROGRAM.toString(), file.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      Pooler pooler = new Pooler(process, port);
      pooler.await(folder);
      return pooler;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("No pooler for the tests; install one: pgbouncer", e);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Gets Debian's package; who is not root has to do that before. */
  private static void install() throws IOException, InterruptedException {
    if (Files.isExecutable(PROGRAM)) {
      return;
    }
    Process installing =
        new ProcessBuilder("apt-get", "install", "-y", "--no-install-recommends", "pgbouncer")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (installing.waitFor() != 0 || !Files.isExecutable(PROGRAM)) {
      throw new IOException(PROGRAM + " is missing, and apt-get does not bring it");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void await(Path folder) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException _) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new IOException("It does not listen: " + Files.readString(folder.resolve("log")));
  }

  @Override
  public void close() {
    process.destroy();
  }
}

package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.address.DriverSettings;
import quire.storage.postgresql.address.Environment;

/**
 * The server that the tests of this module share: started when the first one needs it, ended with
 * this process. Where user namespaces are forbidden and this is root, it cannot start; then give a
 * server of your own: {@code QUIRE_TEST_POSTGRESQL=//user@host:port/database}.
 */
final class TestServer {
  private static final Path FOLDER = Path.of("target", "postgresql").toAbsolutePath();

  private static final Scene SCENE =
      Scene.valueOf(System.getProperty("quire.postgresql.scene", "USUAL"));

  private static @Nullable String address;

  /** How the shared server is met; {@code nightly} runs the kit in each. */
  private enum Scene {
    USUAL,
    /** As an administrator may have set it: the level at which ordinary writes fail. */
    SERIALIZABLE,
    /** Through PgBouncer, which gives each transaction another process of the server. */
    POOLED
  }

  private TestServer() {}

  /** {@return the address of a memory, without its name} */
  static synchronized String address() {
    String known = address;
    if (known == null) {
      known =
          Optional.ofNullable(System.getenv("QUIRE_TEST_POSTGRESQL")).orElseGet(TestServer::start);
      address = known;
    }
    return known;
  }

  private static String start() {
    EmbeddedPostgres server =
        start(
            FOLDER.resolve("data"),
            SCENE == Scene.SERIALIZABLE
                ? Map.of("default_transaction_isolation", "serializable")
                : Map.of());
    int port =
        SCENE == Scene.POOLED
            ? Pooler.before(server.getPort(), "transaction").port()
            : server.getPort();
    return "//postgres@127.0.0.1:" + port + "/postgres";
  }

  /** Starts a server of its own; this process ends it, or whoever asked for it. */
  static EmbeddedPostgres start(Path data, Map<String, String> settings) {
    try {
      endFormer(data);
      return prepare(data, settings).start();
    } catch (IOException e) {
      throw cannotStart(e);
    }
  }

  private static UncheckedIOException cannotStart(IOException failure) {
    return new UncheckedIOException(
        "No PostgreSQL for the tests; give one: QUIRE_TEST_POSTGRESQL=//user@host:port/database",
        failure);
  }

  private static EmbeddedPostgres.Builder prepare(Path data, Map<String, String> settings) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "300");
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  /** Starts a server that acknowledges a write once the standby of {@link #startStandby} has it. */
  static EmbeddedPostgres startPrimary(Path data, Path dataOfStandby) {
    try {
      return prepare(data, Map.of("synchronous_standby_names", "walreceiver"))
          .setDataDirectoryCustomizer(made -> copy(made.toPath(), dataOfStandby))
          .start();
    } catch (IOException e) {
      throw cannotStart(e);
    }
  }

  /** Starts a server that follows the other one, of which its data are a copy. */
  static EmbeddedPostgres startStandby(Path data, int primary) {
    try {
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(primary));
      return prepare(data, Map.of()).setCleanDataDirectory(false).start();
    } catch (IOException e) {
      throw cannotStart(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a server as a crash of its machine would. */
  static void kill(Path data) throws Exception {
    ProcessHandle server = process(data).orElseThrow();
    assertThat(server.destroyForcibly()).isTrue();
    var _ = server.onExit().get(30, TimeUnit.SECONDS);
  }

  private static Optional<ProcessHandle> process(Path data) throws IOException {
    Path pid = data.resolve("postmaster.pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
        : Optional.empty();
  }

  /** A build that was killed leaves its server running. */
  private static void endFormer(Path data) throws IOException {
    process(data)
        .filter(process -> process.info().command().orElse("").endsWith("postgres"))
        .ifPresent(TestServer::end);
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void end(ProcessHandle server) {
    server.destroy();
    try {
      var _ = server.onExit().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("A former test's server does not end: " + server.pid(), e);
    }
  }

  /** {@return an environment that knows nothing of this machine's databases} */
  static Environment environment() {
    return new Environment(Map.of(), Path.of("/nowhere"), "postgres");
  }

  /** Carries out a statement as the server's owner. */
  static void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static Connection connect() throws SQLException {
    DriverSettings settings =
        new DriverSettings(Address.of(address(), environment()), environment());
    Connection connection = new Driver().connect(settings.url(), settings.properties());
    if (connection == null) {
      throw new AssertionError(address());
    }
    return connection;
  }
}

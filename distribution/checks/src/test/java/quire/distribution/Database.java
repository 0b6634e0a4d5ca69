package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server that asks for passwords, with the database {@code team} of the user {@code
 * quire}. It listens on every address of this machine and ends with {@link #close}.
 */
record Database(EmbeddedPostgres server, Path data) implements AutoCloseable {
  static final String PASSWORD = "owner-marker-4711";

  static Database start(Path data) throws Exception {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false) // it is started again on the same files
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .setServerConfig("listen_addresses", "*")
            .start();
    Database database = new Database(server, data);
    database.execute("CREATE ROLE quire LOGIN PASSWORD '%s'".formatted(PASSWORD));
    database.execute("CREATE DATABASE team OWNER quire");
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all all all scram-sha-256
        """);
    database.execute("SELECT pg_reload_conf()");
    return database;
  }

  int port() {
    return server.getPort();
  }

  void execute(String sql) throws SQLException {
    execute("postgres", sql);
  }

  /** Carries out these statements as the server's owner. */
  void execute(String database, String sql) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  /** Ends all processes of the server as a crash does, and starts it again. */
  void crash() throws IOException, InterruptedException {
    control("restart", "-m", "immediate", "-w", "-t", "60", "-l", data + ".log");
  }

  private void control(String... words) throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    Path program = Path.of(ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow());
    // It refuses root, which in a user namespace of its own it does not see.
    List<String> command = new ArrayList<>(List.of("unshare", "-U"));
    command.add(program.resolveSibling("pg_ctl").toString());
    command.addAll(List.of("-D", data.toString()));
    command.addAll(List.of(words));
    Path said = Path.of(data + ".control");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor()).as(command + ": " + Files.readString(said)).isZero();
  }

  @Override
  public void close() throws IOException {
    try {
      control("stop", "-m", "fast", "-w");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

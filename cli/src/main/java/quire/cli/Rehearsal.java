package quire.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A short session with a server of its own, on a project that is thrown away. */
final class Rehearsal {
  private static final long LONGEST_SECONDS = 60;

  /** What most servers do in their first second, with a configuration file to read. */
  private static final String SESSION =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"quire setup","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":2,"method":"tools/list"}
      {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"create_entities","arguments":\
      {"entities":[{"name":"Ada","entityType":"person","observations":["wrote a program"]}]}}}
      {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"add_observations","arguments":\
      {"observations":[{"entityName":"Ada","contents":["and a note"]}]}}}
      {"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"search_nodes","arguments":\
      {"query":"program"}}}
      {"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"read_graph","arguments":{}}}
      """;

  private static final int ANSWERS = 6;

  private final Launcher launcher;
  private final Surroundings surroundings;

  Rehearsal(Launcher launcher, Surroundings surroundings) {
    this.launcher = launcher;
    this.surroundings = surroundings;
  }

  /**
   * Runs the session.
   *
   * @param variables what the server finds in its environment beyond the usual
   * @throws IOException if the server did not answer all of it
   */
  void run(Map<String, String> variables) throws IOException, InterruptedException {
    try (Scratch scratch = new Scratch()) {
      scratch.becomeProject("durability = \"normal\"\n", surroundings);
      ProcessBuilder server = scratch.server(launcher);
      server.environment().putAll(variables);
      long answers = answers(server.start());
      if (answers != ANSWERS) {
        throw new IOException(
            "the server gave %d answers instead of %d".formatted(answers, ANSWERS));
      }
    }
  }

  /** {@return how many answers came until the server ended by itself} */
  private static long answers(Process server) throws IOException, InterruptedException {
    CompletableFuture<Long> lines = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> lines.complete(server.inputReader().lines().count()));
    try {
      try (var in = server.getOutputStream()) {
        in.write(SESSION.getBytes(StandardCharsets.UTF_8));
      }
      return lines.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stuck) {
      throw new IOException("the server did not end within a minute", stuck);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }
}

package quire.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;

/** A short session with a server of its own, on a project that is thrown away. */
final class Rehearsal {
  private static final long LONGEST_SECONDS = 60;

  /** What servers do in their first seconds, with a file and a variable as settings. */
  private static final String WRITES =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"quire setup","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":2,"method":"tools/list"}
      {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"create_entities","arguments":\
      {"entities":[{"name":"Ada","entityType":"person","observations":["wrote a program"]},\
      {"name":"Charles","entityType":"person","observations":["made the engine"]}]}}}
      {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"create_relations","arguments":\
      {"relations":[{"from":"Ada","to":"Charles","relationType":"knows"}]}}}
      {"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"add_observations","arguments":\
      {"observations":[{"entityName":"Ada","contents":["and a note",\
      "met him in the year 1832","met him in the year 1833"]}]}}}
      {"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"delete_observations","arguments":\
      {"deletions":[{"entityName":"Charles","observations":["made the engine"]}]}}}
      """;

  private static final int WRITTEN = 6;

  /** Reads do not wait for writes that are not answered yet, so these come afterwards. */
  private static final String READS =
      """
      {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"open_nodes","arguments":\
      {"names":["Ada"]}}}
      {"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"search_nodes","arguments":\
      {"query":"program"}}}
      {"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"search_nodes","arguments":\
      {"query":"note Ada"}}}
      {"jsonrpc":"2.0","id":10,"method":"tools/call","params":{"name":"recall","arguments":\
      {"query":"who wrote a program"}}}
      {"jsonrpc":"2.0","id":11,"method":"tools/call","params":{"name":"read_graph","arguments":{}}}
      """;

  private static final int ANSWERS = 11;

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
      Settings project = scratch.becomeProject("durability = \"normal\"\n", surroundings);
      ProcessBuilder server = scratch.server(launcher);
      server.environment().put("QUIRE_STORE", project.address());
      server.environment().putAll(variables);
      long answers = answers(server.start());
      if (answers != ANSWERS) {
        throw new IOException(
            "the server gave %d answers instead of %d".formatted(answers, ANSWERS));
      }
    }
  }

  /** {@return how many answers that are no failures came until the server ended by itself} */
  private static long answers(Process server) throws IOException, InterruptedException {
    CountDownLatch written = new CountDownLatch(WRITTEN);
    CompletableFuture<Long> good = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> good.complete(good(server, written)));
    try {
      try (var in = server.getOutputStream()) {
        in.write(WRITES.getBytes(StandardCharsets.UTF_8));
        in.flush();
        if (written.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          in.write(READS.getBytes(StandardCharsets.UTF_8));
        }
      }
      return good.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stuck) {
      throw new IOException("the server did not end within a minute", stuck);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static long good(Process server, CountDownLatch written) {
    long good =
        server
            .inputReader()
            .lines()
            .peek(answer -> written.countDown())
            .filter(answer -> !answer.contains("\"isError\":true"))
            .count();
    while (written.getCount() > 0) {
      written.countDown(); // no answer will come
    }
    return good;
  }
}

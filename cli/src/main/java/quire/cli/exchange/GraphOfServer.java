package quire.cli.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import quire.cli.base.Version;
import quire.mcp.Reply;
import quire.mcp.StdioClient;

/** Asks any memory server for its whole graph, by the tool that all of them have. */
public final class GraphOfServer {
  /** A package runner may have to fetch the server first. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private GraphOfServer() {}

  /**
   * Starts the server, takes its graph and ends it.
   *
   * @return a new file with what it answered; the caller removes it
   * @throws IOException if the server did not answer with its graph; it was asked for nothing else
   */
  public static Path read(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    try (StdioClient client = StdioClient.start(builder)) {
      client.initialize("quire import", Version.number(), PATIENCE);
      Reply graph = client.call("read_graph", "{}", PATIENCE);
      if (graph.isError()) {
        throw new IOException(failed(command, graph.text()));
      }
      return Files.writeString(Files.createTempFile("read_graph-", ".json"), graph.text());
    } catch (UncheckedIOException | CompletionException silent) {
      throw new IOException(failed(command, "it ended or gave no answer"), silent);
    }
  }

  private static String failed(List<String> command, String why) {
    return "Cannot take the graph of the server '%s': %s. Nothing was imported"
        .formatted(String.join(" ", command), why);
  }
}

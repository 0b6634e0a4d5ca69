package quire.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.api.spi.ShellWord;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.install.Launcher;
import quire.cli.serve.HttpFlags;
import quire.cli.serve.TokenPlace;

/** {@code quire connect}: makes the coding agents of this machine start Quire. */
@Command(
    name = "connect",
    description = {
      "Make the coding agents of this machine start Quire: adds or repairs its entry in their"
          + " files.",
      "Without a name it takes every agent that is found here.",
      "With --http they use the one server of quire serve --http instead of each its own."
    },
    footer = {
      "",
      "Examples:",
      "  quire connect --dry-run",
      "  quire connect claude-code codex",
      "  quire connect --http cursor"
    })
public final class ConnectCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--dry-run", description = "only show what would change")
  private boolean dryRun;

  @Option(names = "--http", description = "tell them the address of a shared server")
  private boolean http;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "with --http: that address; else ${DEFAULT-VALUE}")
  private String url = "http://127.0.0.1:" + HttpFlags.USUAL_PORT + Entry.PATH;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "with --http: holds the token; else each agent gets one of its own")
  private @Nullable Path tokenFile;

  @Parameters(
      paramLabel = "CLIENT",
      arity = "0..*",
      description = "such as claude-code, codex, cursor, vscode, gemini, opencode, zed")
  private List<String> clients = new ArrayList<>();

  private final Output output;
  private final Surroundings surroundings;

  public ConnectCommand(Output output, Surroundings surroundings) {
    this.output = output;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    List<Connection> chosen = new Connections(surroundings).of(clients);
    Entry entry =
        http
            ? Entry.at(url, SharedAddress.SHOWN)
            : Entry.serving(Launcher.ofThisProcess(surroundings).shown().toString());
    List<Connection.Result> results =
        http ? connectToAddress(chosen) : connectToProgram(chosen, entry);
    ConnectionReport report = new ConnectionReport(results, dryRun);
    if (json.isSet()) {
      report.writeJson(output);
    } else {
      report.print(output, entry);
      if (chosen.isEmpty()) {
        output.notice("no coding agent was found on this machine; name one, or paste:");
        Client.ALL.getFirst().snippet(entry).lines().forEach(output::aside);
      }
    }
    return chosen.isEmpty() ? ExitCode.NOT_FOUND.number() : report.exitCode().number();
  }

  private List<Connection.Result> connectToProgram(List<Connection> chosen, Entry entry)
      throws IOException {
    List<Connection.Result> results = new ArrayList<>();
    for (Connection connection : chosen) {
      results.add(connection.connect(entry, !dryRun));
    }
    return results;
  }

  private List<Connection.Result> connectToAddress(List<Connection> chosen) throws IOException {
    SharedAddress address =
        SharedAddress.of(url, Optional.ofNullable(tokenFile), TokenPlace.tokens(surroundings));
    List<Connection.Result> results = new ArrayList<>();
    for (Connection connection : chosen) {
      Connection.Result result = address.connect(connection, !dryRun);
      results.add(result);
      if (result.changes() && !dryRun && SharedAddress.isOpen(connection.path())) {
        output.notice(
            "%s now holds a token, and other users of this machine can read it: chmod go= %s"
                .formatted(connection.path(), ShellWord.of(connection.path().toString())));
      }
    }
    return results;
  }
}

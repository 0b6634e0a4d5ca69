package quire.cli.connect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.install.Launcher;

/** {@code quire connect}: makes the coding agents of this machine start Quire. */
@Command(
    name = "connect",
    description = {
      "Make the coding agents of this machine start Quire: adds or repairs its entry in their"
          + " files.",
      "Without a name it takes every agent that is found here."
    },
    footer = {"", "Examples:", "  quire connect --dry-run", "  quire connect claude-code codex"})
public final class ConnectCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--dry-run", description = "only show what would change")
  private boolean dryRun;

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
    Launcher launcher = Launcher.ofThisProcess(surroundings);
    Entry entry = Entry.serving(launcher.shown().toString());
    List<Connection> chosen = new Connections(surroundings).of(clients);
    List<Connection.Result> results = new ArrayList<>();
    for (Connection connection : chosen) {
      results.add(connection.connect(entry, !dryRun));
    }
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
}

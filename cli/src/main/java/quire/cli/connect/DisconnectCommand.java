package quire.cli.connect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.serve.TokenPlace;

/** {@code quire disconnect}: takes Quire's own entry out of the files of coding agents. */
@Command(
    name = "disconnect",
    description = {
      "Take Quire's own entry out of the files of coding agents; the stores stay.",
      "Without a name it takes every agent that is found here."
    },
    footer = {"", "Examples:", "  quire disconnect --dry-run", "  quire disconnect codex"})
public final class DisconnectCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--dry-run", description = "only show what would change")
  private boolean dryRun;

  @Parameters(paramLabel = "CLIENT", arity = "0..*", description = "such as claude-code or codex")
  private List<String> clients = new ArrayList<>();

  private final Output output;
  private final Surroundings surroundings;

  public DisconnectCommand(Output output, Surroundings surroundings) {
    this.output = output;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    List<Connection.Result> results = new ArrayList<>();
    for (Connection connection : new Connections(surroundings).of(clients)) {
      results.add(SharedAddress.disconnect(connection, TokenPlace.tokens(surroundings), !dryRun));
    }
    ConnectionReport report = new ConnectionReport(results, dryRun);
    if (json.isSet()) {
      report.writeJson(output);
    } else {
      report.print(output, Entry.serving("quire"));
    }
    return report.exitCode().number();
  }
}

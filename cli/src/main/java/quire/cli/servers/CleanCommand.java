package quire.cli.servers;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.stores.Stores;
import quire.process.siblings.StopPlan.Wish;

/** {@code quire clean}. */
@Command(
    name = "clean",
    description = {
      "Stop the servers whose client is gone. Without --yes it only says what it would do.",
      "A live server is stopped only if its PID is given."
    },
    footer = {"", "Examples:", "  quire clean", "  quire clean --yes"})
public final class CleanCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--yes", description = "do it")
  private boolean yes;

  @Option(names = "--force", description = "kill a server that does not end when asked")
  private boolean force;

  @Option(names = "--all-stores", description = "not only the servers of this store")
  private boolean allStores;

  @Parameters(paramLabel = "PID", arity = "0..*", description = "only these servers")
  private Set<Long> named = new HashSet<>();

  private final Machine machine;
  private final Stores stores;
  private final Output output;

  public CleanCommand(Machine machine, Stores stores, Output output) {
    this.machine = machine;
    this.stores = stores;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Whoever names a server means it, whichever store it serves.
    Optional<String> wanted =
        allStores || !named.isEmpty()
            ? Optional.empty()
            : Optional.of(stores.settings(store).address());
    Cleaning cleaning = new Cleaning(machine, new Wish(named, wanted));
    List<Cleaning.Line> lines = yes ? cleaning.carryOut(force) : cleaning.plan();
    if (json.isSet()) {
      writeJson(lines);
    } else {
      print(lines);
    }
    return exitCode(lines).number();
  }

  private static ExitCode exitCode(List<Cleaning.Line> lines) {
    if (lines.stream().anyMatch(Cleaning.Line::survived)) {
      return ExitCode.SURVIVED;
    }
    return lines.stream().anyMatch(Cleaning.Line::acted) ? ExitCode.OK : ExitCode.NOTHING_TO_DO;
  }

  private void print(List<Cleaning.Line> lines) {
    for (Cleaning.Line line : lines) {
      output.line("%-8d %-24s %s".formatted(line.pid(), line.outcome(), line.reason()));
    }
    if (lines.stream().noneMatch(Cleaning.Line::acted)) {
      output.line("Nothing to do.");
    } else if (!yes) {
      output.line("Nothing was done. To do it: the same command with --yes");
    }
  }

  private void writeJson(List<Cleaning.Line> lines) {
    output.json(
        out -> {
          out.writeStartObject();
          out.writeBooleanProperty("dryRun", !yes);
          out.writeArrayPropertyStart("servers");
          for (Cleaning.Line line : lines) {
            out.writeStartObject();
            out.writeNumberProperty("pid", line.pid());
            out.writeStringProperty("outcome", line.outcome());
            out.writeStringProperty("reason", line.reason());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }
}

package quire.cli.serve;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;

/** {@code quire serve}; its usual forms are understood by {@link ServeFlags}. */
@Command(
    name = "serve",
    description = {
      "Serve the Model Context Protocol over standard input and output,",
      "or with --http to any number of clients at an address of this machine."
    },
    footer = {
      "",
      "Examples:",
      "  quire serve",
      "  quire serve --store sqlite:notes.db --log-level debug",
      "  quire serve --http --port 7433"
    })
public final class ServeCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warning, info, debug or trace; to standard error")
  private @Nullable String log;

  @Mixin private HttpFlags http = new HttpFlags();

  private final Output output;

  public ServeCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    ServeFlags flags = new ServeFlags(store.flags(), Optional.ofNullable(log));
    ExitCode exit =
        http.isWanted()
            ? new SharedServing(flags, http, output).run()
            : new Serving(flags, output.notices()).run();
    return exit.number();
  }
}

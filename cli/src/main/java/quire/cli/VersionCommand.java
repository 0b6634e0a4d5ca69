package quire.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire version}. */
@Command(
    name = "version",
    description = "Show the version, the backends that are here, and Java's version.",
    footer = {"", "Example:", "  quire version"})
final class VersionCommand implements Callable<Integer> {
  private final Output output;

  VersionCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    for (String line : new VersionLine().getVersion()) {
      output.line(line);
    }
    return ExitCode.OK.number();
  }
}

package quire.cli.hook;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire hook}, as the help shows it; {@link SessionStartHook} is what runs. */
@Command(
    name = "hook",
    description = {
      "Answer an agent program that calls this when a session begins: with a digest of the memory"
          + " of",
      "the folder that it names. Says nothing if nothing is remembered. docs/agents.md shows where"
          + " to put it."
    },
    footer = {"", "Examples:", "  quire hook session-start < payload.json"})
public final class HookCommand implements Callable<Integer> {
  @Parameters(paramLabel = "EVENT", description = "session-start")
  private String event = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  public HookCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    if (!event.equals("session-start")) {
      throw new ParameterException(
          spec.commandLine(), "There is no hook '%s': session-start".formatted(event));
    }
    SessionStartHook.run(output);
    return ExitCode.OK.number();
  }
}

package quire.cli.install;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import quire.api.spi.FileFailure;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;

/** {@code quire demo}. */
@Command(
    name = "demo",
    description = "Let two servers work on one scratch store, as two agents would; then clean up.",
    footer = {"", "Example:", "  quire demo"})
public final class DemoCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  private final Output output;
  private final Surroundings surroundings;

  public DemoCommand(Output output, Surroundings surroundings) {
    this.output = output;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Launcher launcher = Launcher.ofThisProcess(surroundings);
    DemoScript script =
        new DemoScript(launcher, surroundings, json.isSet() ? line -> {} : output::line);
    try {
      boolean sound = script.play();
      if (json.isSet()) {
        output.json(script::write);
      } else {
        output.line("");
        output.line(Connecting.lines(launcher));
        output.line(
            "Write something down yourself: %s add NAME FACT".formatted(launcher.quotedShown()));
      }
      return (sound ? ExitCode.OK : ExitCode.FAILED).number();
    } catch (IOException failure) {
      output.notice("the demo could not be played: " + FileFailure.told(failure));
      return ExitCode.FAILED.number();
    }
  }
}

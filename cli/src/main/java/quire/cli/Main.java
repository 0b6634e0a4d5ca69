package quire.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Result;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.hook.SessionStartHook;
import quire.cli.serve.ServeFlags;
import quire.cli.serve.Serving;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream results = System.out;
    // Whatever a library prints must not get between the messages of the protocol.
    System.setOut(System.err);
    Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> Defect.report(defect));
    System.exit(run(arguments, results));
  }

  private static int run(String[] arguments, PrintStream results) throws InterruptedException {
    Output output = new Output(results, System.err);
    if (SessionStartHook.isMeant(arguments)) {
      SessionStartHook.run(output);
      return ExitCode.OK.number();
    }
    Optional<ServeFlags> serve = ServeFlags.ofUsualForm(arguments);
    try {
      if (serve.isEmpty()) {
        return command(arguments, results.charset());
      }
      int exit = new Serving(serve.get(), output.notices()).run().number();
      if (System.getenv("QUIRE_AOT_RECORD") != null) {
        SessionStartHook.rehearse();
      }
      return exit;
    } catch (ConfigurationException unclear) {
      output.notice(unclear.getMessage());
      return ExitCode.CONFIGURATION.number();
    } catch (RuntimeException | Error defect) {
      Defect.report(defect);
      return ExitCode.FAILED.number();
    }
  }

  private static int command(String[] arguments, Charset charset) {
    Result result = new Result();
    Output output = new Output(result.stream(charset), System.err);
    int exit =
        CommandRun.of(output, Surroundings.ofThisProcess(), Services.backends()).execute(arguments);
    return result.delivered(exit, output);
  }
}

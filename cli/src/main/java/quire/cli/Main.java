package quire.cli;

import java.io.PrintStream;
import java.util.Optional;
import quire.api.spi.MemoryStoreProvider;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream results = System.out;
    // Whatever a library prints must not get between the messages of the protocol.
    System.setOut(System.err);
    System.exit(run(arguments, results));
  }

  private static int run(String[] arguments, PrintStream results) throws InterruptedException {
    Optional<ServeFlags> serve = ServeFlags.ofUsualForm(arguments);
    if (serve.isEmpty()) {
      Output output = new Output(results, System.err);
      return CommandRun.of(output, Surroundings.ofThisProcess(), MemoryStoreProvider.installed())
          .execute(arguments);
    }
    new Serving(serve.get(), System.err).run();
    return ExitCode.OK.number();
  }
}

package quire.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import quire.api.StoreException;
import quire.api.spi.GraphSqlException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreCommand;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.stores.Stores;
import quire.process.install.InstallationException;

/** Understands a command line, runs its command, and tells failures in the house's way. */
final class CommandRun {
  private final CommandLine commands;
  private final Output output;

  private CommandRun(CommandLine commands, Output output) {
    this.commands = commands;
    this.output = output;
  }

  static CommandRun of(
      Output output, Surroundings surroundings, List<MemoryStoreProvider> backends) {
    Injector injector =
        Guice.createInjector(Stage.PRODUCTION, new Wiring(output, surroundings, backends));
    CommandLine commands = new CommandLine(QuireCommand.class, factory(injector));
    Stores stores = injector.getInstance(Stores.class);
    for (StoreCommand command : StoreCommand.installed()) {
      BackendCommand.addTo(commands, command, stores, output);
    }
    return new CommandRun(commands, output);
  }

  private static IFactory factory(Injector injector) {
    IFactory reflection = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type.isAnnotationPresent(CommandLine.Command.class)
            ? injector.getInstance(type)
            : reflection.create(type);
      }
    };
  }

  int execute(String... arguments) {
    return commands
        .setOut(output.resultsWriter())
        .setErr(output.noticesWriter())
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed)
        .execute(arguments);
  }

  private int misused(ParameterException misuse, String... arguments) {
    output.notice(UsageError.what(misuse));
    output.notices().println("try:   " + UsageError.remedy(misuse));
    return ExitCode.USAGE.number();
  }

  private int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof InterruptedException) {
      return ExitCode.FAILED.number(); // the program ends already, and says so by its signal
    }
    ExitCode code =
        switch (failure) {
          case StoreException store -> ExitCode.of(store);
          case ConfigurationException configuration -> ExitCode.CONFIGURATION;
          case InstallationException installation -> ExitCode.FAILED;
          case GraphSqlException unanswered -> ExitCode.FAILED;
          case IOException unreadable -> ExitCode.FAILED;
          default -> throw failure;
        };
    output.notice(String.valueOf(failure.getMessage()));
    return code.number();
  }
}

package quire.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import quire.api.StoreException;
import quire.api.spi.CodedFailure;
import quire.api.spi.FileFailure;
import quire.api.spi.GraphSqlException;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreCommand;
import quire.cli.added.AddedCommands;
import quire.cli.added.CommandParts;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.stores.Stores;
import quire.process.install.InstallationException;

/** Understands a command line, runs its command, and tells failures in the house's way. */
public final class CommandRun {
  private final Output output;
  private final Surroundings surroundings;
  private final List<MemoryStoreProvider> backends;

  private CommandRun(Output output, Surroundings surroundings, List<MemoryStoreProvider> backends) {
    this.output = output;
    this.surroundings = surroundings;
    this.backends = backends;
  }

  public static CommandRun of(
      Output output, Surroundings surroundings, List<MemoryStoreProvider> backends) {
    return new CommandRun(output, surroundings, backends);
  }

  /** {@return every command that there is here, ready to be carried out} */
  static CommandLine commands(
      Output output, Surroundings surroundings, List<MemoryStoreProvider> backends) {
    Injector injector = injector(output, surroundings, backends);
    CommandLine commands = commands(injector, QuireCommand.COMMANDS);
    Stores stores = injector.getInstance(Stores.class);
    for (StoreCommand command : Services.commands()) {
      BackendCommand.addTo(commands, command, stores, output);
    }
    CommandParts parts = injector.getInstance(CommandParts.class);
    for (AddedCommands added : Services.all(AddedCommands.class)) {
      added.commands(parts).forEach(command -> commands.addSubcommand(command));
    }
    return commands;
  }

  private static Injector injector(
      Output output, Surroundings surroundings, List<MemoryStoreProvider> backends) {
    return Guice.createInjector(Stage.PRODUCTION, new Wiring(output, surroundings, backends));
  }

  private static CommandLine commands(Injector injector, List<Class<?>> chosen) {
    CommandLine commands = new CommandLine(QuireCommand.class, factory(injector));
    chosen.forEach(commands::addSubcommand);
    return commands;
  }

  /** To describe all commands takes longer than most of them run, so one that is named is alone. */
  private CommandLine commandsFor(String... arguments) {
    Optional<Class<?>> named =
        arguments.length == 0 ? Optional.empty() : QuireCommand.alone(arguments[0]);
    return named
        .map(one -> commands(injector(output, surroundings, backends), List.of(one)))
        .orElseGet(() -> commands(output, surroundings, backends));
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

  public int execute(String... arguments) {
    return commandsFor(arguments)
        .setUsageHelpAutoWidth(true)
        .setExpandAtFiles(false) // "@alice" is a name, and no file to be read
        .setOut(output.resultsWriter())
        .setErr(output.noticesWriter())
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed)
        .execute(arguments);
  }

  private int misused(ParameterException misuse, String... arguments) {
    output.notice(UsageError.what(misuse));
    output.aside("try:   " + UsageError.remedy(misuse));
    return ExitCode.USAGE.number();
  }

  private int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InterruptedException) {
      return ExitCode.FAILED.number(); // the program ends already, and says so by its signal
    }
    Optional<ExitCode> known = code(failure);
    String message = known.isPresent() ? message(failure) : Defect.line(failure);
    output.notice(message);
    if (wantsJson(parsed)) {
      output.json(
          json -> {
            json.writeStartObject();
            json.writeStringProperty("error", message);
            CodedFailure.of(failure).ifPresent(code -> json.writeStringProperty("code", code));
            json.writeEndObject();
          });
    }
    return known.orElse(ExitCode.FAILED).number();
  }

  private static String message(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    String said = String.valueOf(failure.getMessage());
    return cause instanceof IOException unreadable && isNoMoreThan(unreadable, said)
        ? FileFailure.told(unreadable)
        : said;
  }

  private static boolean isNoMoreThan(IOException cause, String said) {
    return said.equals(cause.toString()) || said.equals(String.valueOf(cause.getMessage()));
  }

  private static boolean wantsJson(CommandLine.ParseResult parsed) {
    return parsed.hasMatchedOption("--json")
        || (parsed.hasSubcommand() && wantsJson(parsed.subcommand()));
  }

  /** {@return the code of a failure whose message says what is wrong} */
  private static Optional<ExitCode> code(Exception failure) {
    return switch (failure) {
      case StoreException store -> Optional.of(ExitCode.of(store));
      case ConfigurationException configuration -> Optional.of(ExitCode.CONFIGURATION);
      case InstallationException installation -> Optional.of(ExitCode.FAILED);
      case GraphSqlException unanswered -> Optional.of(ExitCode.FAILED);
      case IOException unreadable -> Optional.of(ExitCode.FAILED);
      case UncheckedIOException unreadable -> Optional.of(ExitCode.FAILED);
      default -> Optional.empty();
    };
  }
}

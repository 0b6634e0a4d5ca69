package quire.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.api.spi.StoreCommand;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.settings.Settings;
import quire.cli.stores.Stores;

/** A command that a backend brings along. */
@Command
final class BackendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreFlags store = new StoreFlags();

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = new ArrayList<>();

  private final StoreCommand command;
  private final Stores stores;
  private final Output output;

  private BackendCommand(StoreCommand command, Stores stores, Output output) {
    this.command = command;
    this.stores = stores;
    this.output = output;
  }

  /** Adds the command to the others; its options are its own to understand. */
  static void addTo(CommandLine commands, StoreCommand command, Stores stores, Output output) {
    CommandLine line = new CommandLine(new BackendCommand(command, stores, output));
    line.setUnmatchedOptionsArePositionalParams(true);
    line.getCommandSpec()
        .usageMessage()
        .description(command.summary())
        .customSynopsis(
            command.usage().stream().map(usage -> "quire " + usage).toArray(String[]::new));
    commands.addSubcommand(command.name(), line);
  }

  @Override
  public Integer call() {
    Settings settings = stores.settings(store);
    if (command.usesStore(arguments) && !settings.provider().id().equals(command.backend())) {
      throw new ConfigurationException(
          "quire %s works on a %s store, and the store in force is %s: name one with --store %s:FOLDER"
              .formatted(command.name(), command.backend(), settings.address(), command.backend()));
    }
    try {
      return command.run(arguments, settings.store(), output::line);
    } catch (IllegalArgumentException misuse) {
      throw new ParameterException(spec.commandLine(), String.valueOf(misuse.getMessage()), misuse);
    }
  }
}

package quire.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.connect.ConnectCommand;
import quire.cli.connect.DisconnectCommand;
import quire.cli.copies.BackupCommand;
import quire.cli.copies.CompareCommand;
import quire.cli.copies.CopyCommand;
import quire.cli.copies.MoveCommand;
import quire.cli.copies.RestoreCommand;
import quire.cli.doctor.DoctorCommand;
import quire.cli.graph.AddCommand;
import quire.cli.graph.EditCommand;
import quire.cli.graph.ForgetCommand;
import quire.cli.graph.GraphCommand;
import quire.cli.graph.HistoryCommand;
import quire.cli.graph.LogCommand;
import quire.cli.graph.MergeCommand;
import quire.cli.graph.MvCommand;
import quire.cli.graph.RmCommand;
import quire.cli.graph.SearchCommand;
import quire.cli.graph.ShowCommand;
import quire.cli.graph.SqlCommand;
import quire.cli.graph.StatsCommand;
import quire.cli.graph.UndoCommand;
import quire.cli.graph.WatchCommand;
import quire.cli.hook.HookCommand;
import quire.cli.install.DemoCommand;
import quire.cli.install.InstallCommand;
import quire.cli.install.ServiceCommand;
import quire.cli.install.SetupCommand;
import quire.cli.install.UninstallCommand;
import quire.cli.install.UpgradeCommand;
import quire.cli.papers.CompletionCommand;
import quire.cli.papers.PapersCommand;
import quire.cli.serve.DashboardCommand;
import quire.cli.serve.ServeCommand;
import quire.cli.serve.TokenCommand;
import quire.cli.servers.CleanCommand;
import quire.cli.servers.PsCommand;
import quire.cli.settings.TrustCommand;
import quire.cli.stores.StoresCommand;
import quire.cli.stores.WhereCommand;
import quire.cli.transfer.ExportCommand;
import quire.cli.transfer.ImportCommand;

/** {@code quire} without a command. */
@Command(
    name = "quire",
    description = "One shared memory for many AI agents.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionLine.class)
final class QuireCommand implements Callable<Integer> {
  /** In the order in which they are listed. */
  static final List<Class<?>> COMMANDS =
      List.of(
          ServeCommand.class,
          DashboardCommand.class,
          ServiceCommand.class,
          TokenCommand.class,
          WatchCommand.class,
          AddCommand.class,
          EditCommand.class,
          RmCommand.class,
          MvCommand.class,
          MergeCommand.class,
          SearchCommand.class,
          ShowCommand.class,
          GraphCommand.class,
          LogCommand.class,
          HistoryCommand.class,
          UndoCommand.class,
          ForgetCommand.class,
          StatsCommand.class,
          SqlCommand.class,
          ImportCommand.class,
          ExportCommand.class,
          BackupCommand.class,
          RestoreCommand.class,
          CopyCommand.class,
          MoveCommand.class,
          CompareCommand.class,
          WhereCommand.class,
          StoresCommand.class,
          DemoCommand.class,
          ConnectCommand.class,
          DisconnectCommand.class,
          PsCommand.class,
          CleanCommand.class,
          InstallCommand.class,
          SetupCommand.class,
          TrustCommand.class,
          DoctorCommand.class,
          UpgradeCommand.class,
          UninstallCommand.class,
          HookCommand.class,
          CompletionCommand.class,
          PapersCommand.class,
          HelpCommand.class,
          VersionCommand.class);

  /** Those that tell of the others. */
  private static final Set<Class<?>> OF_ALL =
      Set.of(HelpCommand.class, CompletionCommand.class, PapersCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  QuireCommand(Output output) {
    this.output = output;
  }

  /** {@return the command of this name, if it needs none of the others} */
  static Optional<Class<?>> alone(String name) {
    for (Class<?> command : COMMANDS) {
      Command described = command.getAnnotation(Command.class);
      if (described != null && described.name().equals(name)) {
        return OF_ALL.contains(command) ? Optional.empty() : Optional.of(command);
      }
    }
    return Optional.empty();
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(output.results());
    return ExitCode.OK.number();
  }
}

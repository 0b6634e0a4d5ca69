package quire.cli;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import java.time.Clock;
import java.util.List;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.added.CommandParts;
import quire.cli.base.Highlights;
import quire.cli.base.Notices;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.connect.ConnectCommand;
import quire.cli.connect.DisconnectCommand;
import quire.cli.connect.PinnedClients;
import quire.cli.copies.BackupCommand;
import quire.cli.copies.BackupWatch;
import quire.cli.copies.CompareCommand;
import quire.cli.copies.CopyCommand;
import quire.cli.copies.MoveCommand;
import quire.cli.copies.RestoreCommand;
import quire.cli.doctor.DoctorCommand;
import quire.cli.graph.AddCommand;
import quire.cli.graph.EditCommand;
import quire.cli.graph.ForgetCommand;
import quire.cli.graph.GraphCommand;
import quire.cli.graph.GraphReading;
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
import quire.cli.install.ServiceInstallCommand;
import quire.cli.install.ServiceStatusCommand;
import quire.cli.install.ServiceUninstallCommand;
import quire.cli.install.SetupCommand;
import quire.cli.install.UninstallCommand;
import quire.cli.install.UpgradeCommand;
import quire.cli.papers.CompletionCommand;
import quire.cli.papers.PapersCommand;
import quire.cli.serve.DashboardCommand;
import quire.cli.serve.ServeCommand;
import quire.cli.serve.TokenCommand;
import quire.cli.servers.CleanCommand;
import quire.cli.servers.Machine;
import quire.cli.servers.PsCommand;
import quire.cli.settings.SettingsReader;
import quire.cli.settings.TrustCommand;
import quire.cli.stores.KnownStores;
import quire.cli.stores.StoreOpener;
import quire.cli.stores.Stores;
import quire.cli.stores.StoresCommand;
import quire.cli.stores.UnfinishedMove;
import quire.cli.stores.WhereCommand;
import quire.cli.transfer.ExportCommand;
import quire.cli.transfer.ImportCommand;

/** Puts the commands together. */
final class Wiring implements Module {
  private final Output output;
  private final Surroundings surroundings;
  private final List<MemoryStoreProvider> backends;

  Wiring(Output output, Surroundings surroundings, List<MemoryStoreProvider> backends) {
    this.output = output;
    this.surroundings = surroundings;
    this.backends = backends;
  }

  @Override
  public void configure(Binder binder) {
    binder.requireExplicitBindings();
    binder.disableCircularProxies();
    Provider<Stores> stores = binder.getProvider(Stores.class);
    Provider<GraphReading> reading = binder.getProvider(GraphReading.class);
    binder.bind(Stores.class).toProvider(this::stores).in(Scopes.SINGLETON);
    binder.bind(GraphReading.class).toProvider(() -> new GraphReading(stores.get(), output));
    binder.bind(QuireCommand.class).toProvider(() -> new QuireCommand(output));
    binder.bind(HelpCommand.class).toProvider(() -> new HelpCommand(output));
    binder.bind(VersionCommand.class).toProvider(() -> new VersionCommand(output));
    binder
        .bind(DashboardCommand.class)
        .toProvider(() -> new DashboardCommand(output, surroundings));
    binder.bind(ServeCommand.class).toProvider(() -> new ServeCommand(output));
    binder.bind(TokenCommand.class).toProvider(() -> new TokenCommand(surroundings, output));
    binder.bind(WatchCommand.class).toProvider(() -> new WatchCommand(stores.get(), output));
    binder.bind(AddCommand.class).toProvider(() -> new AddCommand(stores.get(), output));
    binder
        .bind(SearchCommand.class)
        .toProvider(
            () ->
                new SearchCommand(
                    stores.get(), output, Highlights.of(surroundings), Clock.systemUTC()));
    binder.bind(ShowCommand.class).toProvider(() -> new ShowCommand(reading.get()));
    binder.bind(GraphCommand.class).toProvider(() -> new GraphCommand(reading.get()));
    binder.bind(SqlCommand.class).toProvider(() -> new SqlCommand(stores.get(), output));
    binder
        .bind(ImportCommand.class)
        .toProvider(() -> new ImportCommand(stores.get(), surroundings, output));
    binder
        .bind(BackupCommand.class)
        .toProvider(
            () ->
                new BackupCommand(
                    stores.get(), new KnownStores(surroundings), output, Clock.systemUTC()));
    binder
        .bind(RestoreCommand.class)
        .toProvider(
            () ->
                new RestoreCommand(
                    stores.get(), new KnownStores(surroundings), output, Clock.systemUTC()));
    binder
        .bind(EditCommand.class)
        .toProvider(() -> new EditCommand(stores.get(), surroundings, output));
    binder.bind(MvCommand.class).toProvider(() -> new MvCommand(stores.get(), output));
    binder.bind(MergeCommand.class).toProvider(() -> new MergeCommand(stores.get(), output));
    binder.bind(CompareCommand.class).toProvider(() -> new CompareCommand(stores.get(), output));
    binder.bind(CopyCommand.class).toProvider(() -> new CopyCommand(stores.get(), output));
    binder
        .bind(MoveCommand.class)
        .toProvider(
            () ->
                new MoveCommand(
                    stores.get(), reader(), new KnownStores(surroundings), surroundings, output));
    binder
        .bind(ExportCommand.class)
        .toProvider(() -> new ExportCommand(stores.get(), output, Clock.systemUTC()));
    binder
        .bind(ForgetCommand.class)
        .toProvider(() -> new ForgetCommand(stores.get(), surroundings, output));
    binder.bind(RmCommand.class).toProvider(() -> new RmCommand(stores.get(), output));
    binder
        .bind(LogCommand.class)
        .toProvider(() -> new LogCommand(stores.get(), output, Clock.systemUTC()));
    binder.bind(HistoryCommand.class).toProvider(() -> new HistoryCommand(stores.get(), output));
    binder
        .bind(UndoCommand.class)
        .toProvider(() -> new UndoCommand(stores.get(), output, Clock.systemUTC()));
    binder.bind(StatsCommand.class).toProvider(() -> new StatsCommand(stores.get(), output));
    binder
        .bind(StoresCommand.class)
        .toProvider(() -> new StoresCommand(stores.get(), new KnownStores(surroundings), output));
    binder
        .bind(WhereCommand.class)
        .toProvider(() -> new WhereCommand(stores.get(), surroundings, output));
    binder.bind(InstallCommand.class).toProvider(() -> new InstallCommand(surroundings, output));
    services(binder, stores);
    binder
        .bind(UninstallCommand.class)
        .toProvider(() -> new UninstallCommand(machine(), surroundings, output));
    binder.bind(HookCommand.class).toProvider(() -> new HookCommand(output));
    binder.bind(PapersCommand.class).toProvider(PapersCommand::new);
    binder
        .bind(TrustCommand.class)
        .toProvider(() -> new TrustCommand(reader(), surroundings, output));
    binder.bind(SetupCommand.class).toProvider(() -> new SetupCommand(output, surroundings));
    binder.bind(ConnectCommand.class).toProvider(() -> new ConnectCommand(output, surroundings));
    binder
        .bind(DisconnectCommand.class)
        .toProvider(() -> new DisconnectCommand(output, surroundings));
    binder.bind(DemoCommand.class).toProvider(() -> new DemoCommand(output, surroundings));
    binder.bind(PsCommand.class).toProvider(() -> new PsCommand(machine(), output));
    binder
        .bind(CleanCommand.class)
        .toProvider(() -> new CleanCommand(machine(), stores.get(), output));
    binder
        .bind(DoctorCommand.class)
        .toProvider(
            () ->
                new DoctorCommand(stores.get(), surroundings, output, Highlights.of(surroundings)));
    binder
        .bind(UpgradeCommand.class)
        .toProvider(
            () ->
                new UpgradeCommand(
                    machine(),
                    stores.get(),
                    new PinnedClients(surroundings),
                    surroundings,
                    output));
    binder.bind(CommandParts.class).toProvider(this::parts);
    binder.bind(CompletionCommand.class).toProvider(() -> new CompletionCommand(output));
  }

  private void services(Binder binder, Provider<Stores> stores) {
    binder.bind(ServiceCommand.class).toProvider(() -> new ServiceCommand(output));
    binder
        .bind(ServiceInstallCommand.class)
        .toProvider(() -> new ServiceInstallCommand(stores.get(), surroundings, output));
    binder
        .bind(ServiceStatusCommand.class)
        .toProvider(() -> new ServiceStatusCommand(machine(), surroundings, output));
    binder
        .bind(ServiceUninstallCommand.class)
        .toProvider(() -> new ServiceUninstallCommand(surroundings, output));
  }

  private Machine machine() {
    return Machine.of(surroundings);
  }

  private Stores stores() {
    Notices notices = new Notices(output::notice);
    KnownStores known = new KnownStores(surroundings);
    return new Stores(
        reader(),
        opener(),
        new UnfinishedMove(known, reader(), surroundings, notices),
        used -> new BackupWatch(used, known, surroundings, Clock.systemUTC()).end());
  }

  private CommandParts parts() {
    return new CommandParts(output, surroundings, backends, reader(), opener());
  }

  private SettingsReader reader() {
    return new SettingsReader(surroundings, backends);
  }

  private StoreOpener opener() {
    return new StoreOpener(
        Clock.systemUTC(), new KnownStores(surroundings), new Notices(output::notice));
  }
}

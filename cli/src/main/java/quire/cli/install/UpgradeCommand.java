package quire.cli.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.servers.Cleaning;
import quire.cli.servers.Machine;
import quire.cli.servers.PsCommand;
import quire.cli.servers.UserService;
import quire.cli.stores.Stores;
import quire.process.install.Installations;
import quire.process.install.Manifest;
import quire.process.install.ReleaseKeys;
import quire.process.install.Upgrade;
import quire.process.install.Wanted;
import quire.process.owner.ClientVariables;
import quire.process.siblings.Sighting;
import quire.process.siblings.Standing;
import quire.process.siblings.StopPlan.Wish;
import tools.jackson.core.JsonGenerator;

/** {@code quire upgrade}. */
@Command(
    name = "upgrade",
    description = {
      "Put another version beside this one, try it, and make it current.",
      "Without --yes it only tells what it would do. Servers that run go on."
    },
    footer = {
      "",
      "Examples:",
      "  quire upgrade --from quire-sqlite-0.2.0.tar.gz",
      "  quire upgrade --from quire-sqlite-0.2.0.tar.gz --yes",
      "  quire upgrade --from target/quire-full-0.2.0-dev.tar.gz --unsigned --yes",
      "  quire upgrade --rollback --yes"
    })
public final class UpgradeCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Direction direction = new Direction();

  @Option(names = "--sha256", paramLabel = "HEX", description = "the archive's checksum")
  private @Nullable String sha256;

  @Option(
      names = "--unsigned",
      description = "take an archive without a signature, such as one that you built yourself")
  private boolean unsigned;

  @Option(names = "--force", description = "take a version that is older than this one")
  private boolean force;

  @Option(names = "--yes", description = "do it")
  private boolean yes;

  private final Machine machine;
  private final Stores stores;
  private final ClientRepair clients;
  private final Surroundings surroundings;
  private final Output output;

  /** Where to go. */
  static final class Direction {
    @Option(
        names = "--from",
        paramLabel = "ARCHIVE|FOLDER|ADDRESS",
        description =
            "the version to install; an archive needs its .sha256 and .sha256.sig files beside it")
    private @Nullable String from;

    @Option(names = "--rollback", description = "back to the version before")
    private boolean rollback;

    @Option(names = "--prepare", hidden = true, description = "what the version before asks of us")
    private boolean prepare;
  }

  /** What was done, for people and for JSON. */
  private record Report(
      String result,
      Path home,
      String version,
      List<Path> copies,
      List<String> clients,
      boolean restarted,
      List<Sighting> older) {

    Path command() {
      return Installations.around(home).pointer().resolve("bin/quire");
    }
  }

  public UpgradeCommand(
      Machine machine,
      Stores stores,
      ClientRepair clients,
      Surroundings surroundings,
      Output output) {
    this.machine = machine;
    this.stores = stores;
    this.clients = clients;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (direction.prepare) {
      Preparation.prepare(stores.settings(store)).ifPresent(copy -> output.line(copy.toString()));
      return ExitCode.OK.number();
    }
    Path home = Launcher.ofThisProcess(surroundings).home();
    String from = direction.from;
    if (direction.rollback || from == null) {
      Installations around = Installations.around(home);
      Path old = yes ? around.rollBack() : around.beforeThis();
      String result = yes ? "rolled-back" : "would-roll-back";
      report(
          new Report(
              result,
              old,
              Manifest.of(old).version(),
              List.of(),
              List.of(),
              restart(around.root()),
              yes ? older(old) : List.of()));
    } else if (yes) {
      report(upgrade(home, from));
    } else {
      Manifest found = upgrade(home).look(wanted(from));
      Path place = Installations.around(home).place(found.version());
      report(
          new Report(
              "would-install",
              place,
              found.version(),
              List.of(),
              clients.of(Installations.around(home).root(), false),
              restart(Installations.around(home).root()),
              List.of()));
    }
    return ExitCode.OK.number();
  }

  private Report upgrade(Path home, String from) throws IOException, InterruptedException {
    Set<String> addresses = addresses();
    List<Path> copies = new ArrayList<>();
    Path installed =
        upgrade(home)
            .carryOut(
                wanted(from),
                new SelfTest(surroundings)::of,
                next -> copies.addAll(preparation(next).of(addresses)));
    new Cleaning(machine, new Wish(Set.of(), Optional.empty())).carryOut(false);
    return new Report(
        "installed",
        installed,
        Manifest.of(installed).version(),
        copies,
        clients.of(Installations.around(installed).root(), true),
        restart(Installations.around(installed).root()),
        older(installed));
  }

  /**
   * Restarts the service, if there is one: nobody closes the window of a shared server. Its clients
   * go on, since their sessions are signed.
   *
   * @return whether it was restarted, or would be
   */
  private boolean restart(Path root) throws IOException, InterruptedException {
    UserService service = new UserService(surroundings);
    boolean runs = service.starts(root) && service.obstacle().isEmpty() && service.state().active();
    if (runs && yes) {
      service.unpin();
      service.restart();
    }
    return runs;
  }

  /** {@return the store in force here, and those that servers of this user have open} */
  private Set<String> addresses() throws IOException {
    Set<String> addresses = new LinkedHashSet<>();
    addresses.add(stores.settings(store).address());
    for (Sighting sighting : live()) {
      sighting
          .instance()
          .filter(instance -> instance.user().equals(machine.kernel().user()))
          .ifPresent(instance -> addresses.add(instance.service().store()));
    }
    return addresses;
  }

  private Preparation preparation(Path next) {
    return new Preparation(Launcher.of(next, surroundings), environment());
  }

  private Upgrade upgrade(Path home) {
    return new Upgrade(home, environment(), ReleaseKeys.ofThisProgram(), step -> {});
  }

  private Wanted wanted(String from) {
    return new Wanted(from, Optional.ofNullable(sha256), unsigned, force);
  }

  private Map<String, String> environment() {
    return new ClientVariables(surroundings.variables()).scrubbed();
  }

  private List<Sighting> live() throws IOException {
    return machine.sightings(machine.look()).stream()
        .filter(sighting -> sighting.standing() == Standing.LIVE)
        .toList();
  }

  /** {@return the servers that still run another version} */
  private List<Sighting> older(Path current) throws IOException {
    return live().stream()
        .filter(
            sighting ->
                sighting
                    .instance()
                    .filter(known -> !known.service().installation().equals(current.toString()))
                    .isPresent())
        .toList();
  }

  private void report(Report report) {
    if (json.isSet()) {
      output.json(out -> write(out, report));
    } else {
      print(report);
    }
  }

  private static void write(JsonGenerator out, Report report) {
    out.writeStartObject();
    out.writeStringProperty("result", report.result());
    out.writeStringProperty("version", report.version());
    out.writeStringProperty("folder", report.home().toString());
    out.writeStringProperty("command", report.command().toString());
    out.writeArrayPropertyStart("copies");
    report.copies().forEach(copy -> out.writeString(copy.toString()));
    out.writeEndArray();
    out.writeArrayPropertyStart("clients");
    report.clients().forEach(out::writeString);
    out.writeEndArray();
    out.writeBooleanProperty("serviceRestarted", report.restarted());
    out.writeArrayPropertyStart("older");
    report.older().forEach(sighting -> PsCommand.write(out, sighting));
    out.writeEndArray();
    out.writeEndObject();
  }

  private void print(Report report) {
    output.line("%s %s in %s".formatted(report.result(), report.version(), report.home()));
    report.clients().forEach(output::line);
    if (report.restarted()) {
      output.line(
          "The shared server %s restarted; its clients go on".formatted(yes ? "was" : "would be"));
    }
    if (report.result().startsWith("would-")) {
      output.line("Nothing was done. To do it: the same command with --yes");
      return;
    }
    report
        .copies()
        .forEach(copy -> output.line("Its format is older, so the store was copied to " + copy));
    if (direction.rollback) {
      output.line(
          "A store that the newer version has changed is only read by this one; a copy from before"
              + " lies beside it");
    }
    output.line("Clients start it as " + report.command());
    report
        .older()
        .forEach(
            sighting ->
                output.line(
                    "Server %d still runs version %s and works on until its window closes"
                        .formatted(
                            sighting.pid(),
                            sighting
                                .instance()
                                .map(known -> known.service().version())
                                .orElse("?"))));
  }
}

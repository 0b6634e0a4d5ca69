package quire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.process.ClientVariables;
import quire.process.Installations;
import quire.process.Manifest;
import quire.process.Sighting;
import quire.process.Standing;
import quire.process.StopPlan.Wish;
import quire.process.Upgrade;

/** {@code quire upgrade}. */
@Command(
    name = "upgrade",
    description = {
      "Put another version beside this one, try it, and make it current.",
      "Without --yes it only checks what would be installed. Servers that run go on."
    })
final class UpgradeCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Direction direction = new Direction();

  @Option(names = "--sha256", paramLabel = "HEX", description = "the archive's checksum")
  private @Nullable String sha256;

  @Option(names = "--yes", description = "do it")
  private boolean yes;

  private final Machine machine;
  private final Surroundings surroundings;
  private final Output output;

  /** Where to go. */
  static final class Direction {
    @Option(
        names = "--from",
        paramLabel = "ARCHIVE|FOLDER|ADDRESS",
        description = "the version to install; an archive needs its .sha256 file beside it")
    private @Nullable String from;

    @Option(names = "--rollback", description = "back to the version before")
    private boolean rollback;
  }

  UpgradeCommand(Machine machine, Surroundings surroundings, Output output) {
    this.machine = machine;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Launcher.ofThisProcess(surroundings).home();
    String from = direction.from;
    if (direction.rollback || from == null) {
      rollBack(Installations.around(home));
    } else if (yes) {
      upgrade(home, from);
    } else {
      look(home, from);
    }
    return ExitCode.OK.number();
  }

  private void rollBack(Installations installations) {
    Path old = installations.rollBack();
    report("rolled-back", Manifest.of(old).version(), old, List.of());
  }

  private void look(Path home, String from) throws IOException, InterruptedException {
    Manifest found = upgrade(home).look(from, Optional.ofNullable(sha256));
    report(
        "would-install",
        found.version(),
        home.resolveSibling("quire-" + found.version()),
        List.of());
  }

  private void upgrade(Path home, String from) throws IOException, InterruptedException {
    Path installed =
        upgrade(home)
            .carryOut(
                from, Optional.ofNullable(sha256), new SelfTest(surroundings)::of, store -> {});
    new Cleaning(machine, new Wish(Set.of(), Optional.empty())).carryOut(false);
    report("installed", Manifest.of(installed).version(), installed, older(installed));
  }

  private Upgrade upgrade(Path home) {
    return new Upgrade(home, new ClientVariables(surroundings.variables()).scrubbed(), step -> {});
  }

  /** {@return the servers that still run another version} */
  private List<Sighting> older(Path installed) throws IOException {
    return machine.sightings(machine.look()).stream()
        .filter(sighting -> sighting.standing() == Standing.LIVE)
        .filter(
            sighting ->
                sighting
                    .instance()
                    .filter(known -> !known.service().installation().equals(installed.toString()))
                    .isPresent())
        .toList();
  }

  private void report(String what, String version, Path home, List<Sighting> older) {
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("result", what);
            out.writeStringProperty("version", version);
            out.writeStringProperty("folder", home.toString());
            out.writeStringProperty(
                "command", Installations.around(home).pointer().resolve("bin/quire").toString());
            out.writeArrayPropertyStart("older");
            older.forEach(sighting -> PsCommand.write(out, sighting));
            out.writeEndArray();
            out.writeEndObject();
          });
      return;
    }
    output.line("%s %s in %s".formatted(what, version, home));
    if (what.equals("would-install")) {
      output.line("Nothing was done. To do it: the same command with --yes");
      return;
    }
    output.line("Clients start it as " + Installations.around(home).pointer().resolve("bin/quire"));
    older.forEach(
        sighting ->
            output.line(
                "Server %d still runs version %s and works on until its window closes"
                    .formatted(
                        sighting.pid(),
                        sighting.instance().map(known -> known.service().version()).orElse("?"))));
  }
}

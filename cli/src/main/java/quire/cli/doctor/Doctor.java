package quire.cli.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.api.spi.Traces;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.servers.Machine;
import quire.cli.settings.Caller;
import quire.cli.settings.Settings;
import quire.cli.stores.KnownStores;
import quire.cli.stores.StoreWatch;
import quire.process.health.ClockCheck;
import quire.process.health.InstallationCheck;
import quire.process.health.ModesCheck;
import quire.process.health.NamesCheck;
import quire.process.health.PlaceCheck;
import quire.process.health.SiblingChecks;
import quire.process.health.SpaceCheck;
import quire.process.kernel.Kernel;
import quire.process.owner.ClientVariables;

/** Puts together what is asked about this machine, this installation and the configured store. */
public final class Doctor {
  private final Surroundings surroundings;
  private final Supplier<Settings> settings;
  private final boolean deep;
  private final Set<String> ofThisVersion = new HashSet<>();

  /**
   * @param settings gives the settings in force, or throws a {@link ConfigurationException}
   * @param deep whether checks that read the whole store are wanted
   */
  Doctor(Surroundings surroundings, Supplier<Settings> settings, boolean deep) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.deep = deep;
  }

  /** One question that needs no class of its own. */
  public record Check(String name, Question question) implements HealthCheck {
    /** Answers it. */
    @FunctionalInterface
    public interface Question {
      Finding answer() throws Exception;
    }

    @Override
    public Finding run() throws Exception {
      return question.answer();
    }
  }

  /**
   * {@return whether a check asks whether this version works at all; the others ask about the
   * machine around, which is the same for every version}
   */
  boolean isOfThisVersion(String check) {
    return ofThisVersion.contains(check);
  }

  List<HealthCheck> checks() {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(installation());
    checks.add(
        new RuntimeCheck(
            surroundings,
            Runtime.version(),
            Optional.ofNullable(System.getProperty("quire.home")).map(Path::of)));
    Optional<Settings> found = configuration(checks);
    Optional<StoreCheck> store = found.map(StoreCheck::new);
    store.ifPresent(check -> store(found.orElseThrow(), check, checks));
    checks.forEach(check -> ofThisVersion.add(check.name()));
    checks.add(new Check("client", () -> client(found)));
    store.ifPresent(check -> place(found.orElseThrow(), check, checks));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    checks.add(new NamesCheck(System.getProperty("sun.jnu.encoding", "unknown"), temporary));
    checks.add(new ClockCheck(Clock.systemUTC(), temporary));
    Machine machine = Machine.of(surroundings);
    checks.addAll(new SiblingChecks(machine.registry(), machine::look).all());
    checks.add(new ClientFilesCheck(surroundings));
    Services.all(Traces.class).forEach(kept -> checks.addAll(kept.healthChecks()));
    return checks;
  }

  private static HealthCheck installation() {
    return Optional.ofNullable(System.getProperty("quire.home"))
        .<HealthCheck>map(home -> new InstallationCheck(Path.of(home)))
        .orElse(
            new Check(
                "installation", () -> Finding.skip("this program was not started by bin/quire")));
  }

  private Optional<Settings> configuration(List<HealthCheck> checks) {
    try {
      Settings found = settings.get();
      checks.add(new Check("configuration", () -> inForce(found)));
      return Optional.of(found);
    } catch (ConfigurationException broken) {
      checks.add(
          new Check(
              "configuration",
              () ->
                  Finding.fail(
                      String.valueOf(broken.getMessage()),
                      "correct it there; until then nothing is opened")));
      return Optional.empty();
    }
  }

  private static Finding inForce(Settings settings) {
    return Finding.ok(
        settings.address()
            + settings
                .project()
                .map(project -> " for the project " + project.root())
                .orElse(", no project here"));
  }

  private Finding client(Optional<Settings> found) {
    Caller caller = Caller.of(surroundings);
    List<String> conflicts = caller.conflicts(found.flatMap(Settings::project));
    return conflicts.isEmpty()
        ? Finding.ok(caller.identity().client().orElse("no client around this command"))
        : Finding.warn(
            String.join(", ", conflicts), "harmless: no client's variable chooses the store");
  }

  private Finding former(Settings found) {
    KnownStores known = new KnownStores(surroundings);
    return known
        .missed(found)
        .map(
            lost ->
                Finding.warn(
                    StoreWatch.text(lost, found, known),
                    "put it back with all servers ended, or delete that note"))
        .orElseGet(() -> Finding.ok("no store that was here is missed"));
  }

  private void store(Settings found, StoreCheck store, List<HealthCheck> checks) {
    checks.add(store);
    if (deep) {
      checks.add(store.before(new Check("store-content", store::content)));
    }
    found.provider().healthChecks(found.store(), deep).stream()
        .map(store::before)
        .forEach(checks::add);
    checks.add(store.before(new Check("secrets", store::secrets)));
    checks.add(new Check("former-store", () -> former(found)));
    checks.add(
        store.before(
            new BackupCheck(
                found, new KnownStores(surroundings).backups(found), Clock.systemUTC())));
    found
        .along()
        .ifPresent(users -> checks.add(new Check("user-store", () -> StoreCheck.along(users))));
  }

  private void place(Settings found, StoreCheck store, List<HealthCheck> checks) {
    String user = user();
    found
        .place()
        .ifPresent(
            place -> {
              checks.add(new SpaceCheck(place, SpaceCheck.USUAL));
              checks.add(new PlaceCheck(place));
              checks.add(
                  new GitCheck(place, new ClientVariables(surroundings.variables()).scrubbed()));
              // What was not opened as a store may be any folder, whose modes are not ours to
              // judge.
              checks.add(store.before(new ModesCheck("store-modes", place, user)));
            });
    Path registry = Machine.of(surroundings).registry().folder();
    checks.add(new ModesCheck("registry-modes", registry, user));
  }

  /** A container may run as a number that the list of users does not have. */
  private static String user() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() || name.equals("?") ? Kernel.ofThisSystem().user() : name;
  }
}

package quire.process.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.process.kernel.Host;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.scene.Known;
import quire.process.scene.LittleServer;
import quire.process.siblings.Decision;
import quire.process.siblings.Siblings;
import quire.process.siblings.StopPlan;
import quire.process.siblings.StopPlan.Wish;
import quire.process.siblings.StopProtocol;
import quire.process.table.JdkProcessSource;
import quire.process.table.ProcessTable;

/**
 * Lists of servers that somebody forged, whose locks are held: no process that is not of the list
 * is stopped, and no file outside of it made, read or changed. {@code -Dquire.fuzz.registries} says
 * how many; {@code -Dquire.fuzz.seed} repeats them.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pipes, links and owners are those of Linux")
class RegistryFuzzTest {
  private static final int OTHER_USER = 65_534;
  private static final StopProtocol.Patience SHORT =
      new StopProtocol.Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  @TempDir private Path folder;
  private final Kernel kernel = Kernel.ofThisSystem();
  private final boolean root = "0".equals(kernel.user());
  private final List<Process> started = new ArrayList<>();
  private final List<ProcessId> victims = new ArrayList<>();
  private Random luck = new Random(0);
  private Path victimsLock = Path.of("");
  private Path precious = Path.of("");

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void aForgedListStopsNobody(TestReporter reporter) throws Exception {
    long seed = Long.getLong("quire.fuzz.seed", 20_261_129L);
    int registries = Integer.getInteger("quire.fuzz.registries", 30);
    luck = new Random(seed);
    precious = Files.writeString(folder.resolve("precious.txt"), "precious");
    startVictims();
    Process forger = LockingProgram.start();
    started.add(forger);
    int believed = 0;
    int stops = 0;
    for (int number = 0; number < registries; number++) {
      Path state = folder.resolve("state" + number);
      InstanceRegistry registry = new InstanceRegistry(state);
      Files.createDirectories(registry.folder());
      for (int entries = 1 + luck.nextInt(5); entries > 0; entries--) {
        forge(registry.folder(), forger);
      }
      spoilModes(registry.folder());
      List<RegistryEntry> entries = registry.entries();
      believed += (int) entries.stream().filter(e -> isHeld(e)).count();
      ProcessTable table = new JdkProcessSource().read(kernel);
      List<Decision.Stop> decided =
          new StopPlan(table, wish())
              .decisions(new Siblings(table, entries).sightings()).stream()
                  .filter(Decision.Stop.class::isInstance)
                  .map(Decision.Stop.class::cast)
                  .toList();
      stops += decided.size();
      new StopProtocol(kernel, registry, SHORT, true).carryOut(decided);
      registry.prune();
      String what = "seed %d, list %d: %s".formatted(seed, number, decided);
      for (ProcessId victim : victims) {
        assertThat(kernel.process(victim.pid())).as(what).contains(victim);
      }
      assertThat(precious).as(what).hasContent("precious");
      assertThat(Files.size(victimsLock)).as(what).isZero();
      LockingProgram.say(forger, "");
      new ProcessBuilder("rm", "-rf", state.toString()).start().waitFor();
    }
    assertThat(believed).as("locks that somebody held").isPositive();
    reporter.publishEntry(
        "fuzz",
        "seed %d: %d lists, %d locks held, %d decisions to stop, of %d victims none stopped"
            .formatted(seed, registries, believed, stops, victims.size()));
  }

  /** A program, a server of another list, whoever runs this, and another user's process. */
  private void startVictims() throws Exception {
    start("sleep", "14400");
    start("sh", "-c", "read -r word", "-m", "quire.cli/quire.cli.Main", "serve");
    Path elsewhere = folder.resolve("elsewhere");
    LittleServer.Running server = LittleServer.start(elsewhere);
    started.add(server.process());
    victims.add(kernel.process(server.pid()).orElseThrow());
    try (var files = Files.list(elsewhere.resolve("instances"))) {
      victimsLock =
          files.filter(file -> file.toString().endsWith(".lck")).findFirst().orElseThrow();
    }
    if (root) {
      start(
          "setpriv",
          "--reuid=" + OTHER_USER,
          "--regid=" + OTHER_USER,
          "--clear-groups",
          "sleep",
          "14400");
    }
    ProcessHandle self = ProcessHandle.current();
    victims.add(kernel.process(self.pid()).orElseThrow());
    self.parent().flatMap(parent -> kernel.process(parent.pid())).ifPresent(victims::add);
  }

  private void start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    victims.add(kernel.process(process.pid()).orElseThrow());
  }

  private void forge(Path instances, Process forger) throws Exception {
    String id = name();
    Path entry = instances.resolve(id + ".json");
    Path lock = instances.resolve(id + ".lck");
    if (isThere(entry) || isThere(lock)) {
      return;
    }
    switch (luck.nextInt(12)) {
      case 0 -> Files.createSymbolicLink(entry, precious);
      case 1 -> Files.createDirectories(entry.resolve("inside"));
      case 2 -> new ProcessBuilder("mkfifo", entry.toString()).start().waitFor();
      case 3 -> Files.createSymbolicLink(entry, Path.of(pick("/dev/zero", "/nowhere", ".")));
      case 4 -> {
        try (RandomAccessFile huge = new RandomAccessFile(entry.toFile(), "rw")) {
          huge.setLength(1L << 31);
        }
      }
      case 5 -> {
        String text = InstanceJson.write(instance(id));
        Files.writeString(entry, text.substring(0, luck.nextInt(text.length())));
      }
      default -> Files.writeString(entry, InstanceJson.write(instance(id)));
    }
    switch (luck.nextInt(8)) {
      case 0 -> Files.createSymbolicLink(lock, luck.nextBoolean() ? victimsLock : precious);
      case 1 -> Files.createLink(lock, victimsLock);
      case 2 -> new ProcessBuilder("mkfifo", lock.toString()).start().waitFor();
      case 3 -> {
        // none
      }
      default -> {
        Files.createFile(lock);
        if (luck.nextInt(4) > 0) {
          LockingProgram.say(forger, lock.toString());
        }
      }
    }
    if (luck.nextInt(4) == 0) {
      Files.createSymbolicLink(
          instances.resolve(id + pick(".stop", ".draft")),
          luck.nextBoolean() ? precious : folder.resolve("made"));
    }
  }

  private String name() {
    return switch (luck.nextInt(6)) {
      case 0 -> pick("..", "a b", "-rf", "\u202e", "x".repeat(200), "'; touch made; '");
      default -> new UUID(luck.nextLong(), luck.nextLong()).toString();
    };
  }

  private Instance instance(String id) {
    ProcessId victim = victims.get(luck.nextInt(victims.size()));
    ProcessId named =
        luck.nextInt(5) == 0 ? new ProcessId(victim.pid(), victim.mark() - 1) : victim;
    Host host = luck.nextInt(6) == 0 ? new Host("another boot", "") : kernel.host();
    List<Owner> owners =
        switch (luck.nextInt(4)) {
          case 0 -> List.of();
          case 1 -> List.of(new Owner(victims.getFirst(), "client"));
          default -> List.of(new Owner(new ProcessId(1_000_000_007, 1), "gone"));
        };
    return new Instance(
        luck.nextInt(8) == 0 ? "../" + id : id,
        named,
        luck.nextInt(6) == 0 ? Integer.toString(OTHER_USER) : kernel.user(),
        host,
        new Service(
            pick("0.1.0", "9\u001b]0;x\u0007"),
            "/opt/quire",
            luck.nextInt(4) == 0 ? "vault:/elsewhere" : Known.STORE,
            Optional.empty(),
            "stdio",
            luck.nextInt(8) == 0 ? Optional.of("http://127.0.0.1:1") : Optional.empty()),
        owners,
        Optional.empty(),
        Instant.now());
  }

  private void spoilModes(Path instances) throws IOException {
    if (luck.nextInt(8) == 0) {
      Files.setPosixFilePermissions(instances, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    if (root && luck.nextInt(8) == 0) {
      Files.setAttribute(instances, "unix:uid", OTHER_USER);
    }
  }

  private Wish wish() {
    Set<Long> named = new HashSet<>();
    if (luck.nextBoolean()) {
      victims.forEach(victim -> named.add(victim.pid()));
    }
    return new Wish(named, luck.nextBoolean() ? Optional.empty() : Optional.of(Known.STORE));
  }

  private String pick(String... choices) {
    return choices[luck.nextInt(choices.length)];
  }

  private static boolean isHeld(RegistryEntry entry) {
    return entry.lock() == RegistryEntry.Lock.HELD || entry.lock() == RegistryEntry.Lock.FOREIGN;
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }
}

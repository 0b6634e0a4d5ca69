package quire.process.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;
import quire.process.install.Manifest;
import quire.process.install.Release;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.registry.Service;
import quire.process.scene.Known;
import quire.process.scene.LittleServer;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

/** For each check a place where all is well and one where exactly it is not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
class MachineChecksTest {
  @TempDir Path folder;

  @Test
  void installation() throws IOException {
    Path home = Release.in(folder, "0.1.0");
    assertThat(new InstallationCheck(home).run().verdict()).isEqualTo(Verdict.OK);
    Files.writeString(home.resolve("bin/quire"), "other");
    assertThat(new InstallationCheck(home).run().verdict()).isEqualTo(Verdict.FAIL);
    Files.delete(home.resolve(Manifest.FILE));
    assertThat(new InstallationCheck(home).run().verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void space() throws IOException {
    Path store = folder.resolve("not/yet/there.db");
    long free = Files.getFileStore(folder).getUsableSpace();
    assertThat(new SpaceCheck(store, 1).run().verdict()).isEqualTo(Verdict.OK);
    assertThat(new SpaceCheck(store, free * 5).run().verdict()).isEqualTo(Verdict.WARN);
    assertThat(new SpaceCheck(store, Long.MAX_VALUE).run().verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void place() throws IOException {
    assertThat(new PlaceCheck(folder.resolve("memory.db")).run().verdict()).isEqualTo(Verdict.OK);
    assertThat(PlaceCheck.judge(Path.of("/home/ada"), "nfs4").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(PlaceCheck.judge(Path.of("/home/ada/Dropbox/notes"), "ext4").verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(PlaceCheck.judge(Path.of("/home/ada/OneDrive - Firm"), "ext4").verdict())
        .isEqualTo(Verdict.WARN);
    assertThat(PlaceCheck.judge(Path.of("/home/ada/Dropbox-notes"), "ext4").verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void modes() throws Exception {
    String me = Files.getOwner(folder).getName();
    Path store = Files.writeString(folder.resolve("memory.db"), "");
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
    Finding finding = new ModesCheck("store-modes", store, me).run();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    finding.repair().orElseThrow().carryOut();
    assertThat(new ModesCheck("store-modes", store, me).run().verdict()).isEqualTo(Verdict.OK);
    assertThat(new ModesCheck("store-modes", store, "nobody else").run().verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(new ModesCheck("store-modes", folder.resolve("none"), me).run().verdict())
        .isEqualTo(Verdict.SKIP);
  }

  @Test
  void names() throws Exception {
    assertThat(new NamesCheck("UTF-8", folder).run().verdict()).isEqualTo(Verdict.OK);
    assertThat(folder).isEmptyDirectory();
    String api = HealthCheck.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    ProcessBuilder ascii =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                api + ":" + LittleServer.classPath(),
                NamesProgram.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    ascii.environment().put("LC_ALL", "C");
    assertThat(ascii.start().inputReader().readLine()).isEqualTo(Verdict.FAIL.name());
  }

  @Test
  void clock() throws IOException {
    assertThat(new ClockCheck(Clock.systemUTC(), folder).run().verdict()).isEqualTo(Verdict.OK);
    assertThat(clockAt(Instant.now().plusSeconds(60)).run().verdict()).isEqualTo(Verdict.WARN);
    assertThat(clockAt(Instant.EPOCH).run().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(folder).isEmptyDirectory();
  }

  private ClockCheck clockAt(Instant now) {
    return new ClockCheck(Clock.fixed(now, ZoneOffset.UTC), folder);
  }

  @Test
  void siblings() throws Exception {
    InstanceRegistry registry = new InstanceRegistry(folder);
    List<HealthCheck> none = new SiblingChecks(registry, MachineChecksTest::nobody).all();
    assertThat(verdicts(none)).containsExactly(Verdict.OK, Verdict.OK, Verdict.OK, Verdict.OK);

    Owner gone = new Owner(new ProcessId(9, 9), "gone");
    RunningProcess running = Known.process(100, 1, 500, "java");
    ProcessTable table = new ProcessTable(Known.NOW, Known.HERE, 1, List.of(running));
    List<HealthCheck> some = new SiblingChecks(registry, () -> table).all();
    try (Registration orphan =
        registry.register(Known.instance("orphan", running.process(), gone))) {
      assertThat(orphan.askedToStop()).isFalse();
      assertThat(verdicts(some)).containsExactly(Verdict.WARN, Verdict.OK, Verdict.OK, Verdict.OK);
    }
    try (Registration one = registry.register(Known.instance("one", running.process()));
        Registration other = registry.register(newer("other", running.process()))) {
      assertThat(one.askedToStop() || other.askedToStop()).isFalse();
      assertThat(verdicts(some)).containsExactly(Verdict.OK, Verdict.OK, Verdict.WARN, Verdict.OK);
    }
    Files.writeString(registry.folder().resolve("dead.json"), "{");
    assertThat(verdicts(some)).containsExactly(Verdict.OK, Verdict.WARN, Verdict.OK, Verdict.OK);
    some.get(1).run().repair().orElseThrow().carryOut();
    assertThat(verdicts(some)).containsExactly(Verdict.OK, Verdict.OK, Verdict.OK, Verdict.OK);
  }

  private static ProcessTable nobody() {
    return new ProcessTable(Known.NOW, Known.HERE, 1, List.of());
  }

  private static Instance newer(String id, ProcessId process) {
    Instance known = Known.instance(id, process);
    return new Instance(
        id,
        process,
        known.user(),
        known.host(),
        new Service("0.2.0", "/opt/quire", Known.STORE, Optional.empty(), "stdio"),
        known.owners(),
        known.client(),
        known.registered());
  }

  private static List<Verdict> verdicts(List<HealthCheck> checks) throws Exception {
    return HealthReport.of(checks, Duration.ofSeconds(10)).lines().stream()
        .map(line -> line.finding().verdict())
        .toList();
  }
}

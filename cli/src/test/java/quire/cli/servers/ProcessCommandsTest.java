package quire.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.process.kernel.Host;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.registry.Service;

/** The commands about processes, with entries that this process holds itself. */
class ProcessCommandsTest {
  private static final ProcessId GONE = new ProcessId(1_000_000_007, 1);

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));
  private InstanceRegistry registry = new InstanceRegistry(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
    Path state = folder.resolve("state");
    scene.variables.put("QUIRE_STATE_DIR", state.toString());
    registry = new InstanceRegistry(state);
  }

  @Test
  void nobodyRunsAndThereIsNothingToDo() {
    assertThat(scene.run("ps")).isZero();
    assertThat(scene.said()).isEqualTo("No Quire server runs here.\n");
    assertThat(scene.run("ps", "--json")).isZero();
    assertThat(scene.said()).isEqualTo("[]\n");
    assertThat(scene.run("clean", "--yes")).isEqualTo(ExitCode.NOTHING_TO_DO.number());
    assertThat(scene.said()).isEqualTo("Nothing to do.\n");
  }

  @Test
  void aLiveServerIsListedAndRefused() throws IOException {
    try (Registration live = registry.register(instance(here(), List.of()))) {
      assertThat(live.askedToStop()).isFalse();
      assertThat(scene.run("ps")).isZero();
      assertThat(scene.said())
          .contains("live")
          .contains("tree:/elsewhere")
          .contains("started by the system");
      assertThat(scene.run("clean", "--all-stores", "--yes"))
          .isEqualTo(ExitCode.NOTHING_TO_DO.number());
      assertThat(scene.said()).contains("refused-own-family");
    }
  }

  @Test
  void anOrphanOfAnotherStoreIsNamedAsSuch() throws IOException {
    Process other = new ProcessBuilder("sleep", "300").start();
    try {
      ProcessId sleeping = Kernel.ofThisSystem().process(other.pid()).orElseThrow();
      Instance orphan =
          instance(sleeping, List.of(new Owner(GONE, "gone")), Kernel.ofThisSystem().host());
      try (Registration held = registry.register(orphan)) {
        assertThat(held.askedToStop()).isFalse();
        assertThat(scene.run("ps", "--json")).isZero();
        assertThat(scene.said()).contains("\"state\":\"orphan\"").contains("\"residentBytes\":");
        assertThat(scene.run("clean", "--json")).isEqualTo(ExitCode.NOTHING_TO_DO.number());
        assertThat(scene.said()).contains("\"dryRun\":true");
      }
    } finally {
      other.destroyForcibly();
    }
    assertThat(other.onExit().join().isAlive()).isFalse();
  }

  @Test
  void aDeadEntryIsShownOnRequestAndRemovedOnlyWithYes() throws IOException {
    Path dead = registry.folder().resolve("dead.json");
    Files.createDirectories(registry.folder());
    Files.writeString(dead, "{}");
    scene.run("ps");
    assertThat(scene.said()).isEqualTo("No Quire server runs here.\n");
    scene.run("ps", "--all");
    assertThat(scene.said()).contains("dead-entry");
    assertThat(scene.run("clean")).isZero();
    assertThat(scene.said()).contains("would-remove-entry").contains("Nothing was done");
    assertThat(dead).exists();
    assertThat(scene.run("clean", "--yes")).isZero();
    assertThat(scene.said()).contains("entry-removed");
    assertThat(dead).doesNotExist();
  }

  @Test
  void anEntryOfAnotherBootIsReportedOnly() throws IOException {
    Instance foreign = instance(here(), List.of(new Owner(GONE, "gone")), new Host("other", ""));
    try (Registration held = registry.register(foreign)) {
      assertThat(held.askedToStop()).isFalse();
      scene.run("ps", "--all");
      assertThat(scene.said()).contains("foreign-namespace").contains("will not signal");
      assertThat(scene.run("clean", "--all-stores", "--yes"))
          .isEqualTo(ExitCode.NOTHING_TO_DO.number());
      assertThat(scene.said()).contains("refused-other-namespace");
    }
  }

  @Test
  void aNumberThatIsNoServerIsRefused() {
    assertThat(scene.run("clean", "--yes", "1")).isEqualTo(ExitCode.NOTHING_TO_DO.number());
    assertThat(scene.said()).contains("refused-unregistered");
    assertThat(scene.run("clean", "x")).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void theDoctorSaysOneLinePerCheck() {
    assertThat(scene.run("doctor")).isZero();
    assertThat(scene.said().lines())
        .allMatch(line -> line.matches("(PASS|WARN|SKIP) [a-z-]+: .*|0 problems, \\d+ warnings?"))
        .first(InstanceOfAssertFactories.STRING)
        .startsWith("SKIP ");
    assertThat(scene.said().lines())
        .anyMatch(line -> line.startsWith("SKIP store: "))
        .anyMatch(line -> line.startsWith("PASS configuration: sqlite:"));
    assertThat(scene.run("doctor", "--json", "--deep")).isZero();
    assertThat(scene.said()).contains("\"check\":\"store-content\",\"verdict\":\"SKIP\"");
  }

  @Test
  void theDoctorGoesOnBehindABrokenConfiguration() {
    scene.projectFile("durabilty = 'full'");
    assertThat(scene.run("doctor")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.said())
        .contains("FAIL configuration: ")
        .contains("PASS clock: ")
        .contains("PASS registry: ");
  }

  @Test
  void theDoctorFixesWhatLosesNothing() throws IOException {
    Files.createDirectories(registry.folder());
    Files.writeString(registry.folder().resolve("dead.json"), "{}");
    scene.run("doctor");
    assertThat(scene.said()).contains("WARN registry: 1 entries");
    scene.run("doctor", "--fix");
    assertThat(scene.said()).contains("PASS registry: ").contains("repaired: removed");
    scene.run("doctor");
    assertThat(scene.said()).contains("PASS registry: 0 entries");
  }

  @Test
  void theDoctorFindsAClientWhoseCommandIsGone() {
    scene.write(
        scene.home.resolve(".cursor/mcp.json"),
        "{\"mcpServers\": {\"quire\": {\"command\": \"/nowhere/bin/quire\", \"args\": []}}}");
    assertThat(scene.run("doctor")).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.said()).contains("FAIL client-files: ").contains("/nowhere/bin/quire");
  }

  @Test
  void theDoctorSaysWhoseVariablesTheseAre() {
    scene.variables.put("CLAUDECODE", "1");
    scene.variables.put("CODEX_CI", "1");
    scene.run("doctor");
    assertThat(scene.said()).containsPattern("WARN client: .*wins over");
  }

  @Test
  void whereSaysWhoseVariablesWereNotAsked() {
    scene.variables.put("CLAUDECODE", "1");
    scene.variables.put("CURSOR_CWD", folder.resolve("elsewhere").toString());
    assertThat(scene.run("where")).isZero();
    assertThat(scene.said())
        .containsPattern("client +\\S+")
        .containsPattern("conflict +CURSOR_CWD=.*elsewhere is another client's and was not asked");
    assertThat(scene.run("where", "--json")).isZero();
    assertThat(scene.said()).contains("\"conflicts\":[\"");
  }

  @Test
  void anotherClientsVariableThatNamesTheSameProjectIsNoConflict() {
    scene.projectFile("");
    scene.variables.put("CURSOR_CWD", scene.project.toString());
    assertThat(scene.run("where", "--json")).isZero();
    assertThat(scene.said()).contains("\"conflicts\":[]");
  }

  @Test
  void anUpgradeNeedsTheLauncherAndADirection() {
    assertThat(scene.run("upgrade", "--rollback")).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.run("upgrade")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.run("upgrade", "--rollback", "--from", "x"))
        .isEqualTo(ExitCode.USAGE.number());
  }

  private static ProcessId here() {
    return Kernel.ofThisSystem().process(ProcessHandle.current().pid()).orElseThrow();
  }

  private static Instance instance(ProcessId process, List<Owner> owners) {
    return instance(process, owners, Kernel.ofThisSystem().host());
  }

  private static Instance instance(ProcessId process, List<Owner> owners, Host host) {
    return new Instance(
        UUID.randomUUID().toString(),
        process,
        Kernel.ofThisSystem().user(),
        host,
        new Service("0.1.0", "/opt/quire", "tree:/elsewhere", Optional.empty(), "stdio"),
        owners,
        Optional.empty(),
        Instant.now());
  }
}

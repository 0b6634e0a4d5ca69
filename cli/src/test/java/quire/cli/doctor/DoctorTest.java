package quire.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;
import quire.api.spi.StoreSettings;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.cli.base.Flags;
import quire.cli.base.Surroundings;
import quire.cli.settings.SettingsReader;
import quire.cli.stores.Backups;
import quire.cli.stores.KnownStore;
import quire.cli.stores.KnownStores;
import quire.process.health.ClockCheck;
import quire.process.health.HealthReport;
import quire.process.health.InstallationCheck;
import quire.process.health.NamesCheck;
import quire.process.health.SpaceCheck;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.registry.Service;

/**
 * For each check of the doctor a state in which it, and no other one, finds something. The checks
 * of the backends have their own tests of this kind.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
class DoctorTest {
  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Changes a sound scene. */
  private interface Fixture {
    void arrange() throws Exception;
  }

  @BeforeEach
  void set() throws IOException {
    sound("sound");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void nothingIsWrongInASoundScene() {
    assertThat(unwell()).isEmpty();
  }

  @Test
  void eachCheckFindsWhatIsItsOwn() throws Exception {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Map.Entry<String, Fixture> fixture : fixtures().entrySet()) {
      sound(fixture.getKey());
      fixture.getValue().arrange();
      found.put(fixture.getKey(), unwell());
      close();
      open.clear();
    }
    for (HealthCheck check : outsideOfAnyScene()) {
      found.put(check.name(), unwell(List.of(check)));
    }
    sound("all");
    assertThat(found.keySet())
        .isEqualTo(checks().stream().map(HealthCheck::name).collect(Collectors.toSet()));
    assertThat(found).allSatisfy((name, names) -> assertThat(names).containsExactly(name));
  }

  @Test
  void theCacheIsSoughtWhereTheLauncherSeeksItAndNothingIsMade() throws Exception {
    Path home = Files.createDirectory(folder.resolve("opt")).toRealPath();
    HealthCheck java = new RuntimeCheck(scene.at(folder), Runtime.version(), Optional.of(home));
    assertThat(unwell(List.of(java))).containsExactly("java");
    assertThat(home).isEmptyDirectory();
    assertThat(scene.home).isEmptyDirectory();

    Path among = scene.home.resolve(".cache/quire" + home);
    scene.write(among.resolve("quire.aot"), "cache");
    scene.write(among.resolve("made-for"), "/elsewhere\n");
    assertThat(unwell(List.of(java))).containsExactly("java");
    scene.write(among.resolve("made-for"), home + "\n0\n");
    assertThat(unwell(List.of(java))).isEmpty();
    mode(among.resolve("quire.aot"), "rw-rw-rw-");
    assertThat(java.run().verdict()).isEqualTo(Verdict.FAIL);
    mode(among.resolve("quire.aot"), "rw-r--r--");
    scene.write(home.resolve("aot/quire.aot"), "of another place");
    scene.write(home.resolve("aot/made-for"), "/elsewhere\n");
    assertThat(unwell(List.of(java))).isEmpty();
  }

  @Test
  void aStoreThatGitTracksIsAFailureAndAFolderOfQuiresOwnIsHiddenFromGit() throws Exception {
    git("init", "-q");
    Path own = Files.createDirectories(scene.project.resolve(".quire"));
    Path memory = Files.createFile(own.resolve("memory.db"));
    GitCheck check = new GitCheck(memory, System.getenv());
    Finding open = check.run();
    assertThat(open.verdict()).isEqualTo(Verdict.WARN);
    open.repair().orElseThrow().carryOut();
    assertThat(own.resolve(".gitignore")).hasContent("*\n");
    assertThat(check.run().verdict()).isEqualTo(Verdict.OK);

    git("add", "--force", ".quire/memory.db");
    Finding tracked = check.run();
    assertThat(tracked.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(tracked.remedy()).hasValueSatisfying(remedy -> assertThat(remedy).contains("rm"));
  }

  private Map<String, Fixture> fixtures() {
    return Map.ofEntries(
        Map.entry("configuration", () -> scene.projectFile("durabilty = 'full'")),
        Map.entry(
            "client",
            () -> {
              scene.variables.put("CLAUDECODE", "1");
              scene.variables.put("CODEX_CI", "1");
            }),
        Map.entry("store", () -> scene.variables.put("QUIRE_STORE", "broken:" + store())),
        Map.entry("store-content", () -> scene.variables.put("QUIRE_STORE", "spoilt:" + store())),
        Map.entry("store-place", () -> scene.variables.put("QUIRE_STORE", "tree:" + synced())),
        Map.entry("store-modes", () -> mode(store(), "rw-r--r--")),
        Map.entry(
            "user-store",
            () -> {
              Files.createFile(scene.home.resolve("own"));
              scene.userFile("scope = \"project+user\"\nstore = \"broken:~/own\"\n");
            }),
        Map.entry("registry-modes", () -> mode(registry().folder(), "rwxr-xr-x")),
        Map.entry("secrets", this::storeSecret),
        Map.entry("former-store", this::lose),
        Map.entry("backup", this::failToBackUp),
        Map.entry("store-git", () -> git("init", "-q")),
        Map.entry(
            "left-behind",
            () -> {
              Process server = new ProcessBuilder("sleep", "300").start();
              open.add(server::destroyForcibly);
              register("0.1.0", server.pid(), new Owner(new ProcessId(1_000_000_007, 1), "gone"));
            }),
        Map.entry(
            "registry", () -> Files.writeString(registry().folder().resolve("dead.json"), "{}")),
        Map.entry(
            "version-skew",
            () -> {
              register("0.1.0", ProcessHandle.current().pid());
              register("0.2.0", ProcessHandle.current().pid());
            }),
        Map.entry(
            "shared-server",
            () ->
                register(
                    new Service(
                        "0.1.0",
                        "/opt/quire",
                        "tree:/elsewhere",
                        Optional.empty(),
                        "http",
                        Optional.of("http://127.0.0.1:1/mcp")),
                    ProcessHandle.current().pid())),
        Map.entry(
            "client-files",
            () ->
                scene.write(
                    scene.home.resolve(".codeium/windsurf/mcp_config.json"),
                    "{\"mcpServers\": {\"quire\": {\"command\": \"/nowhere/bin/quire\"}}}")));
  }

  /** What the machine and the installation would have to be made wrong for. */
  private List<HealthCheck> outsideOfAnyScene() {
    Clock wrong = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return List.of(
        new InstallationCheck(folder),
        new RuntimeCheck(scene.at(folder), Runtime.version(), Optional.of(folder)),
        new SpaceCheck(folder, Long.MAX_VALUE),
        new NamesCheck("ANSI_X3.4-1968", folder),
        new ClockCheck(wrong, folder));
  }

  private void sound(String name) throws IOException {
    scene = new Scene(folder.resolve(name));
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve(name).resolve("state").toString());
    scene.variables.put("QUIRE_STORE", "tree:" + store());
    Files.createDirectories(registry().folder());
    mode(registry().folder(), "rwx------");
    Files.createFile(store());
    mode(store(), "rw-------");
    scene.variables.put("QUIRE_SCOPE", "project+user");
  }

  private Path store() {
    return scene.project.resolve("memory");
  }

  private Path synced() throws IOException {
    Path store = Files.createDirectories(scene.project.resolve("Dropbox")).resolve("memory");
    Files.createFile(store);
    mode(store, "rw-------");
    return store;
  }

  private void lose() {
    KnownStores known = new KnownStores(scene.at(scene.project));
    String address = "tree:" + store();
    known.note(new KnownStore(address, "other", 7, 1, 2, 3, Instant.EPOCH));
    known.lose(address);
  }

  private void failToBackUp() throws IOException {
    Backups backups = new KnownStores(scene.at(scene.project)).backups(scene.settings());
    backups.makeFolder();
    backups.note().fails("the disk is full");
  }

  private void storeSecret() {
    String token = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh";
    try (MemoryStore open =
        Backends.INSTALLED.getLast().open(StoreSettings.at(store()), Clock.systemUTC())) {
      open.createEntities(
          List.of(new Entity("Ada", "person", List.of("a", "b " + token))),
          new Author("test", "session"));
    }
  }

  @Test
  void aStoredSecretIsNamedByItsPlaceAndNeverShown() throws Exception {
    storeSecret();
    HealthCheck secrets =
        checks().stream().filter(check -> check.name().equals("secrets")).findFirst().orElseThrow();
    assertThat(secrets.run().text())
        .isEqualTo("secrets are stored: huggingface-token in observation 2 of \"Ada\"");
  }

  private void git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", scene.project.toString()));
    command.addAll(List.of(words));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private InstanceRegistry registry() {
    return new InstanceRegistry(scene.project.resolveSibling("state"));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void register(String version, long pid, Owner... owners) throws IOException {
    register(
        new Service(version, "/opt/quire", "tree:/elsewhere", Optional.empty(), "stdio"),
        pid,
        owners);
  }

  private void register(Service service, long pid, Owner... owners) throws IOException {
    Kernel kernel = Kernel.ofThisSystem();
    Instance instance =
        new Instance(
            service.version() + "-" + pid,
            kernel.process(pid).orElseThrow(),
            kernel.user(),
            kernel.host(),
            service,
            List.of(owners),
            Optional.empty(),
            Instant.now());
    Registration held = registry().register(instance);
    open.add(held);
  }

  private List<HealthCheck> checks() {
    Surroundings surroundings = scene.at(scene.project);
    SettingsReader reader = new SettingsReader(surroundings, Backends.UNWELL);
    Flags none = new Flags(Optional.empty(), Optional.empty());
    return new Doctor(surroundings, () -> reader.read(none), true).checks();
  }

  private Set<String> unwell() {
    return unwell(checks());
  }

  private static Set<String> unwell(List<HealthCheck> checks) {
    try {
      return HealthReport.of(checks, Duration.ofSeconds(30)).lines().stream()
          .filter(
              line ->
                  line.finding().verdict() == Verdict.WARN
                      || line.finding().verdict() == Verdict.FAIL)
          .map(HealthReport.Line::name)
          .collect(Collectors.toSet());
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.distribution.Scene.hasEnded;
import static quire.distribution.Scene.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import quire.distribution.Scene.Server;

/** Servers of the shipped product, as their clients' processes start and lose them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trees are made with a POSIX shell")
class ServersIT {
  private final Path folder;
  private Scene scene;

  ServersIT(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    this.folder = folder;
    scene = new Scene(folder, Installation.unpack("sqlite", folder.resolve("opt")));
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Tag("long")
  @Test
  void aServerIsGoneWithItsClientThroughEveryWrapper() throws Exception {
    Path server = scene.server("one", scene.store());
    Path runner = scene.script("npx", "sh -c \"'" + server + "'; :\"\n:\n");
    for (String line : List.of(server + "", "sh -c \"'" + server + "'; :\"", runner + " quire")) {
      Server started = scene.under("one", line);
      started.owners().getLast().destroyForcibly();
      within(Scene.START, () -> hasEnded(started.process()));
      assertThat(scene.servers()).isEmpty();
      Files.delete(folder.resolve("one.pid"));
    }
  }

  @Test
  void aServerWhoseClientIsGoneBeforeItLooksEndsToo() throws Exception {
    Path server = scene.server("one", scene.store());
    Path runner = scene.script("npx", "sh -c \"'" + server + "'; :\"\n:\n");
    scene.client("one", "echo $$ >'" + folder.resolve("client.pid") + "'\n" + runner + " quire");
    ProcessHandle java = scene.started("one");
    // From here on the launcher knows what is above, and Java has not begun.
    within(Scene.START, () -> arguments(java).contains("-Dquire.parents="));
    String client = Files.readString(folder.resolve("client.pid")).strip();
    ProcessHandle.of(Long.parseLong(client)).orElseThrow().destroyForcibly();
    within(Scene.START, () -> hasEnded(java));
  }

  private static String arguments(ProcessHandle process) throws Exception {
    return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
  }

  @Tag("long")
  @Test
  void cleanEndsTheOrphanThatHangsOnlyByForce() throws Exception {
    Server window = scene.window("window");
    Server hung = scene.window("hung");
    Scene.carryOut("kill", "-STOP", Long.toString(hung.process().pid()));
    hung.owners().getLast().destroyForcibly();
    within(Scene.START, () -> hasEnded(hung.owners().getLast()));
    Scene.waitUntilOld();

    Session listed = Session.of(scene.product().command("ps"));
    assertThat(listed.lines())
        .anyMatch(line -> line.startsWith(hung.process().pid() + " ") && line.contains("orphan"))
        .anyMatch(line -> line.startsWith(window.process().pid() + " ") && line.contains("live"));

    assertThat(clean("--yes").exit()).isEqualTo(9);
    assertThat(hung.process().isAlive()).isTrue();
    Session forced = clean("--yes", "--force");
    assertThat(forced.exit()).isZero();
    assertThat(forced.lines()).anyMatch(line -> line.contains(" killed "));
    assertThat(hasEnded(hung.process())).isTrue();
    assertThat(window.process().isAlive()).isTrue();
    assertThat(clean("--yes").exit()).isEqualTo(8);
  }

  @Test
  void aPartOfAnInstallationDoesNotStart() throws Exception {
    Path home = scene.product().home();
    Path jar;
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      jar = jars.filter(file -> file.toString().contains("quire-api")).findFirst().orElseThrow();
    }
    Path stranger = jar.resolveSibling("quire-api-0.0.1.jar");
    Files.copy(jar, stranger);
    assertIncomplete("another version");
    Files.delete(stranger);
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, new byte[10]);
    assertIncomplete(jar.getFileName().toString());
    Files.delete(jar);
    assertIncomplete(jar.getFileName().toString());
    Files.write(jar, whole);
    Files.delete(home.resolve("manifest.txt"));
    assertIncomplete("manifest.txt");
  }

  private void assertIncomplete(String what) throws Exception {
    Session refused = Session.of(scene.product().command("serve"));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.lines()).isEmpty();
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .startsWith("quire: installation-incomplete: ")
        .contains(what);
  }

  private Session clean(String... flags) throws Exception {
    return scene.run("clean", flags);
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.distribution.Scene.hasEnded;
import static quire.distribution.Scene.within;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import quire.distribution.Scene.Server;

/** Everything at once that {@code quire clean} has to tell apart. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the scene is made with Linux' own programs")
class CleanSceneIT {
  private static final Pattern LINE = Pattern.compile("(\\d+) +([a-z-]+) +(\\S.*)");
  private static final String SUBREAPER =
      """
      import ctypes, signal, subprocess, sys
      assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
      subprocess.Popen([sys.argv[1]])
      while True: signal.pause()
      """;

  /** A client whose end of the server's input another process holds as well, and longer. */
  private static final String HOLDING =
      """
      import os, subprocess, sys, time
      its, mine = os.pipe()
      holder = subprocess.Popen(['sleep', '300'], pass_fds=(mine,), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, start_new_session=True)
      open(sys.argv[1] + '.holder', 'w').write(str(holder.pid))
      subprocess.Popen(['sh', sys.argv[1]], stdin=its, stdout=subprocess.DEVNULL)
      os.close(its)
      time.sleep(300)
      """;

  /** What people put between a client and its server, by the program that it needs. */
  private static final Map<String, String> LAUNCHERS =
      Map.of(
          "bash", "bash '%s'",
          "make", "printf 'all:\\n\\t@%1$s\\n' >'%1$s.mk'; make -s -f '%1$s.mk'",
          "timeout", "timeout 300 '%s'",
          "python3", "python3 -c \"import subprocess; subprocess.call(['%s'])\"",
          "node", "node -e \"require('child_process').spawnSync('%s', [], {stdio: 'inherit'})\"");

  private final Path folder;
  private final Scene scene;
  private final List<FileChannel> locks = new ArrayList<>();

  CleanSceneIT(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    Scene.carryOut("chmod", "1777", folder.toString());
    this.folder = folder;
    scene = new Scene(folder, Installation.shared("sqlite", folder.resolve("user")));
  }

  @AfterEach
  void close() throws Exception {
    for (FileChannel lock : locks) {
      lock.close();
    }
    scene.close();
  }

  @Test
  void exactlyTheOrphansEndAndEachRefusalSaysWhy() throws Exception {
    share();
    start("window", "");
    start("wrapped", "sh -c \"%s; :\"");
    start("plain", "");
    start("chained", scene.script("npx", "sh -c \"$1; :\"\n:\n") + " '%s'");
    Path adopted = scene.script("adopted", "'" + scene.server("adopted", scene.store()) + "'\n:\n");
    ProcessHandle reaper =
        scene.remember(
            scene
                .product()
                .command(Path.of("python3"), "-c", SUBREAPER, adopted.toString())
                .start()
                .toHandle());
    scene.client("elsewhere", "'" + scene.server("elsewhere", scene.store() + "2") + "'");
    boolean root = isRoot();
    if (root) {
      start("others", "setpriv --reuid=65534 --regid=65534 --clear-groups %s");
    }
    scene.client("defunct", "sh -c \"'%s' & exec sleep 300\"".formatted(server("defunct")));
    ProcessHandle editor = editor();

    List<Server> windows = List.of(scene.registered("window"), scene.registered("wrapped"));
    List<Server> orphans = new ArrayList<>();
    for (String label : List.of("plain", "chained", "adopted")) {
      orphans.add(orphan(label));
    }
    Server elsewhere = orphan("elsewhere");
    List<Server> survivors = new ArrayList<>(windows);
    survivors.add(elsewhere);
    if (root) {
      survivors.add(orphan("others"));
    }
    Server defunct = scene.registered("defunct");
    defunct.process().destroyForcibly();
    forge(windows.getFirst(), editor, "recycled", "\"mark\": \"\\d+\"", "\"mark\": \"1\"");
    forge(windows.getFirst(), editor, "rebooted", "\"boot\": \"[^\"]*\"", "\"boot\": \"other\"");
    Scene.waitUntilOld();

    Map<Long, Set<String>> plan = outcomes(clean());
    assertThat(orphans).allMatch(orphan -> plan.get(pid(orphan)).equals(Set.of("would-stop")));
    assertRefusals(plan, windows, elsewhere, survivors, defunct, editor);
    assertThat(Stream.concat(orphans.stream(), survivors.stream()))
        .noneMatch(server -> hasEnded(server.process()));

    // Frozen, they could not end themselves with their clients; each goes on once it is asked.
    CompletableFuture<Void> thawed = CompletableFuture.runAsync(() -> orphans.forEach(this::thaw));
    Session done = clean("--yes");
    thawed.join();
    assertThat(done.exit()).isZero();
    Map<Long, Set<String>> outcomes = outcomes(done);
    assertThat(orphans).allMatch(orphan -> outcomes.get(pid(orphan)).equals(Set.of("stopped")));
    assertRefusals(outcomes, windows, elsewhere, survivors, defunct, editor);
    assertThat(orphans).allMatch(orphan -> hasEnded(orphan.process()));
    assertThat(survivors).noneMatch(server -> hasEnded(server.process()));
    assertThat(List.of(editor, reaper)).noneMatch(Scene::hasEnded);
  }

  @Tag("long")
  @Test
  void behindEveryLauncherTheOrphanEndsAndTheWindowStays() throws Exception {
    List<Server> windows = new ArrayList<>();
    List<Server> orphans = new ArrayList<>();
    for (String launcher : LAUNCHERS.keySet()) {
      if (isInstalled(launcher)) {
        windows.add(held("live-" + launcher, launcher));
        held("dead-" + launcher, launcher);
        orphans.add(orphan("dead-" + launcher));
      }
    }
    Scene.waitUntilOld();
    Map<Long, Set<String>> plan = outcomes(clean());
    assertThat(orphans).allMatch(orphan -> plan.get(pid(orphan)).equals(Set.of("would-stop")));
    assertThat(windows)
        .allMatch(window -> plan.get(pid(window)).equals(Set.of("refused-live-client")));
    CompletableFuture<Void> thawed = CompletableFuture.runAsync(() -> orphans.forEach(this::thaw));
    Map<Long, Set<String>> outcomes = outcomes(clean("--yes"));
    thawed.join();
    assertThat(orphans).allMatch(orphan -> outcomes.get(pid(orphan)).equals(Set.of("stopped")));
    assertThat(orphans).hasSizeGreaterThan(2).allMatch(orphan -> hasEnded(orphan.process()));
    assertThat(windows).noneMatch(window -> hasEnded(window.process()));
  }

  private static boolean isInstalled(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** {@return a server behind a launcher, whose client is not alone in holding its input} */
  private Server held(String label, String launcher) throws Exception {
    Path client = Files.writeString(folder.resolve("holding.py"), HOLDING);
    Path line =
        scene.script(
            "line-" + label,
            LAUNCHERS.get(launcher).formatted(scene.serverOnOwnInput(label)) + "\n:\n");
    Server server = scene.under(label, "python3 '%s' '%s'".formatted(client, line));
    String holder = Files.readString(Path.of(line + ".holder"));
    scene.remember(ProcessHandle.of(Long.parseLong(holder)).orElseThrow());
    return server;
  }

  private void assertRefusals(
      Map<Long, Set<String>> outcomes,
      List<Server> windows,
      Server elsewhere,
      List<Server> survivors,
      Server defunct,
      ProcessHandle editor) {
    assertThat(windows)
        .allMatch(window -> outcomes.get(pid(window)).equals(Set.of("refused-live-client")));
    assertThat(outcomes)
        .containsEntry(pid(elsewhere), Set.of("refused-other-store"))
        .containsEntry(pid(defunct), Set.of("refused-defunct"))
        .containsEntry(editor.pid(), Set.of("refused-identity-changed"));
    assertThat(survivors.subList(3, survivors.size()))
        .allMatch(others -> outcomes.get(pid(others)).equals(Set.of("refused-other-user")));
  }

  /**
   * The registry of all is one, so that each user's servers are seen by the other. None may change
   * an entry of another, as in a folder for temporary files: else no entry would be believed.
   */
  private void share() throws Exception {
    Files.createDirectories(scene.registry());
    for (Path path : List.of(scene.registry(), scene.registry().resolveSibling("."))) {
      Scene.carryOut("chmod", "1777", path.toString());
    }
  }

  private static boolean isRoot() throws Exception {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private Path server(String label) throws Exception {
    return scene.server(label, scene.store());
  }

  private void start(String label, String wrapper) throws Exception {
    String server = server(label).toString();
    scene.client(label, wrapper.isEmpty() ? "'" + server + "'" : wrapper.formatted(server));
  }

  /** {@return a process whose command line has our path and a word of ours} */
  private ProcessHandle editor() throws Exception {
    String path = scene.product().launcher().toString();
    return scene.remember(new ProcessBuilder("tail", "-f", path, "--", path).start().toHandle());
  }

  private Server orphan(String label) throws Exception {
    Server server = scene.registered(label);
    Scene.carryOut("kill", "-STOP", Long.toString(pid(server)));
    ProcessHandle client = server.owners().getLast();
    client.destroyForcibly();
    within(Scene.START, () -> hasEnded(client));
    return server;
  }

  private void thaw(Server orphan) {
    try {
      within(Scene.START, () -> Files.exists(orphan.file(".stop")));
      Scene.carryOut("kill", "-CONT", Long.toString(pid(orphan)));
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  /** Writes an entry about another process, and holds its lock. */
  private void forge(Server like, ProcessHandle about, String id, String member, String instead)
      throws Exception {
    Path lock = scene.registry().resolve(id + ".lck");
    FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    locks.add(channel);
    assertThat(channel.tryLock()).isNotNull();
    String entry =
        Files.readString(like.entry())
            .replaceFirst("\"id\": \"[^\"]*\"", "\"id\": \"" + id + "\"")
            .replaceFirst("\"pid\": \"\\d+\"", "\"pid\": \"" + about.pid() + "\"")
            .replaceFirst(member, instead);
    Files.writeString(scene.registry().resolve(id + ".json"), entry);
  }

  private Session clean(String... flags) throws Exception {
    return scene.run("clean", flags);
  }

  private static Map<Long, Set<String>> outcomes(Session session) {
    return session.lines().stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .collect(
            Collectors.groupingBy(
                line -> Long.parseLong(line.group(1)),
                Collectors.mapping(line -> line.group(2), Collectors.toSet())));
  }

  private static long pid(Server server) {
    return server.process().pid();
  }
}

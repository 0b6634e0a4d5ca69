package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Servers of the product under clients that are killed, cleaned up and upgraded. */
class ServersIT {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(2);
  private static final Pattern PID = Pattern.compile("\"pid\": \"(\\d+)\"");
  private static final Pattern OWNER = Pattern.compile("\"owner\\dPid\": \"(\\d+)\"");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product = new Installation(Path.of(""), Path.of(""));
  private final Set<ProcessHandle> started = new HashSet<>();

  /** A server as the registry knows it, the owners from its parent upwards. */
  private record Server(ProcessHandle process, List<ProcessHandle> owners) {}

  @BeforeEach
  void unpack() throws Exception {
    product = Installation.unpack("sqlite", folder.resolve("opt"));
    run("mkfifo", folder.resolve("input").toString());
  }

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aServerIsGoneWithItsClientThroughEveryWrapper() throws Exception {
    try (var input = holdInput()) {
      assertThat(input.getChannel().isOpen()).isTrue();
      Path runner = script("npx", "sh -c \"" + serve() + "; :\"\n:");
      for (String line : List.of(serve(), "sh -c \"" + serve() + "; :\"", runner + " quire")) {
        Server server = under(line);
        server.owners().getLast().destroyForcibly();
        within(GONE, () -> hasEnded(server.process()));
        assertThat(servers()).isEmpty();
      }
    }
  }

  @Test
  void cleanEndsTheOrphanThatHangsAndNobodyElse() throws Exception {
    try (var input = holdInput()) {
      assertThat(input.getChannel().isOpen()).isTrue();
      Server window = under(serve());
      Server hung = under(serve());
      run("kill", "-STOP", Long.toString(hung.process().pid()));
      hung.owners().getLast().destroyForcibly();
      within(START, () -> hasEnded(hung.owners().getLast()));

      Session listed = Session.of(product.command("ps"));
      assertThat(listed.lines())
          .anyMatch(line -> line.startsWith(hung.process().pid() + " ") && line.contains("orphan"))
          .anyMatch(line -> line.startsWith(window.process().pid() + " ") && line.contains("live"));

      assertThat(clean().exit()).isZero();
      assertThat(hung.process().isAlive()).isTrue();
      assertThat(clean("--yes").exit()).isEqualTo(9);
      assertThat(hung.process().isAlive()).isTrue();
      Session forced = clean("--yes", "--force");
      assertThat(forced.exit()).isZero();
      assertThat(forced.lines()).anyMatch(line -> line.contains(" killed "));
      assertThat(hasEnded(hung.process())).isTrue();
      assertThat(window.process().isAlive()).isTrue();
      assertThat(clean("--yes").exit()).isEqualTo(8);
    }
  }

  @Test
  void anUpgradeLeavesALiveServerAloneAndCanBeTakenBack() throws Exception {
    Path next = folder.resolve("next");
    run("cp", "-a", product.home().toString(), next.toString());
    Path list = next.resolve("manifest.txt");
    Files.writeString(list, Files.readString(list).replaceFirst("quire \\S+", "quire 9.9.9"));
    Path current = product.home().resolveSibling("current");
    try (var input = holdInput()) {
      assertThat(input.getChannel().isOpen()).isTrue();
      Server window = under(serve());
      assertThat(upgrade("--from", next.toString()).exit()).isZero();
      assertThat(current).doesNotExist();
      Session done = upgrade("--from", next.toString(), "--yes");
      assertThat(done.errors()).isEmpty();
      assertThat(done.exit()).isZero();
      assertThat(done.lines()).anyMatch(line -> line.contains(window.process().pid() + " still"));
      assertThat(current.toRealPath().getFileName()).hasToString("quire-9.9.9");
      assertThat(window.process().isAlive()).isTrue();
      Session version = Session.of(product.command(current.resolve("bin/quire"), "--version"));
      assertThat(version.exit()).isZero();
      Session back = Session.of(product.command(current.resolve("bin/quire"), "upgrade", "--rollback"));
      assertThat(back.exit()).isZero();
      assertThat(current.toRealPath()).isEqualTo(product.home().toRealPath());
    }
  }

  @Test
  void aVersionThatDoesNotStartIsRefused() throws Exception {
    Path next = folder.resolve("next");
    run("cp", "-a", product.home().toString(), next.toString());
    Path script = Files.writeString(next.resolve("bin/quire"), "#!/bin/sh\nexit 1\n");
    String hash = Session.of(new ProcessBuilder("sha256sum", script.toString())).lines().getFirst();
    Path list = next.resolve("manifest.txt");
    Files.writeString(
        list,
        Files.readString(list)
            .replaceFirst("quire \\S+", "quire 9.9.9")
            .replaceFirst(
                "(?m)^.* bin/quire$",
                hash.substring(0, 64) + " " + Files.size(script) + " bin/quire"));
    Session refused = upgrade("--from", next.toString(), "--yes");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors()).singleElement().asString().contains("self-test");
    assertThat(product.home().resolveSibling("current")).doesNotExist();
  }

  @Test
  void aPartOfAnInstallationDoesNotStart() throws Exception {
    Path jar;
    try (Stream<Path> jars = Files.list(product.home().resolve("lib"))) {
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
    Files.delete(product.home().resolve("manifest.txt"));
    assertIncomplete("manifest.txt");
  }

  private void assertIncomplete(String what) throws Exception {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      Session refused = Session.of(product.command("serve"));
      quickest = Math.min(quickest, System.nanoTime() - start);
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.lines()).isEmpty();
      assertThat(refused.errors())
          .singleElement()
          .asString()
          .startsWith("quire: installation-incomplete: ")
          .contains(what);
    }
    // The quickest of twenty, because a busy machine is not what is tested.
    assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(20));
  }

  private Session clean(String... flags) throws Exception {
    return Session.of(
        product.command(
            Stream.concat(Stream.of("clean", "--store", store()), Stream.of(flags))
                .toArray(String[]::new)));
  }

  private Session upgrade(String... flags) throws Exception {
    return Session.of(
        product.command(
            Stream.concat(Stream.of("upgrade"), Stream.of(flags)).toArray(String[]::new)));
  }

  private Server under(String line) throws Exception {
    Set<Long> before = new HashSet<>(pids());
    Path client = script("client" + started.size(), line + "\n:");
    ProcessBuilder shell =
        product.command(Path.of("/bin/sh"), "-c", "sh '" + client + "' >/dev/null 2>&1 &");
    if (shell.start().waitFor() != 0) {
      throw new AssertionError("The client did not start");
    }
    within(START, () -> pids().size() > before.size());
    Server server =
        servers().stream()
            .filter(found -> !before.contains(found.process().pid()))
            .findFirst()
            .orElseThrow();
    started.add(server.process());
    started.addAll(server.owners());
    return server;
  }

  private List<Long> pids() throws IOException {
    return servers().stream().map(server -> server.process().pid()).toList();
  }

  private List<Server> servers() throws IOException {
    Path instances = product.user().resolve("state/instances");
    if (!Files.isDirectory(instances)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(instances)) {
      return entries
          .filter(file -> file.toString().endsWith(".json"))
          .flatMap(file -> server(file).stream())
          .toList();
    }
  }

  /** Empty if it is being removed at this moment. */
  private static Optional<Server> server(Path entry) {
    try {
      String text = Files.readString(entry);
      Matcher pid = PID.matcher(text);
      return pid.find()
          ? ProcessHandle.of(Long.parseLong(pid.group(1)))
              .map(process -> new Server(process, owners(text)))
          : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static List<ProcessHandle> owners(String text) {
    return OWNER
        .matcher(text)
        .results()
        .flatMap(owner -> ProcessHandle.of(Long.parseLong(owner.group(1))).stream())
        .toList();
  }

  /** Held open by this process, so that no server's input ever ends. */
  private RandomAccessFile holdInput() throws IOException {
    return new RandomAccessFile(folder.resolve("input").toFile(), "rw");
  }

  private String serve() {
    return "'%s' serve --store '%s' <'%s'"
        .formatted(product.launcher(), store(), folder.resolve("input"));
  }

  private String store() {
    return "sqlite:" + folder.resolve("memory.db");
  }

  private Path script(String name, String line) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The JDK takes a process for alive until whoever adopted it has asked how it ended. */
  private static boolean hasEnded(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException goneOrNoSuchFileSystem) {
      return !process.isAlive();
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static void within(Duration patience, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("nanoTime").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}

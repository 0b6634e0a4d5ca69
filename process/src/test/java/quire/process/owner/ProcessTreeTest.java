package quire.process.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quire.process.kernel.Kernel;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.scene.Known;
import quire.process.scene.LittleServer;
import quire.process.scene.LittleServer.Manners;
import quire.process.scene.Wait;

/**
 * A client is killed while somebody else (this test) holds its server's input open, so that the
 * input never ends.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trees are built with sh")
class ProcessTreeTest {
  /** On an idle machine it takes one second; how busy this one is, is no fault of the server. */
  private static final Duration GONE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aServerEndsWithItsClient() throws Exception {
    assertEndsWithClient(client(server()), 1);
  }

  @Test
  void aServerBehindAShellEndsWithItsClient() throws Exception {
    assertEndsWithClient(client("sh -c " + quoted(server() + "\n:")), 2);
  }

  @Test
  void aServerBehindARunnerEndsWithItsClient() throws Exception {
    Path runner = script("npx", "sh -c " + quoted(server() + "\n:") + "\n:");
    assertEndsWithClient(client(runner.toString()), 3);
  }

  @Test
  void aServerThatASubreaperAdoptsEndsWithItsClient() throws Exception {
    Process reaper = subreaper(script("client", server() + "\n:"));
    Wait.until(Duration.ofSeconds(20), "registered", () -> !instances().isEmpty());
    Instance server = instances().getFirst();
    remember(server.process().pid());
    assertThat(server.owners()).hasSize(3);
    kill(server.owners().getFirst().process().pid());
    assertGone(server);
    assertThat(reaper.isAlive()).isTrue();
  }

  @Test
  void aServerStaysAsLongAsItsClient() throws Exception {
    Process client = client("sh -c " + quoted(server() + "\n:"));
    Instance server = onlyInstance();
    // Longer than several looks of the watch.
    assertThat(client.waitFor(1500, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(runs(server)).isTrue();
    assertThat(ParentWatch.gone(Kernel.ofThisSystem(), server.owners())).isEmpty();
  }

  @Test
  void aServerEndsWhenItsInputEnds() throws Exception {
    Process client = client(server());
    Instance server = onlyInstance();
    client.outputWriter().close();
    assertGone(server);
  }

  /** Every launcher leaves the server a process that lives on when the client is killed. */
  enum Launcher {
    NONE("%s"),
    SHELL_SCRIPT("bash run.sh"),
    MAKE("make -s -f Makefile"),
    TIMEOUT("timeout 300 sh run.sh"),
    PYTHON("python3 -c \"import subprocess; subprocess.call(['sh', 'run.sh'])\""),
    SEVERAL("nice timeout 300 bash -c 'bash run.sh; true'; true");

    private final String line;

    Launcher(String line) {
      this.line = line;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,pipe",
    "SHELL_SCRIPT,pipe",
    "MAKE,pipe",
    "TIMEOUT,pipe",
    "PYTHON,pipe",
    "SEVERAL,pipe",
    "NONE,socket",
    "SHELL_SCRIPT,socket",
    "PYTHON,socket"
  })
  @Tag("long")
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody sees who holds a pipe")
  void aServerEndsWithTheClientThatHoldsItsInputWhateverStandsBetween(
      Launcher launcher, String kind) throws Exception {
    Files.writeString(folder.resolve("run.sh"), "cd /\n" + server() + "\n:\n");
    Files.writeString(folder.resolve("Makefile"), "all:\n\t@sh run.sh\n");
    Path line =
        script("line", "cd '" + folder + "'\n" + launcher.line.formatted("sh run.sh") + "\n:");
    Process client = start("python3", "-c", HOLDING, kind, line.toString());
    String holder = client.inputReader().readLine();
    Instance server = onlyInstance();
    remember(Long.parseLong(holder));
    assertThat(server.owners().getLast().process().pid()).isEqualTo(client.pid());
    // Longer than several looks of the watch: nothing between them, and nobody else, is taken for
    // a client that has ended.
    assertThat(client.waitFor(1500, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(runs(server)).isTrue();
    kill(client.pid());
    assertGone(server);
    assertThat(ProcessHandle.of(Long.parseLong(holder)).orElseThrow().isAlive()).isTrue();
  }

  /** A client whose end of the server's input another process holds as well, and longer. */
  private static final String HOLDING =
      """
      import os, socket, subprocess, sys, time
      if sys.argv[1] == 'pipe':
        its, mine = os.pipe()
      else:
        pair = socket.socketpair()
        its, mine = pair[0].fileno(), pair[1].fileno()
      holder = subprocess.Popen(['sleep', '300'], pass_fds=(mine,), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, start_new_session=True)
      subprocess.Popen(['sh', sys.argv[2]], stdin=its, stdout=subprocess.DEVNULL)
      os.close(its)
      print(holder.pid, flush=True)
      time.sleep(300)
      """;

  private void assertEndsWithClient(Process client, int owners) throws Exception {
    Instance server = onlyInstance();
    assertThat(server.owners()).as("with this test, which holds the pipe").hasSize(owners + 1);
    assertThat(server.owners().get(owners - 1).process().pid()).isEqualTo(client.pid());
    assertThat(server.owners().getLast().process().pid()).isEqualTo(ProcessHandle.current().pid());
    kill(client.pid());
    assertGone(server);
  }

  private void assertGone(Instance server) throws Exception {
    Wait.until(GONE, "server gone", () -> !runs(server));
    assertThat(instances()).isEmpty();
  }

  private static boolean runs(Instance server) {
    return Kernel.ofThisSystem()
        .process(server.process().pid())
        .equals(Optional.of(server.process()));
  }

  private Instance onlyInstance() throws Exception {
    Wait.until(Duration.ofSeconds(20), "registered", () -> !instances().isEmpty());
    Instance server = instances().getFirst();
    remember(server.process().pid());
    server.owners().forEach(owner -> remember(owner.process().pid()));
    return server;
  }

  private List<Instance> instances() throws IOException {
    return new InstanceRegistry(folder)
        .entries().stream().flatMap(entry -> entry.instance().stream()).toList();
  }

  /** A script is no wrapper: it stands for the client. */
  private Process client(String line) throws IOException {
    return start("sh", script("client", line + "\n:").toString());
  }

  private Process subreaper(Path client) throws Exception {
    String python =
        """
        import ctypes, os, signal, subprocess, sys
        if ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) != 0: sys.exit(3)
        subprocess.Popen(['sh', sys.argv[1]])
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
          signal.pause()
        """;
    try {
      return start("python3", "-c", python, client.toString());
    } catch (IOException missing) {
      Assumptions.abort("A subreaper needs python3 here: " + missing.getMessage());
      throw missing;
    }
  }

  private Process start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process.toHandle());
    return process;
  }

  private void remember(long pid) {
    ProcessHandle.of(pid)
        .filter(process -> !process.equals(ProcessHandle.current()))
        .ifPresent(started::add);
  }

  private void kill(long pid) {
    started.stream()
        .filter(handle -> handle.pid() == pid)
        .findFirst()
        .or(() -> ProcessHandle.of(pid))
        .orElseThrow()
        .destroyForcibly();
  }

  private Path script(String name, String line) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private String server() {
    return LittleServer.command(folder, Known.STORE, Manners.GOOD).stream()
        .map(ProcessTreeTest::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}

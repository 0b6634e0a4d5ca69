package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An installation whose servers run under clients, with an input that never ends by itself. */
final class Scene implements AutoCloseable {
  static final Duration START = Duration.ofSeconds(30);
  private static final Pattern PID = Pattern.compile("\"pid\": \"(\\d+)\"");
  private static final Pattern OWNER = Pattern.compile("\"owner\\dPid\": \"(\\d+)\"");

  private final Path folder;
  private final Installation product;
  private final RandomAccessFile input;
  private final Set<ProcessHandle> started = new HashSet<>();

  /**
   * A server as the registry knows it.
   *
   * @param owners from its parent upwards
   */
  record Server(Path entry, ProcessHandle process, List<ProcessHandle> owners) {
    Path file(String suffix) {
      return Path.of(entry.toString().replaceFirst("\\.json$", suffix));
    }
  }

  Scene(Path folder, Installation product) throws Exception {
    this.folder = folder;
    this.product = product;
    carryOut("mkfifo", folder.resolve("input").toString());
    input = new RandomAccessFile(folder.resolve("input").toFile(), "rw");
  }

  Installation product() {
    return product;
  }

  Path registry() {
    return product.user().resolve("state/instances");
  }

  /** Says something to whichever server reads first. */
  void say(String lines) throws IOException {
    input.write(lines.getBytes(StandardCharsets.UTF_8));
  }

  String store() {
    return "sqlite:" + folder.resolve("memory.db");
  }

  /** {@return what this command says about the scene's store} */
  Session run(String verb, String... flags) throws Exception {
    return Session.of(
        product.command(
            Stream.concat(Stream.of(verb, "--store", store()), Stream.of(flags))
                .toArray(String[]::new)));
  }

  /** {@return a script of this label that becomes a server} */
  Path server(String label, String store) throws IOException {
    return script(
        "server-" + label,
        """
        echo $$ >'%s'
        exec '%s' serve --store '%s' <'%s'
        """
            .formatted(
                folder.resolve(label + ".pid"),
                product.launcher(),
                store,
                folder.resolve("input")));
  }

  /** {@return a script of this label that becomes a server on the input of whoever runs it} */
  Path serverOnOwnInput(String label) throws IOException {
    return script(
        "server-" + label,
        """
        echo $$ >'%s'
        exec '%s' serve --store '%s'
        """
            .formatted(folder.resolve(label + ".pid"), product.launcher(), store()));
  }

  /** Starts a client that runs this line; whoever started it is gone at once. */
  void client(String label, String line) throws Exception {
    Path client = script("client-" + label, line + "\n:\n");
    ProcessBuilder shell =
        product.command(
            Path.of("/bin/sh"), "-c", "'%s' >'%s.out' 2>&1 &".formatted(client, client));
    assertThat(shell.start().waitFor()).isZero();
  }

  /** {@return the process that is, or becomes, the server of this label} */
  ProcessHandle started(String label) throws Exception {
    Path pid = folder.resolve(label + ".pid");
    within(START, () -> Files.exists(pid) && !Files.readString(pid).isBlank());
    return remember(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow());
  }

  /** {@return the server of this label, as soon as it is registered} */
  Server registered(String label) throws Exception {
    long number = started(label).pid();
    within(START, () -> servers().containsKey(number));
    Server server = servers().get(number);
    started.add(server.process());
    started.addAll(server.owners());
    return server;
  }

  /** {@return a server below a client that runs this line} */
  Server under(String label, String line) throws Exception {
    client(label, line);
    return registered(label);
  }

  /** Waits until no server is too young to be stopped. */
  static void waitUntilOld() throws Exception {
    long now = System.nanoTime();
    within(START, () -> System.nanoTime() - now > 2_100_000_000L);
  }

  /** {@return a server directly below a client} */
  Server window(String label) throws Exception {
    return under(label, "'" + server(label, store()) + "'");
  }

  Path output(String label) {
    return folder.resolve("client-" + label + ".out");
  }

  Map<Long, Server> servers() throws IOException {
    if (!Files.isDirectory(registry())) {
      return Map.of();
    }
    try (Stream<Path> entries = Files.list(registry())) {
      return entries
          .filter(file -> file.toString().endsWith(".json"))
          .flatMap(file -> server(file).stream())
          .collect(Collectors.toMap(server -> server.process().pid(), it -> it, (a, b) -> a));
    }
  }

  /** Empty if it is being removed at this moment. */
  private static Optional<Server> server(Path entry) {
    try {
      String text = Files.readString(entry);
      Matcher pid = PID.matcher(text);
      return pid.find()
          ? ProcessHandle.of(Long.parseLong(pid.group(1)))
              .map(process -> new Server(entry, process, owners(text)))
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

  Path script(String name, String lines) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Ends it when the scene ends. */
  ProcessHandle remember(ProcessHandle process) {
    started.add(process);
    return process;
  }

  /** The JDK takes a process for alive until whoever adopted it has asked how it ended. */
  static boolean hasEnded(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException goneOrNoSuchFileSystem) {
      return !process.isAlive();
    }
  }

  static void carryOut(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  static void within(Duration patience, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("nanoTime").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    started.forEach(ProcessHandle::destroyForcibly);
    input.close();
  }
}

package quire.process.scene;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import quire.process.kernel.Host;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.scene.LittleServer.Manners;

/**
 * Servers under clients that are not this process' children, so that they look as they would to a
 * command in another window. A fifo that the scene holds open is their input, which never ends.
 */
public final class Scene implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final Path folder;
  private final InstanceRegistry registry;
  private final RandomAccessFile input;
  private final Set<ProcessHandle> started = new HashSet<>();

  public Scene(Path folder) throws Exception {
    this.folder = folder;
    registry = new InstanceRegistry(folder);
    run("mkfifo", folder.resolve("input").toString());
    input = new RandomAccessFile(folder.resolve("input").toFile(), "rw");
  }

  public InstanceRegistry registry() {
    return registry;
  }

  public Instance window(String store, Manners manners) throws Exception {
    return under(server(store, manners));
  }

  public Instance wrappedWindow(Manners manners) throws Exception {
    return under("sh -c " + quoted(server(Known.STORE, manners) + "\n:"));
  }

  public Instance orphan(String store, Manners manners) throws Exception {
    return orphaned(window(store, manners));
  }

  public Instance wrappedOrphan(Manners manners) throws Exception {
    return orphaned(wrappedWindow(manners));
  }

  /** {@return an orphan that belongs to somebody else, in a registry that all users share} */
  public Instance othersOrphan() throws Exception {
    Assumptions.assumeTrue(
        "0".equals(Kernel.ofThisSystem().user()), "only root can start another user's process");
    Files.createDirectories(registry.folder());
    for (Path shared : List.of(folder, registry.folder())) {
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    return orphaned(
        under(
            "setpriv --reuid=65534 --regid=65534 --clear-groups "
                + server(Known.STORE, Manners.CLINGING)));
  }

  /** {@return a server that was killed under a parent that does not ask how} */
  public Instance defunct() throws Exception {
    Instance server =
        under(
            "sh -c "
                + quoted(server(Known.STORE, Manners.GOOD) + " <" + fifo() + " & exec sleep 300"));
    kill(server);
    Wait.until(
        START,
        "defunct",
        () -> kernel().entered(server.process().pid()).isPresent() && !runs(server));
    return server;
  }

  /** {@return a process that only mentions us} */
  public ProcessHandle bystander(String... arguments) throws IOException {
    Files.writeString(folder.resolve("quire.cli.Main"), "quire serve");
    List<String> command = new ArrayList<>(List.of("tail"));
    command.addAll(List.of(arguments));
    ProcessHandle bystander = new ProcessBuilder(command).start().toHandle();
    started.add(bystander);
    return bystander;
  }

  /** {@return an entry whose lock is held but which says something else about its process} */
  public Registration forge(ProcessId process, Host host) throws IOException {
    return registry.register(
        Known.instance(
            UUID.randomUUID().toString(),
            process,
            kernel().user(),
            host,
            Known.STORE,
            new Owner(new ProcessId(1_000_000_007, 1), "gone")));
  }

  public boolean runs(Instance server) {
    return kernel().process(server.process().pid()).equals(Optional.of(server.process()));
  }

  public void kill(Instance server) throws Exception {
    started.stream()
        .filter(handle -> handle.pid() == server.process().pid())
        .forEach(ProcessHandle::destroyForcibly);
    Wait.until(START, "killed", () -> !runs(server));
  }

  public Map<Long, Instance> instances() throws IOException {
    return registry.entries().stream()
        .flatMap(entry -> entry.instance().stream())
        .collect(Collectors.toMap(it -> it.process().pid(), Function.identity(), (a, b) -> a));
  }

  /** Waits until no server is too young to be stopped. */
  public void waitUntilOld() throws Exception {
    long now = System.nanoTime();
    Wait.until(START, "two seconds", () -> System.nanoTime() - now > 2_100_000_000L);
  }

  private Instance under(String line) throws Exception {
    Set<Long> before = instances().keySet();
    Path client = folder.resolve("client" + before.size() + started.size());
    Files.writeString(client, line + " <" + fifo() + "\n:\n");
    // The outer shell ends at once, so the client is adopted by somebody else.
    run("sh", "-c", "sh " + quoted(client.toString()) + " >/dev/null 2>&1 &");
    Wait.until(START, "registered", () -> instances().size() > before.size());
    Map<Long, Instance> now = instances();
    now.keySet().removeAll(before);
    Instance server = now.values().iterator().next();
    remember(server.process().pid());
    server.owners().forEach(owner -> remember(owner.process().pid()));
    return server;
  }

  private Instance orphaned(Instance server) throws Exception {
    ProcessId client = server.owners().getLast().process();
    ProcessHandle.of(client.pid()).ifPresent(ProcessHandle::destroyForcibly);
    Wait.until(START, "client gone", () -> kernel().process(client.pid()).isEmpty());
    return server;
  }

  private void remember(long pid) {
    ProcessHandle.of(pid).ifPresent(started::add);
  }

  private String server(String store, Manners manners) {
    return LittleServer.command(folder, store, manners).stream()
        .map(Scene::quoted)
        .collect(Collectors.joining(" "));
  }

  private String fifo() {
    return quoted(folder.resolve("input").toString());
  }

  private static Kernel kernel() {
    return Kernel.ofThisSystem();
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new AssertionError("Failed: " + String.join(" ", command));
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() throws IOException {
    started.forEach(ProcessHandle::destroyForcibly);
    input.close();
  }
}

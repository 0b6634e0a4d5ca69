package quire.process.scene;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import quire.api.spi.KernelLocks;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.owner.OwnerChain;
import quire.process.owner.ParentWatch;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.registry.RegistryEntry;
import quire.process.registry.Service;

/** A server without tools: it registers, watches its parent, and ends when its input ends. */
public final class LittleServer {
  /** How well it behaves. */
  public enum Manners {
    GOOD,
    /** Ends when asked, but not with its client. */
    CLINGING,
    /** As an older version: ends at SIGTERM, but knows no requests. */
    OLD,
    /** Hangs: only SIGKILL ends it. */
    DEAF
  }

  private LittleServer() {}

  /**
   * @param args the state folder, the store and the manners
   */
  public static void main(String[] args) throws Exception {
    Kernel kernel = Kernel.ofThisSystem();
    long pid = ProcessHandle.current().pid();
    ProcessId self = kernel.process(pid).orElseThrow();
    List<Owner> owners = new OwnerChain(kernel).of(self, List.of());
    InstanceRegistry registry = new InstanceRegistry(Path.of(args[0]));
    Registration registration =
        registry.register(
            new Instance(
                UUID.randomUUID().toString(),
                self,
                kernel.user(),
                kernel.host(),
                new Service("0.1.0", "/opt/quire", args[1], Optional.empty(), "stdio"),
                owners,
                Optional.empty(),
                Instant.now()));
    Manners manners = Manners.valueOf(args[2]);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> leave(registration, manners == Manners.DEAF)));
    switch (manners) {
      case GOOD -> watch(kernel, owners, registration);
      case CLINGING -> watch(kernel, List.of(), registration);
      case OLD, DEAF -> {}
    }
    answer(registry, System.in);
  }

  private static void watch(Kernel kernel, List<Owner> owners, Registration registration) {
    ParentWatch.start(kernel, owners, registration::askedToStop, reason -> System.exit(0));
  }

  private static void leave(Registration registration, boolean deaf) {
    try {
      if (deaf) {
        new CountDownLatch(1).await();
      }
      registration.close();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Says for each id on its input what it sees of that entry's lock. */
  private static void answer(InstanceRegistry registry, InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String id = lines.readLine(); id != null; id = lines.readLine()) {
      System.out.println(registry.lock(Known.instance(id, new ProcessId(0, 0))));
    }
    System.exit(0);
  }

  /** {@return the words that start one, on the class path because it needs no module's service} */
  public static List<String> command(Path state, String store, Manners manners) {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        classPath(),
        LittleServer.class.getName(),
        state.toString(),
        store,
        manners.name(),
        // As the launcher starts one: what has other words is not taken for a server.
        "-Dquire.home=/opt/quire",
        "-m",
        "quire.cli/quire.cli.Main",
        "serve");
  }

  /** {@return this module, its tests and the contract, all that a program of the scene needs} */
  public static String classPath() {
    return String.join(
        ":", place(InstanceRegistry.class), place(LittleServer.class), place(KernelLocks.class));
  }

  private static String place(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String url = type.getResource("/" + file).toString();
    String path = url.substring(url.indexOf('/'));
    String place = path.substring(0, path.length() - file.length());
    return place.endsWith("!/") ? place.substring(0, place.length() - 2) : place;
  }

  /** Starts one as this process' own child and waits until it is registered. */
  public static Running start(Path state) throws Exception {
    Process process =
        new ProcessBuilder(command(state, Known.STORE, Manners.GOOD))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Running running = new Running(process);
    try {
      Wait.until(Duration.ofSeconds(20), "registered", () -> registered(state, process.pid()));
      return running;
    } catch (AssertionError failure) {
      running.close();
      throw failure;
    }
  }

  static boolean registered(Path state, long pid) throws IOException {
    return new InstanceRegistry(state)
        .entries().stream()
            .flatMap(entry -> entry.instance().stream())
            .anyMatch(instance -> instance.process().pid() == pid);
  }

  /** One that runs. */
  public record Running(Process process) implements AutoCloseable {
    public long pid() {
      return process.pid();
    }

    public RegistryEntry.Lock sees(String id) throws IOException {
      process.outputWriter().write(id + "\n");
      process.outputWriter().flush();
      return RegistryEntry.Lock.valueOf(process.inputReader().readLine());
    }

    public void kill() {
      process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
      kill();
    }
  }
}

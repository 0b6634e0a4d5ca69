package quire.cli.serve;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import quire.api.spi.FileFailure;
import quire.cli.base.Surroundings;
import quire.cli.base.Version;
import quire.cli.settings.Settings;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.owner.OwnerChain;
import quire.process.owner.ParentWatch;
import quire.process.registry.Client;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.registry.Service;
import quire.process.registry.StateFolder;

/** This server among all servers of the user, and its watch over whoever started it. */
final class ServerRegistration implements AutoCloseable {
  /** A client that says nothing may be gone already. */
  private static final Duration LONGEST_SILENCE = Duration.ofMillis(500);

  /** To enter takes 20 ms of CPU, which the first call would wait for. */
  private static final Duration FIRST_ANSWERS = Duration.ofMillis(400);

  /** What starts a shared server for everybody; it is ended by them, and not with them. */
  private static final Set<String> SERVICE_MANAGERS = Set.of("systemd", "launchd");

  private final Surroundings surroundings;
  private final Consumer<String> notices;
  private final Kernel kernel = Kernel.ofThisSystem();
  private final CountDownLatch clientSpoke = new CountDownLatch(1);
  private Optional<Registration> registration = Optional.empty();
  private Optional<Client> client = Optional.empty();
  private boolean entered;
  private Optional<String> address = Optional.empty();

  ServerRegistration(Surroundings surroundings, Consumer<String> notices) {
    this.surroundings = surroundings;
    this.notices = notices;
  }

  /** Waits until the client has its first answers, or says nothing for a while. */
  void awaitFirstAnswers() throws InterruptedException {
    if (clientSpoke.await(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      Thread.sleep(FIRST_ANSWERS);
    }
  }

  /** Calls {@code end} when an owner of this process has ended or somebody asks it to end. */
  ParentWatch watch(Runnable end) {
    return ParentWatch.start(
        kernel,
        owners(),
        this::askedToStop,
        reason -> {
          notices.accept("ends because " + reason);
          end.run();
        });
  }

  /** Clients find this server at an address from now on. */
  synchronized void serves(String at) {
    address = Optional.of(at);
  }

  private synchronized List<Owner> owners() {
    List<Owner> owners =
        kernel
            .process(ProcessHandle.current().pid())
            .map(process -> new OwnerChain(kernel).of(process, above()))
            .orElse(List.of());
    boolean managed =
        address.isPresent()
            && !owners.isEmpty()
            && SERVICE_MANAGERS.contains(owners.getFirst().command());
    return managed ? List.of() : owners;
  }

  /** The launcher noted them at once: by now some may have ended. */
  private static List<Long> above() {
    return Stream.of(System.getProperty("quire.parents", "").split(" "))
        .filter(number -> !number.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  private synchronized boolean askedToStop() {
    return registration.map(Registration::askedToStop).orElse(false);
  }

  /** Enters the registry, once. A server that cannot enter serves all the same. */
  synchronized void enter(Settings settings) {
    if (entered) {
      return;
    }
    entered = true;
    InstanceRegistry registry =
        new InstanceRegistry(
            StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system()));
    try {
      Optional<ProcessId> self = kernel.process(ProcessHandle.current().pid());
      if (self.isPresent()) {
        registration = Optional.of(registry.register(instance(self.get(), settings)));
      }
    } catch (IOException failure) {
      notices.accept(
          "this server is not in the list of \"quire ps\": %s"
              .formatted(FileFailure.told(failure)));
    }
  }

  /** No other process has this start and this number; true randomness would cost 20 ms of CPU. */
  private static UUID id(ProcessId self) {
    Instant now = Instant.now();
    return new UUID(
        now.getEpochSecond() * 1_000_000_000 + now.getNano(), self.mark() << 24 | self.pid());
  }

  private Instance instance(ProcessId self, Settings settings) {
    Service service =
        new Service(
            Version.number(),
            System.getProperty("quire.home", ""),
            settings.address(),
            settings.project().map(project -> project.root().toString()),
            address.isPresent() ? "http" : "stdio",
            address);
    return new Instance(
        id(self).toString(),
        self,
        kernel.user(),
        kernel.host(),
        service,
        owners(),
        client,
        Instant.now());
  }

  /** Adds who the client says it is, as soon as this server has entered. */
  synchronized void clientIs(Client told) {
    clientSpoke.countDown();
    client = Optional.of(told);
    if (registration.isPresent()) {
      try {
        registration.get().clientIs(told);
      } catch (IOException failure) {
        notices.accept(
            "the client's name is not in the list of \"quire ps\": " + FileFailure.told(failure));
      }
    }
  }

  @Override
  public synchronized void close() {
    entered = true;
    registration.ifPresent(this::leave);
  }

  private void leave(Registration held) {
    try {
      held.close();
    } catch (IOException failure) {
      notices.accept("the entry in the list of \"quire ps\" stays until it is pruned: " + failure);
    }
  }
}

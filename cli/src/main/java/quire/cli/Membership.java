package quire.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import quire.process.Client;
import quire.process.Instance;
import quire.process.InstanceRegistry;
import quire.process.Kernel;
import quire.process.Owner;
import quire.process.OwnerChain;
import quire.process.ParentWatch;
import quire.process.ProcessId;
import quire.process.Registration;
import quire.process.Service;
import quire.process.StateFolder;

/** This server among all servers of the user, and its watch over whoever started it. */
final class Membership implements AutoCloseable {
  private final Surroundings surroundings;
  private final Consumer<String> notices;
  private final Kernel kernel = Kernel.ofThisSystem();
  private Optional<Registration> registration = Optional.empty();
  private Optional<Client> client = Optional.empty();
  private boolean entered;

  Membership(Surroundings surroundings, Consumer<String> notices) {
    this.surroundings = surroundings;
    this.notices = notices;
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

  private List<Owner> owners() {
    long self = ProcessHandle.current().pid();
    long parent = Long.getLong("quire.parent", kernel.parent(self).orElse(0L));
    return kernel
        .process(self)
        .map(process -> new OwnerChain(kernel).of(process, parent))
        .orElse(List.of());
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
          "this server is not in the list of \"quire ps\": %s".formatted(failure.getMessage()));
    }
  }

  private Instance instance(ProcessId self, Settings settings) {
    Service service =
        new Service(
            Version.number(),
            System.getProperty("quire.home", ""),
            settings.address(),
            settings.project().map(project -> project.root().toString()),
            "stdio");
    return new Instance(
        UUID.randomUUID().toString(),
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
    client = Optional.of(told);
    if (registration.isPresent()) {
      try {
        registration.get().clientIs(told);
      } catch (IOException failure) {
        notices.accept("the client's name is not in the list of \"quire ps\": " + failure);
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

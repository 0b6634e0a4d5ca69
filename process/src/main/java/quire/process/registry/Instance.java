package quire.process.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import quire.process.kernel.Host;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;

/**
 * What a server says of itself in the registry.
 *
 * @param id a UUID, the name of its files there
 * @param user as the kernel seam names users
 * @param owners its parent first; empty if it was started by the system itself
 * @param registered when the entry was written
 */
public record Instance(
    String id,
    ProcessId process,
    String user,
    Host host,
    Service service,
    List<Owner> owners,
    Optional<Client> client,
    Instant registered) {
  public Instance {
    owners = List.copyOf(owners);
  }

  Instance of(Client told) {
    return new Instance(id, process, user, host, service, owners, Optional.of(told), registered);
  }
}

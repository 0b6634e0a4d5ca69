package quire.process.siblings;

import java.util.Optional;
import quire.process.registry.Instance;
import quire.process.registry.RegistryEntry;
import quire.process.table.RunningProcess;

/**
 * What registry and process table together say of one server.
 *
 * @param reason why it has this standing, in one line
 * @param entry empty if it is unregistered
 * @param process empty if the process table has no such process
 */
public record Sighting(
    Standing standing,
    String reason,
    Optional<RegistryEntry> entry,
    Optional<RunningProcess> process) {

  public Optional<Instance> instance() {
    return entry.flatMap(RegistryEntry::instance);
  }

  /** {@return the number of the process; 0 if the entry cannot be read} */
  public long pid() {
    return instance()
        .map(known -> known.process().pid())
        .or(() -> process.map(RunningProcess::pid))
        .orElse(0L);
  }
}

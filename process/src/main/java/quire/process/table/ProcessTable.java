package quire.process.table;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import quire.process.kernel.Host;
import quire.process.kernel.ProcessId;

/** All processes at one moment, as one of them sees them. */
public final class ProcessTable {
  private final Instant taken;
  private final Host host;
  private final long self;
  private final Map<Long, RunningProcess> processes;

  /**
   * @param self the process that looks; it need not be in the list
   */
  public ProcessTable(Instant taken, Host host, long self, List<RunningProcess> processes) {
    this.taken = taken;
    this.host = host;
    this.self = self;
    this.processes =
        processes.stream()
            .collect(
                Collectors.toMap(RunningProcess::pid, Function.identity(), (one, same) -> one));
  }

  public Instant taken() {
    return taken;
  }

  public Host host() {
    return host;
  }

  public List<RunningProcess> all() {
    return List.copyOf(processes.values());
  }

  public Optional<RunningProcess> find(long pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  public boolean isSelf(long pid) {
    return pid == self;
  }

  public Optional<RunningProcess> self() {
    return find(self);
  }

  /** {@return whether exactly this process runs and is not defunct} */
  public boolean runs(ProcessId process) {
    return find(process.pid())
        .filter(found -> found.process().equals(process) && !found.defunct())
        .isPresent();
  }

  /** {@return whether the process is the one that looks, one above it, or one below it} */
  public boolean isFamily(long pid) {
    return above(self).contains(pid) || above(pid).contains(self);
  }

  /** {@return the process and all above it; a snapshot may name parents in a circle} */
  private Set<Long> above(long pid) {
    Set<Long> line = new HashSet<>();
    Optional<Long> next = Optional.of(pid);
    while (next.isPresent() && line.add(next.get())) {
      next = find(next.get()).map(RunningProcess::parent);
    }
    return line;
  }
}

package quire.process.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;

/** Finds the processes that a server must not outlive. */
public final class OwnerChain {
  /** A runner starts a shell that starts us; more levels of known wrappers were not seen. */
  private static final int MOST_WRAPPERS = 4;

  /** A client further above is none. */
  private static final int FARTHEST_CLIENT = 16;

  private final Kernel kernel;

  public OwnerChain(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * {@return the owners of a process, its parent first} The last one is its client: the nearest
   * process above that holds the other end of its standard input, whatever stands between them.
   * Where none is seen to hold it, those count that stand below something other than a known
   * wrapper. The system's first process is nobody's owner: a server under it was started by a
   * service manager or in a container.
   *
   * @param above the numbers of its parent and of those above when the process started, as far as
   *     they are known; each of them may have ended since, and what it started is then under
   *     another parent
   */
  public List<Owner> of(ProcessId process, List<Long> above) {
    List<Owner> line = line(process, above);
    for (int level = 0; level < line.size(); level++) {
      if (kernel.feeds(line.get(level).process().pid(), process.pid())) {
        return line.subList(0, level + 1);
      }
    }
    int owners = Math.min(1, line.size());
    while (owners < Math.min(line.size(), MOST_WRAPPERS)
        && Wrapper.is(kernel.commandLine(line.get(owners - 1).process().pid()))) {
      owners++;
    }
    return line.subList(0, owners);
  }

  /** {@return the processes above, the nearest first, up to one that has ended or is not seen} */
  private List<Owner> line(ProcessId process, List<Long> above) {
    List<Owner> line = new ArrayList<>();
    ProcessId child = process;
    Optional<Long> next = parent(child, above, 0);
    while (line.size() < FARTHEST_CLIENT && next.isPresent() && next.get() > 1) {
      Optional<Owner> owner = owner(next.get(), child);
      owner.ifPresent(line::add);
      if (owner.isEmpty() || owner.get().process().mark() < 0) {
        break;
      }
      child = owner.get().process();
      next = parent(child, above, line.size());
    }
    return line;
  }

  private Optional<Long> parent(ProcessId child, List<Long> above, int level) {
    return level < above.size() ? Optional.of(above.get(level)) : kernel.parent(child.pid());
  }

  /**
   * {@return the owner; empty if it lives and this user may not see it} One that has ended, or
   * whose number went to a later process, gets a mark that nobody has.
   */
  private Optional<Owner> owner(long pid, ProcessId child) {
    Optional<ProcessId> found =
        kernel.process(pid).filter(process -> process.mark() <= child.mark());
    if (found.isEmpty() && kernel.parent(child.pid()).equals(Optional.of(pid))) {
      return Optional.empty();
    }
    List<String> line = kernel.commandLine(pid);
    return Optional.of(
        new Owner(
            found.orElse(new ProcessId(pid, -1)),
            line.isEmpty() || found.isEmpty() ? "" : Wrapper.name(line.getFirst())));
  }
}

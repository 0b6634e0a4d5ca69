package quire.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the processes that a server must not outlive. */
public final class OwnerChain {
  /** A runner starts a shell that starts us; more levels were not seen. */
  private static final int LONGEST = 4;

  private final Kernel kernel;

  public OwnerChain(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * {@return the owners of a process, its parent first, then upwards as long as each is a wrapper}
   * The system's first process is nobody's owner: a server under it was started by a service
   * manager or in a container.
   *
   * @param parent the parent when the process started, which may have died since
   */
  public List<Owner> of(ProcessId process, long parent) {
    List<Owner> owners = new ArrayList<>();
    ProcessId child = process;
    Optional<Long> next = Optional.of(parent);
    while (owners.size() < LONGEST && next.isPresent() && next.get() > 1) {
      Optional<Owner> owner = owner(next.get(), child);
      owner.ifPresent(owners::add);
      if (owner.isEmpty() || !Wrapper.is(kernel.commandLine(next.get()))) {
        break;
      }
      child = owner.get().process();
      next = kernel.parent(child.pid());
    }
    return owners;
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

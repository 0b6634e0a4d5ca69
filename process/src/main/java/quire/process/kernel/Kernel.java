package quire.process.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the operating system says of processes without any library: cheap enough for a server's
 * start. The one seam between the systems.
 */
public sealed interface Kernel permits LinuxKernel, OtherKernel {
  /** {@return the running process of this number; empty if there is none or it is defunct} */
  Optional<ProcessId> process(long pid);

  /** {@return the process of this number, be it defunct; empty if there is none} */
  Optional<ProcessId> entered(long pid);

  /** {@return the number of the parent; empty if unknown or outside of this PID namespace} */
  Optional<Long> parent(long pid);

  /** {@return program and arguments; without arguments where the system hides them, or empty} */
  List<String> commandLine(long pid);

  /**
   * {@return whether the first process holds the other end of the second one's standard input}
   * False where that cannot be seen.
   */
  boolean feeds(long pid, long reader);

  Host host();

  /** {@return who this process belongs to: the system's number, on Windows and macOS the name} */
  String user();

  /** {@return who this process belongs to, as {@link #user()} names users; empty if unknown} */
  String user(long pid);

  /** {@return the one of the two that {@link #user()} would give for this user} */
  String user(Supplier<String> number, Supplier<String> name);

  static Kernel ofThisSystem() {
    return System.getProperty("os.name").equals("Linux") ? new LinuxKernel() : new OtherKernel();
  }
}

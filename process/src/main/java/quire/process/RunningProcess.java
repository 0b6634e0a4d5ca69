package quire.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One process of a snapshot.
 *
 * @param user as {@link Kernel#user()} names users
 * @param defunct ended, but its parent has not yet asked how
 * @param datesAgree whether the JDK and OSHI name the same start
 */
public record RunningProcess(
    ProcessId process,
    long parent,
    String user,
    boolean defunct,
    Instant started,
    boolean datesAgree,
    List<String> commandLine,
    Use use) {
  public RunningProcess {
    commandLine = List.copyOf(commandLine);
  }

  /** What it takes of the machine. */
  public record Use(long residentBytes, Duration cpuTime) {}

  public long pid() {
    return process.pid();
  }
}

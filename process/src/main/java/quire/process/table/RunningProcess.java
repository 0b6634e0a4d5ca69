package quire.process.table;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;

/**
 * One process of a snapshot.
 *
 * @param user as {@link Kernel#user()} names users
 * @param defunct ended, but its parent has not yet asked how
 * @param datesAgree whether all who were asked name the same start
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

  /**
   * What it takes of the machine.
   *
   * @param residentBytes empty if it cannot be known here
   */
  public record Use(OptionalLong residentBytes, Duration cpuTime) {}

  public long pid() {
    return process.pid();
  }
}

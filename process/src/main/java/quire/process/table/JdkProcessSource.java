package quire.process.table;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import quire.process.kernel.Kernel;

/**
 * Asks the JDK, without native code. It knows no memory use, and on Windows no arguments, so that
 * servers without an entry stay unseen there.
 */
public final class JdkProcessSource implements ProcessSource {
  @Override
  public ProcessTable read(Kernel kernel) {
    List<RunningProcess> processes =
        ProcessHandle.allProcesses().flatMap(handle -> running(kernel, handle).stream()).toList();
    return new ProcessTable(Instant.now(), kernel.host(), ProcessHandle.current().pid(), processes);
  }

  private static Optional<RunningProcess> running(Kernel kernel, ProcessHandle handle) {
    long pid = handle.pid();
    ProcessHandle.Info info = handle.info();
    return kernel
        .entered(pid)
        .map(
            process ->
                new RunningProcess(
                    process,
                    kernel.parent(pid).orElse(0L),
                    kernel.user(pid),
                    kernel.process(pid).isEmpty(),
                    info.startInstant().orElse(Instant.EPOCH),
                    true,
                    kernel.commandLine(pid),
                    new RunningProcess.Use(
                        OptionalLong.empty(), info.totalCpuDuration().orElse(Duration.ZERO))));
  }
}

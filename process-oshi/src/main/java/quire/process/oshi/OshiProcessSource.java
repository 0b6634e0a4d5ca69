package quire.process.oshi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.table.ProcessSource;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

/**
 * Asks OSHI, whose native code costs a quarter of a second and 30 MB: never to be touched by a
 * server.
 */
public final class OshiProcessSource implements ProcessSource {
  private static final Duration SAME = Duration.ofSeconds(2);

  @Override
  public ProcessTable read(Kernel kernel) {
    List<RunningProcess> processes =
        new SystemInfo()
            .getOperatingSystem().getProcesses(null, null, 0).stream()
                .map(process -> running(kernel, process))
                .toList();
    return new ProcessTable(Instant.now(), kernel.host(), ProcessHandle.current().pid(), processes);
  }

  private static RunningProcess running(Kernel kernel, OSProcess process) {
    long pid = process.getProcessID();
    Instant started = Instant.ofEpochMilli(process.getStartTime());
    Optional<Instant> perJdk = ProcessHandle.of(pid).flatMap(it -> it.info().startInstant());
    boolean defunct = process.getState() == OSProcess.State.ZOMBIE;
    return new RunningProcess(
        kernel.entered(pid).orElse(new ProcessId(pid, -1)),
        process.getParentProcessID(),
        // OSHI starts a program to find the names.
        kernel.user(process::getUserID, process::getUser),
        defunct,
        started,
        perJdk.filter(it -> Duration.between(it, started).abs().compareTo(SAME) < 0).isPresent(),
        process.getArguments(),
        new RunningProcess.Use(
            OptionalLong.of(process.getResidentMemory()),
            Duration.ofMillis(process.getKernelTime() + process.getUserTime())));
  }
}

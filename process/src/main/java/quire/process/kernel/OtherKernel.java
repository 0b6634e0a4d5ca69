package quire.process.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** macOS and Windows, as far as the JDK knows them. */
final class OtherKernel implements Kernel {
  @Override
  public Optional<ProcessId> process(long pid) {
    return entered(pid);
  }

  @Override
  public Optional<ProcessId> entered(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> new ProcessId(pid, start.toEpochMilli()));
  }

  @Override
  public boolean feeds(long pid, long reader) {
    return false;
  }

  @Override
  public Optional<Long> parent(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid);
  }

  @Override
  public List<String> commandLine(long pid) {
    Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
    List<String> line = new ArrayList<>();
    info.flatMap(ProcessHandle.Info::command).ifPresent(line::add);
    info.flatMap(ProcessHandle.Info::arguments).ifPresent(rest -> line.addAll(List.of(rest)));
    return line;
  }

  @Override
  public String user() {
    return System.getProperty("user.name");
  }

  /** Windows puts the domain before the name. */
  @Override
  public String user(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().user())
        .map(name -> name.substring(name.lastIndexOf('\\') + 1))
        .orElse("");
  }

  @Override
  public String user(Supplier<String> number, Supplier<String> name) {
    return name.get();
  }

  /** The first process lives as long as the boot, so its start tells one boot from the next. */
  @Override
  public Host host() {
    return new Host(
        ProcessHandle.of(1)
            .flatMap(handle -> handle.info().startInstant())
            .map(Instant::toString)
            .orElse(""),
        "");
  }
}

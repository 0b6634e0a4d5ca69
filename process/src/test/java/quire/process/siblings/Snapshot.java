package quire.process.siblings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.RegistryEntry;
import quire.process.registry.RegistryEntry.Lock;
import quire.process.scene.Known;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

/** A process table from a file; the program that looks is always process 5000. */
final class Snapshot {
  private final List<RunningProcess> processes;

  private Snapshot(List<RunningProcess> processes) {
    this.processes = processes;
  }

  static Snapshot of(String system) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Snapshot.class.getResourceAsStream(system + ".tsv"), StandardCharsets.UTF_8))) {
      return new Snapshot(
          lines.lines().filter(line -> !line.startsWith("#")).map(Snapshot::process).toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static RunningProcess process(String line) {
    List<String> fields = List.of(line.split("\t"));
    long mark = Long.parseLong(fields.get(2));
    return new RunningProcess(
        new ProcessId(Long.parseLong(fields.get(0)), mark),
        Long.parseLong(fields.get(1)),
        fields.get(3),
        fields.get(4).equals("Z"),
        Known.NOW.minus(Duration.ofSeconds(10_000 - mark)),
        true,
        fields.subList(Math.min(5, fields.size()), fields.size()),
        new RunningProcess.Use(OptionalLong.of(50_000_000), Duration.ofMillis(300)));
  }

  ProcessTable table() {
    return new ProcessTable(Known.NOW, Known.HERE, 5000, processes);
  }

  /** {@return the entry of this process, whose lock is held, when these were its owners} */
  RegistryEntry held(long pid, long... owners) {
    return held(pid, Known.STORE, owners);
  }

  RegistryEntry held(long pid, String store, long... owners) {
    return Known.entry(Lock.HELD, instance(pid, store, owners));
  }

  Instance instance(long pid, String store, long... owners) {
    RunningProcess process = find(pid).orElseThrow();
    return Known.instance(
        "id" + pid,
        process.process(),
        process.user(),
        Known.HERE,
        store,
        Arrays.stream(owners).mapToObj(this::owner).toArray(Owner[]::new));
  }

  private Owner owner(long pid) {
    return find(pid)
        .map(found -> new Owner(found.process(), found.commandLine().getFirst()))
        .orElse(new Owner(new ProcessId(pid, 77), "gone"));
  }

  private Optional<RunningProcess> find(long pid) {
    return processes.stream().filter(process -> process.pid() == pid).findFirst();
  }
}

package quire.process.scene;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import quire.process.kernel.Host;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.RegistryEntry;
import quire.process.registry.Service;
import quire.process.table.RunningProcess;

/** Instances and processes that the tests know. */
public final class Known {
  public static final Host HERE =
      new Host("cd7270b3-4e85-4e77-96c2-f3ab7a01fb94", "pid:[4026531836]");
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  public static final String STORE = "sqlite:/home/ada/notes/.quire/memory.db";

  private Known() {}

  public static Instance instance(String id, ProcessId process, Owner... owners) {
    return instance(id, process, "1000", HERE, STORE, owners);
  }

  public static Instance instance(
      String id, ProcessId process, String user, Host host, String store, Owner... owners) {
    return new Instance(
        id,
        process,
        user,
        host,
        new Service("0.1.0", "/opt/quire", store, Optional.of("/home/ada/notes"), "stdio"),
        List.of(owners),
        Optional.empty(),
        NOW.minus(Duration.ofHours(1)));
  }

  public static RegistryEntry entry(RegistryEntry.Lock lock, Instance instance) {
    return new RegistryEntry(
        Path.of("/state/instances/" + instance.id() + ".json"), lock, Optional.of(instance));
  }

  public static RunningProcess process(long pid, long parent, long mark, String... commandLine) {
    return new RunningProcess(
        new ProcessId(pid, mark),
        parent,
        "1000",
        false,
        NOW.minus(Duration.ofHours(1)),
        true,
        List.of(commandLine),
        new RunningProcess.Use(OptionalLong.of(50_000_000), Duration.ofMillis(300)));
  }
}

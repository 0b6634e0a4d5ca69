package quire.process.siblings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.RegistryEntry;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

/** Says of every server what it is. A pure function of what was seen: it asks nobody. */
public final class Siblings {
  private final ProcessTable table;
  private final List<RegistryEntry> entries;

  public Siblings(ProcessTable table, List<RegistryEntry> entries) {
    this.table = table;
    this.entries = entries;
  }

  /** {@return the registered servers, then the unregistered ones} */
  public List<Sighting> sightings() {
    List<Sighting> registered = entries.stream().map(this::sighting).toList();
    Set<Long> known = registered.stream().map(Sighting::pid).collect(Collectors.toSet());
    Stream<Sighting> others =
        table.all().stream()
            .filter(process -> !known.contains(process.pid()) && !table.isSelf(process.pid()))
            .flatMap(process -> unregistered(process).stream());
    return Stream.concat(registered.stream(), others).toList();
  }

  private Sighting sighting(RegistryEntry entry) {
    Optional<RunningProcess> process =
        entry
            .instance()
            .filter(instance -> instance.host().equals(table.host()))
            .flatMap(instance -> table.find(instance.process().pid()));
    Verdict verdict =
        switch (entry.lock()) {
          case UNKNOWN ->
              new Verdict(Standing.UNVERIFIED, "its lock cannot be tested by this user or here");
          case FOREIGN ->
              new Verdict(Standing.UNVERIFIED, "its lock is held by another process than it names");
          case FREE -> ended(entry, process);
          case HELD ->
              entry
                  .instance()
                  .map(instance -> running(instance, process))
                  .orElse(new Verdict(Standing.UNVERIFIED, "its entry cannot be read"));
        };
    return new Sighting(verdict.standing(), verdict.reason(), Optional.of(entry), process);
  }

  private Verdict ended(RegistryEntry entry, Optional<RunningProcess> process) {
    Optional<RunningProcess> same =
        process.filter(
            found -> entry.instance().map(Instance::process).equals(Optional.of(found.process())));
    if (same.isEmpty()) {
      return new Verdict(Standing.DEAD_ENTRY, "nobody holds its lock any more");
    }
    return same.get().defunct()
        ? new Verdict(
            Standing.DEFUNCT,
            "it has ended; only its parent, process %d, can collect it"
                .formatted(same.get().parent()))
        : new Verdict(Standing.UNVERIFIED, "it runs but does not hold its lock");
  }

  private Verdict running(Instance instance, Optional<RunningProcess> process) {
    if (!instance.host().equals(table.host())) {
      return new Verdict(
          Standing.FOREIGN_NAMESPACE,
          "another boot or PID namespace: cannot verify, will not signal");
    }
    if (process.isEmpty()) {
      return new Verdict(
          Standing.UNVERIFIED, "its lock is held, but no process of this number is to be seen");
    }
    RunningProcess found = process.get();
    if (!found.process().equals(instance.process()) || !found.datesAgree()) {
      return new Verdict(
          Standing.UNVERIFIED,
          "process %d started at another time than the entry says".formatted(found.pid()));
    }
    return owned(instance);
  }

  private Verdict owned(Instance instance) {
    if (instance.service().address().isPresent()) {
      return new Verdict(
          Standing.LIVE,
          "it serves any client at its address, so no client's end leaves it behind");
    }
    if (instance.owners().isEmpty()) {
      return new Verdict(Standing.LIVE, "started by the system, so it has no owner to lose");
    }
    return instance.owners().stream()
        .filter(owner -> !table.runs(owner.process()))
        .findFirst()
        .map(owner -> new Verdict(Standing.ORPHAN, owner(owner) + " has ended"))
        .orElseGet(
            () -> new Verdict(Standing.LIVE, owner(instance.owners().getLast()) + " is alive"));
  }

  private static String owner(Owner owner) {
    return "its owner, %s,".formatted(owner.shown());
  }

  private Optional<Sighting> unregistered(RunningProcess process) {
    return ServerCommand.installation(process.commandLine())
        .map(
            home ->
                new Sighting(
                    Standing.UNREGISTERED,
                    "its command line is that of a server in " + home,
                    Optional.empty(),
                    Optional.of(process)));
  }

  private record Verdict(Standing standing, String reason) {}
}

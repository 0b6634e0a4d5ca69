package quire.process.siblings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import quire.process.registry.Instance;
import quire.process.siblings.Decision.Prune;
import quire.process.siblings.Decision.Refuse;
import quire.process.siblings.Decision.Stop;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

/** Decides who may be stopped. A pure function of what was seen: it asks nobody. */
public final class StopPlan {
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private final ProcessTable table;
  private final Wish wish;

  /**
   * What the user wants.
   *
   * @param named only these, be they live; empty for all orphans
   * @param store only servers of this store; empty for all stores
   */
  public record Wish(Set<Long> named, Optional<String> store) {
    public Wish {
      named = Set.copyOf(named);
    }
  }

  public StopPlan(ProcessTable table, Wish wish) {
    this.table = table;
    this.wish = wish;
  }

  /** {@return one decision for each sighting that the wish is about, and for each unknown name} */
  public List<Decision> decisions(List<Sighting> sightings) {
    Stream<Decision> decided =
        sightings.stream()
            .filter(sighting -> wish.named().isEmpty() || wish.named().contains(sighting.pid()))
            .map(this::decide);
    Stream<Decision> unknown =
        wish.named().stream()
            .filter(pid -> sightings.stream().noneMatch(sighting -> sighting.pid() == pid))
            .map(
                pid ->
                    refuse(pid, Outcome.REFUSED_UNREGISTERED, "no Quire server has this number"));
    return Stream.concat(decided, unknown).toList();
  }

  private Decision decide(Sighting sighting) {
    long pid = sighting.pid();
    return switch (sighting.standing()) {
      case DEAD_ENTRY -> new Prune(pid, sighting.entry().orElseThrow(), sighting.reason());
      case DEFUNCT -> refuse(pid, Outcome.REFUSED_DEFUNCT, sighting.reason());
      case FOREIGN_NAMESPACE -> refuse(pid, Outcome.REFUSED_OTHER_NAMESPACE, sighting.reason());
      case UNREGISTERED ->
          refuse(
              pid,
              Outcome.REFUSED_UNREGISTERED,
              sighting.reason() + "; without an entry nobody can tell whose it is");
      case UNVERIFIED -> unverified(sighting);
      case LIVE, ORPHAN -> running(sighting, sighting.instance().orElseThrow());
    };
  }

  private Decision unverified(Sighting sighting) {
    return isOthers(sighting)
        ? refuse(sighting.pid(), Outcome.REFUSED_OTHER_USER, "it belongs to another user")
        : refuse(sighting.pid(), Outcome.REFUSED_IDENTITY_CHANGED, sighting.reason());
  }

  private Decision running(Sighting sighting, Instance instance) {
    long pid = sighting.pid();
    if (isOthers(sighting)) {
      return refuse(pid, Outcome.REFUSED_OTHER_USER, "it belongs to another user");
    }
    if (table.isFamily(pid)) {
      return refuse(pid, Outcome.REFUSED_OWN_FAMILY, "it is above or below this command");
    }
    if (wish.store().isPresent() && !wish.store().get().equals(instance.service().store())) {
      return refuse(pid, Outcome.REFUSED_OTHER_STORE, "it serves " + instance.service().store());
    }
    if (!ServerCommand.isPossible(
        sighting.process().map(RunningProcess::commandLine).orElse(List.of()))) {
      return refuse(
          pid, Outcome.REFUSED_IDENTITY_CHANGED, "its command line is not that of a server");
    }
    if (isYoung(sighting)) {
      return refuse(pid, Outcome.REFUSED_TOO_YOUNG, "it started less than 2 seconds ago");
    }
    if (sighting.standing() == Standing.LIVE && !wish.named().contains(pid)) {
      return refuse(pid, Outcome.REFUSED_LIVE_CLIENT, sighting.reason());
    }
    return new Stop(instance, sighting.reason());
  }

  private boolean isOthers(Sighting sighting) {
    Optional<String> me = table.self().map(RunningProcess::user);
    return Stream.concat(
            sighting.instance().map(Instance::user).stream(),
            sighting.process().map(RunningProcess::user).stream())
        .anyMatch(user -> !Optional.of(user).equals(me));
  }

  private boolean isYoung(Sighting sighting) {
    return sighting
        .process()
        .filter(process -> process.started().plus(YOUNG).isAfter(table.taken()))
        .isPresent();
  }

  private static Refuse refuse(long pid, Outcome outcome, String reason) {
    return new Refuse(pid, outcome, reason);
  }
}

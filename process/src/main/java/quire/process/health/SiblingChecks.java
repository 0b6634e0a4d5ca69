package quire.process.health;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.process.registry.InstanceRegistry;
import quire.process.siblings.Siblings;
import quire.process.siblings.Sighting;
import quire.process.siblings.Standing;
import quire.process.table.ProcessTable;

/** What the registry and the process table say of the servers on this machine. */
public final class SiblingChecks {
  private final InstanceRegistry registry;
  private final Supplier<ProcessTable> table;

  /**
   * @param table asked when a check runs
   */
  public SiblingChecks(InstanceRegistry registry, Supplier<ProcessTable> table) {
    this.registry = registry;
    this.table = table;
  }

  public List<HealthCheck> all() {
    return List.of(
        new Check("left-behind", this::leftBehind),
        new Check("registry", this::entries),
        new Check("version-skew", this::versions),
        new Check("shared-server", this::shared));
  }

  private List<Sighting> sightings() throws IOException {
    return new Siblings(table.get(), registry.entries()).sightings();
  }

  private Finding leftBehind() throws IOException {
    List<Sighting> all = sightings();
    String orphans = pids(all, Standing.ORPHAN);
    if (!orphans.isEmpty()) {
      return Finding.warn("their clients are gone: " + orphans, "quire clean --all-stores --yes");
    }
    String unregistered = pids(all, Standing.UNREGISTERED);
    return unregistered.isEmpty()
        ? Finding.ok("%d live, none left behind".formatted(count(all, Standing.LIVE)))
        : Finding.warn(
            "servers without an entry: " + unregistered,
            "they are of another version, or were started with another state folder");
  }

  /** Does what a page of another site would do, and expects to be refused. */
  private Finding shared() throws IOException {
    List<String> open = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    int probed = 0;
    for (Sighting sighting : sightings()) {
      Optional<String> address =
          sighting.instance().flatMap(instance -> instance.service().address());
      if (sighting.standing() == Standing.LIVE && address.isPresent()) {
        probed++;
        try {
          if (!refusesForgeries(URI.create(address.get()))) {
            open.add(address.get());
          }
        } catch (IOException | IllegalArgumentException unreachable) {
          silent.add("process %d at %s".formatted(sighting.pid(), address.get()));
        }
      }
    }
    if (!open.isEmpty()) {
      return Finding.fail(
          "serves requests that a page of another site can make: " + String.join(", ", open),
          "end it with quire clean PID, and start one of this version");
    }
    if (!silent.isEmpty()) {
      return Finding.warn(
          "does not answer: " + String.join(", ", silent), "quire clean PID, then start it again");
    }
    return Finding.ok(
        probed == 0 ? "no shared server runs" : "forged Host and Origin are refused with 403");
  }

  private static boolean refusesForgeries(URI server) throws IOException {
    String own = server.getRawAuthority();
    String forged = "Origin: http://quire.invalid\r\n";
    return ForgedRequest.status(server, "quire.invalid", "") == 403
        && ForgedRequest.status(server, own, forged) == 403;
  }

  private Finding entries() throws IOException {
    List<Sighting> all = sightings();
    String odd = pids(all, Standing.UNVERIFIED);
    if (!odd.isEmpty()) {
      return Finding.warn("entries that contradict what runs: " + odd, "quire ps --all shows why");
    }
    long dead = count(all, Standing.DEAD_ENTRY);
    if (dead > 0) {
      return Finding.warn(
              "%d entries of servers that were killed".formatted(dead),
              "quire doctor --fix removes them, and so does the next server")
          .repairedBy(this::prune);
    }
    long foreign = count(all, Standing.FOREIGN_NAMESPACE);
    return Finding.ok(
        "%d entries in %s%s"
            .formatted(
                registry.entries().size(),
                registry.folder(),
                foreign == 0 ? "" : ", %d of another boot or container".formatted(foreign)));
  }

  private String prune() throws IOException {
    registry.prune();
    return "removed";
  }

  private Finding versions() throws IOException {
    TreeSet<String> versions =
        sightings().stream()
            .filter(sighting -> sighting.standing() == Standing.LIVE)
            .flatMap(sighting -> sighting.instance().stream())
            .map(instance -> instance.service().version())
            .collect(Collectors.toCollection(TreeSet::new));
    return versions.size() > 1
        ? Finding.warn(
            "servers of %s run side by side".formatted(String.join(" and ", versions)),
            "restart the older windows when convenient; until then both work")
        : Finding.ok(versions.isEmpty() ? "no server runs" : "all are " + versions.first());
  }

  private static long count(List<Sighting> all, Standing standing) {
    return all.stream().filter(sighting -> sighting.standing() == standing).count();
  }

  private static String pids(List<Sighting> all, Standing standing) {
    return all.stream()
        .filter(sighting -> sighting.standing() == standing)
        .map(sighting -> Long.toString(sighting.pid()))
        .collect(Collectors.joining(", "));
  }

  @FunctionalInterface
  private interface Question {
    Finding answer() throws IOException;
  }

  private record Check(String name, Question question) implements HealthCheck {
    @Override
    public Finding run() throws IOException {
      return question.answer();
    }
  }
}

package quire.cli.servers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import quire.process.siblings.Decision;
import quire.process.siblings.Outcome;
import quire.process.siblings.StopPlan;
import quire.process.siblings.StopPlan.Wish;
import quire.process.siblings.StopProtocol;
import quire.process.siblings.StopProtocol.Patience;
import quire.process.table.ProcessTable;

/** Decides which servers are to be stopped, and stops them. */
public final class Cleaning {
  private final Machine machine;
  private final Wish wish;

  public Cleaning(Machine machine, Wish wish) {
    this.machine = machine;
    this.wish = wish;
  }

  /**
   * What is, or would be, done with one server.
   *
   * @param acted whether that is anything at all
   * @param survived whether it should have ended and did not
   */
  public record Line(long pid, String outcome, String reason, boolean acted, boolean survived) {
    private static Line of(StopProtocol.Result result) {
      return new Line(
          result.decision().pid(),
          result.outcome().label(),
          result.text(),
          true,
          result.outcome() == Outcome.STILL_ALIVE);
    }
  }

  /** {@return what would be done; nothing is} */
  List<Line> plan() throws IOException {
    return decisions().stream().map(Cleaning::planned).toList();
  }

  private static Line planned(Decision decision) {
    return switch (decision) {
      case Decision.Stop stop -> new Line(stop.pid(), "would-stop", stop.reason(), true, false);
      case Decision.Prune prune ->
          new Line(prune.pid(), "would-remove-entry", prune.reason(), true, false);
      case Decision.Refuse refused -> refused(refused);
    };
  }

  private static Line refused(Decision.Refuse refused) {
    return new Line(refused.pid(), refused.outcome().label(), refused.reason(), false, false);
  }

  /** {@return what was done} */
  public List<Line> carryOut(boolean force) throws IOException, InterruptedException {
    List<Line> lines = new ArrayList<>();
    List<Decision.Stop> stops = new ArrayList<>();
    for (Decision decision : decisions()) {
      switch (decision) {
        case Decision.Stop stop -> stops.add(stop);
        case Decision.Refuse refused -> lines.add(refused(refused));
        case Decision.Prune prune -> {
          machine.registry().prune(prune.entry());
          lines.add(new Line(prune.pid(), "entry-removed", prune.reason(), true, false));
        }
      }
    }
    new StopProtocol(machine.kernel(), machine.registry(), Patience.STANDARD, force)
        .carryOut(stops).stream().map(Line::of).forEach(lines::add);
    return lines;
  }

  private List<Decision> decisions() throws IOException {
    ProcessTable table = machine.look();
    return new StopPlan(table, wish).decisions(machine.sightings(table));
  }
}

package quire.process.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import quire.api.spi.Finding;
import quire.api.spi.Finding.Verdict;
import quire.api.spi.HealthCheck;

/** What all checks found, in their order. */
public record HealthReport(List<Line> lines) {

  /** What one check found. */
  public record Line(String name, Finding finding) {
    /** {@return the verdict in one word} */
    public String verdict() {
      return finding.verdict() == Verdict.OK ? "PASS" : finding.verdict().name();
    }

    /** {@return what was found, for people} */
    public String said() {
      return "%s: %s%s"
          .formatted(
              name, finding.text(), finding.remedy().map(remedy -> "; " + remedy).orElse(""));
    }
  }

  public HealthReport {
    lines = List.copyOf(lines);
  }

  /**
   * Runs the checks one after the other.
   *
   * @param patience how long each may take; one that takes longer fails and is left behind
   */
  public static HealthReport of(List<HealthCheck> checks, Duration patience)
      throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    for (HealthCheck check : checks) {
      lines.add(new Line(check.name(), outcome(check, patience)));
    }
    return new HealthReport(lines);
  }

  private static Finding outcome(HealthCheck check, Duration patience) throws InterruptedException {
    FutureTask<Finding> task = new FutureTask<>(check::run);
    Thread.ofPlatform().daemon().name("check-" + check.name()).start(task);
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      task.cancel(true);
      return Finding.fail(
          "no answer within %d s".formatted(patience.toSeconds()),
          "run the check again when the machine is less busy");
    } catch (ExecutionException failure) {
      return Finding.fail(
          "the check itself failed: " + failure.getCause(), "report this line as it stands");
    }
  }

  /** {@return whether a check failed; a warning is none} */
  public boolean failed() {
    return lines.stream().anyMatch(line -> line.finding().verdict() == Verdict.FAIL);
  }

  /** {@return the same report after each repair that is offered was tried, one line per check} */
  public HealthReport repaired() {
    return new HealthReport(lines.stream().map(HealthReport::repaired).toList());
  }

  private static Line repaired(Line line) {
    return line.finding()
        .repair()
        .map(repair -> new Line(line.name(), carriedOut(line.finding(), repair)))
        .orElse(line);
  }

  // A repair may fail in any way, and the next one is still to be tried.
  private static Finding carriedOut(Finding finding, Finding.Repair repair) {
    try {
      return Finding.ok(finding.text() + "; repaired: " + repair.carryOut());
    } catch (Exception failure) {
      return Finding.fail(
          finding.text() + "; not repaired: " + failure, finding.remedy().orElse(""));
    }
  }
}

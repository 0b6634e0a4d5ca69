package quire.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.api.spi.Finding.Verdict;
import quire.cli.base.Counted;
import quire.cli.base.ExitCode;
import quire.cli.base.Highlights;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.stores.Stores;
import quire.process.health.HealthReport;

/** {@code quire doctor}. */
@Command(
    name = "doctor",
    description = "Find what is wrong, and name the remedy. Changes nothing without --fix.",
    footer = {"", "Examples:", "  quire doctor", "  quire doctor --deep --json"})
public final class DoctorCommand implements Callable<Integer> {
  private static final List<Verdict> URGENCY =
      List.of(Verdict.SKIP, Verdict.OK, Verdict.WARN, Verdict.FAIL);

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration DEEP_PATIENCE = Duration.ofMinutes(10);

  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--fix", description = "carry out the remedies that lose nothing")
  private boolean fix;

  @Option(names = "--deep", description = "also read the whole store")
  private boolean deep;

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;
  private final Highlights highlights;

  public DoctorCommand(
      Stores stores, Surroundings surroundings, Output output, Highlights highlights) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
    this.highlights = highlights;
  }

  @Override
  public Integer call() throws InterruptedException {
    Doctor doctor = new Doctor(surroundings, () -> stores.settings(store), deep);
    HealthReport found = HealthReport.of(doctor.checks(), deep ? DEEP_PATIENCE : PATIENCE);
    HealthReport report = fix ? found.repaired() : found;
    if (json.isSet()) {
      writeJson(report, doctor);
    } else {
      print(report);
    }
    return (report.failed() ? ExitCode.FAILED : ExitCode.OK).number();
  }

  /** What is wrong comes last, where a person looks. */
  private void print(HealthReport report) {
    List<HealthReport.Line> lines = new ArrayList<>(report.lines());
    lines.sort(Comparator.comparingInt(line -> URGENCY.indexOf(line.finding().verdict())));
    for (HealthReport.Line line : lines) {
      output.line(
          "%s %s"
              .formatted(
                  highlights.verdict("%-4s".formatted(line.verdict()), line.finding().verdict()),
                  Output.visible(line.said())));
    }
    output.line(
        "%s, %s"
            .formatted(
                Counted.of(count(report, Verdict.FAIL), "problem"),
                Counted.of(count(report, Verdict.WARN), "warning")));
  }

  private static long count(HealthReport report, Verdict verdict) {
    return report.lines().stream().filter(line -> line.finding().verdict() == verdict).count();
  }

  private void writeJson(HealthReport report, Doctor doctor) {
    output.json(
        out -> {
          out.writeStartArray();
          for (HealthReport.Line line : report.lines()) {
            out.writeStartObject();
            out.writeStringProperty("check", line.name());
            out.writeStringProperty("verdict", line.finding().verdict().name());
            out.writeStringProperty("finding", line.finding().text());
            line.finding().remedy().ifPresent(remedy -> out.writeStringProperty("remedy", remedy));
            out.writeBooleanProperty("fixable", line.finding().repair().isPresent());
            out.writeBooleanProperty("ofThisVersion", doctor.isOfThisVersion(line.name()));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}

package quire.cli.doctor;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.stores.Stores;
import quire.process.health.HealthReport;

/** {@code quire doctor}. */
@Command(
    name = "doctor",
    description = "Find what is wrong, and name the remedy. Changes nothing without --fix.")
public final class DoctorCommand implements Callable<Integer> {
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

  public DoctorCommand(Stores stores, Surroundings surroundings, Output output) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    Doctor doctor = new Doctor(surroundings, () -> stores.settings(store), deep);
    HealthReport found = HealthReport.of(doctor.checks(), deep ? DEEP_PATIENCE : PATIENCE);
    HealthReport report = fix ? found.repaired() : found;
    if (json.isSet()) {
      writeJson(report);
    } else {
      report.lines().forEach(line -> output.line(Output.visible(line.text())));
    }
    return (report.failed() ? ExitCode.FAILED : ExitCode.OK).number();
  }

  private void writeJson(HealthReport report) {
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
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}

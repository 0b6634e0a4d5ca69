package quire.cli.servers;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.Ago;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Version;
import quire.process.owner.Owner;
import quire.process.registry.Client;
import quire.process.registry.Instance;
import quire.process.siblings.Sighting;
import quire.process.siblings.Standing;
import quire.process.table.RunningProcess;
import tools.jackson.core.JsonGenerator;

/** {@code quire ps}. */
@Command(
    name = "ps",
    description = "List the Quire servers on this machine, and what each is.",
    footer = {"", "Examples:", "  quire ps", "  quire ps --all --json"})
public final class PsCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--all",
      description = "also what has ended, and what runs in another boot or container")
  private boolean all;

  private static final String ROW = "%-8s %-12s %-20s %-12s %8s %8s  %s";

  private final Clock clock = Clock.systemUTC();
  private final Machine machine;
  private final Output output;

  public PsCommand(Machine machine, Output output) {
    this.machine = machine;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    List<Sighting> sightings =
        machine.sightings(machine.look()).stream().filter(this::isWanted).toList();
    if (json.isSet()) {
      output.json(out -> write(out, sightings));
    } else {
      print(sightings);
    }
    return ExitCode.OK.number();
  }

  private boolean isWanted(Sighting sighting) {
    return all
        || switch (sighting.standing()) {
          case LIVE, ORPHAN, UNREGISTERED, UNVERIFIED -> true;
          case DEAD_ENTRY, DEFUNCT, FOREIGN_NAMESPACE -> false;
        };
  }

  private void print(List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      output.line("No Quire server runs here.");
      return;
    }
    Instant now = clock.instant();
    output.line(ROW.formatted("PID", "STATE", "CLIENT", "STARTED", "MEMORY", "CPU", "STORE"));
    for (Sighting sighting : sightings) {
      Optional<RunningProcess> process = sighting.process().filter(known -> !known.defunct());
      Optional<Instance> instance = sighting.instance();
      output.line(
          ROW.formatted(
                  sighting.pid(),
                  sighting.standing().label(),
                  instance.map(PsCommand::client).orElse("-"),
                  instance
                      .map(Instance::registered)
                      .or(() -> process.map(RunningProcess::started))
                      .map(since -> Ago.of(Duration.between(since, now)))
                      .orElse("-"),
                  process.map(PsCommand::megabytes).orElse("-"),
                  process.map(known -> "%.1f s".formatted(cpuSeconds(known))).orElse("-"),
                  instance.map(known -> Output.visible(known.service().store())).orElse("-"))
              .stripTrailing());
      instance
          .map(PsCommand::detail)
          .filter(detail -> !detail.isEmpty())
          .ifPresent(detail -> output.line("         " + detail));
      output.line("         " + sighting.reason());
    }
  }

  private static String client(Instance instance) {
    return Output.visible(
        instance
            .service()
            .address()
            .or(() -> instance.client().map(Client::name))
            .or(() -> last(instance.owners()).map(Owner::command))
            .orElse("unknown"));
  }

  private static String detail(Instance instance) {
    List<String> parts = new ArrayList<>();
    instance.service().project().ifPresent(project -> parts.add("project " + project));
    if (!instance.service().version().equals(Version.number())) {
      parts.add("version " + instance.service().version());
    }
    return Output.visible(String.join(", ", parts));
  }

  private static Optional<Owner> last(List<Owner> owners) {
    return owners.isEmpty() ? Optional.empty() : Optional.of(owners.getLast());
  }

  private static String megabytes(RunningProcess process) {
    OptionalLong resident = process.use().residentBytes();
    return resident.isPresent() ? "%,d MB".formatted(resident.getAsLong() >> 20) : "-";
  }

  private static double cpuSeconds(RunningProcess process) {
    return process.use().cpuTime().toMillis() / 1000.0;
  }

  /** Writes what is known of each server. */
  public static void write(JsonGenerator out, List<Sighting> sightings) {
    out.writeStartArray();
    sightings.forEach(sighting -> write(out, sighting));
    out.writeEndArray();
  }

  /** Writes what is known of one server. */
  public static void write(JsonGenerator out, Sighting sighting) {
    out.writeStartObject();
    out.writeNumberProperty("pid", sighting.pid());
    out.writeStringProperty("state", sighting.standing().label());
    out.writeStringProperty("reason", sighting.reason());
    sighting.instance().ifPresent(instance -> write(out, instance));
    sighting.process().ifPresent(process -> write(out, process, sighting.standing()));
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Instance instance) {
    out.writeStringProperty("store", instance.service().store());
    instance.service().project().ifPresent(project -> out.writeStringProperty("project", project));
    out.writeStringProperty("transport", instance.service().transport());
    instance.service().address().ifPresent(address -> out.writeStringProperty("address", address));
    out.writeStringProperty("version", instance.service().version());
    out.writeStringProperty("installation", instance.service().installation());
    out.writeStringProperty("since", instance.registered().toString());
    instance
        .client()
        .ifPresent(
            client -> {
              out.writeStringProperty("client", client.name());
              out.writeStringProperty("clientVersion", client.version());
            });
    out.writeArrayPropertyStart("owners");
    for (Owner owner : instance.owners()) {
      out.writeStartObject();
      out.writeNumberProperty("pid", owner.process().pid());
      out.writeStringProperty("command", owner.command());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, RunningProcess process, Standing standing) {
    out.writeStringProperty("started", process.started().toString());
    out.writeNumberProperty("parent", process.parent());
    if (standing != Standing.DEFUNCT) {
      process
          .use()
          .residentBytes()
          .ifPresent(bytes -> out.writeNumberProperty("residentBytes", bytes));
      out.writeNumberProperty("cpuSeconds", cpuSeconds(process));
    }
  }
}

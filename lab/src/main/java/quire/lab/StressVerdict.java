package quire.lab;

import java.util.List;
import quire.api.StoreStatistics;
import quire.cli.base.Output;
import quire.lab.StressLedger.Balance;
import tools.jackson.core.JsonGenerator;

/**
 * How a stress run went.
 *
 * @param problems what the store's own check found
 */
record StressVerdict(
    StressPlan plan,
    int killed,
    long acknowledged,
    Balance balance,
    long errors,
    List<String> complaints,
    List<String> problems,
    long walPeak,
    StoreStatistics waits,
    List<Latencies.Row> latencies) {
  boolean sound() {
    return balance.lost() == 0 && balance.twice() == 0 && errors == 0 && problems.isEmpty();
  }

  private long calls() {
    return latencies.stream().mapToLong(Latencies.Row::calls).sum();
  }

  private long callsPerSecond() {
    return calls() / plan.length().toSeconds();
  }

  private double longest() {
    return latencies.stream().mapToDouble(Latencies.Row::max).max().orElse(0);
  }

  void print(Output output) {
    output.line(
        "%d processes, %d calls under way with each, %d s, %d killed with SIGKILL"
            .formatted(plan.processes(), plan.calls(), plan.length().toSeconds(), killed));
    output.line(
        "%-18s %10s %9s %9s %9s %9s"
            .formatted("operation", "calls", "p50 ms", "p95 ms", "p99 ms", "max ms"));
    for (Latencies.Row row : latencies) {
      output.line(
          "%-18s %,10d %9.2f %9.2f %9.2f %9.2f"
              .formatted(row.operation(), row.calls(), row.p50(), row.p95(), row.p99(), row.max()));
    }
    output.line(
        "%,d calls a second, %,d facts acknowledged, longest call %.0f ms"
            .formatted(callsPerSecond(), acknowledged, longest()));
    output.line(
        "%,d attempts, %,d of them retries; write lock refused %,d times, longest wait %,d ms"
            .formatted(
                waits.attempts(),
                waits.retries(),
                waits.refusals(),
                waits.longestWait().toMillis()));
    if (walPeak > 0) {
      output.line("WAL peak %.1f MiB".formatted(walPeak / (double) (1 << 20)));
    }
    complaints.forEach(text -> output.line("error: " + Output.visible(text)));
    problems.forEach(text -> output.line("problem: " + Output.visible(text)));
    output.line(
        "lost %d, twice %d, errors %d, problems %d: %s"
            .formatted(
                balance.lost(),
                balance.twice(),
                errors,
                problems.size(),
                sound() ? "SOUND" : "NOT SOUND"));
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("processes", plan.processes());
    json.writeNumberProperty("callsUnderWay", plan.calls());
    json.writeNumberProperty("seconds", plan.length().toSeconds());
    json.writeNumberProperty("killed", killed);
    json.writeNumberProperty("calls", calls());
    json.writeNumberProperty("callsPerSecond", callsPerSecond());
    json.writeNumberProperty("acknowledged", acknowledged);
    json.writeNumberProperty("lost", balance.lost());
    json.writeNumberProperty("twice", balance.twice());
    json.writeNumberProperty("errors", errors);
    texts(json, "complaints", complaints);
    texts(json, "problems", problems);
    json.writeNumberProperty("walPeakBytes", walPeak);
    json.writeNumberProperty("longestMilliseconds", longest());
    json.writeNumberProperty("attempts", waits.attempts());
    json.writeNumberProperty("retries", waits.retries());
    json.writeNumberProperty("lockRefusals", waits.refusals());
    json.writeNumberProperty("longestWaitMilliseconds", waits.longestWait().toMillis());
    json.writeArrayPropertyStart("operations");
    latencies.forEach(row -> write(json, row));
    json.writeEndArray();
    json.writeBooleanProperty("sound", sound());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Latencies.Row row) {
    json.writeStartObject();
    json.writeStringProperty("operation", row.operation());
    json.writeNumberProperty("calls", row.calls());
    json.writeNumberProperty("p50", row.p50());
    json.writeNumberProperty("p95", row.p95());
    json.writeNumberProperty("p99", row.p99());
    json.writeNumberProperty("max", row.max());
    json.writeEndObject();
  }
}

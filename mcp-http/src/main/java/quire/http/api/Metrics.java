package quire.http.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import quire.http.mcp.CallObserver;

/** Counts what is served, and tells it in the text format of Prometheus. */
public final class Metrics implements CallObserver {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 50
  };

  /** A stranger's method names must not become rows without end. */
  private static final int MOST = 200;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.-]*");

  private final Map<Kind, Row> rows = new HashMap<>();
  private final Map<String, LongSupplier> gauges = new TreeMap<>();

  /** What is told apart. */
  private record Kind(String method, String tool, String outcome) {
    private Kind plain() {
      return new Kind(Metrics.plain(method), Metrics.plain(tool), outcome);
    }

    private String labels() {
      return "mcp_method_name=\"%s\",gen_ai_tool_name=\"%s\",outcome=\"%s\""
          .formatted(method, tool, outcome);
    }
  }

  /** One kind of call. */
  private static final class Row {
    private final long[] within = new long[SECONDS.length];
    private long count;
    private long nanos;
  }

  /** Adds a number that is asked when it is told. */
  public void gauge(String name, LongSupplier value) {
    gauges.put(name, value);
  }

  @Override
  public synchronized void ended(String method, String tool, String outcome, Duration taken) {
    Kind kind = new Kind(method, tool, outcome);
    Row row = rows.get(kind); // there are rows of plain names alone
    if (row == null) {
      Kind plain = kind.plain();
      if (rows.size() >= MOST && !rows.containsKey(plain)) {
        return;
      }
      row = rows.computeIfAbsent(plain, _ -> new Row());
    }
    double seconds = taken.toNanos() / 1e9;
    for (int i = 0; i < SECONDS.length; i++) {
      row.within[i] += seconds <= SECONDS[i] ? 1 : 0;
    }
    row.count++;
    row.nanos += taken.toNanos();
  }

  /** {@return all of it} */
  public synchronized byte[] text() {
    StringBuilder text = new StringBuilder(4_096);
    gauges.forEach(
        (name, value) ->
            text.append("# TYPE ")
                .append(name)
                .append(" gauge\n")
                .append(name)
                .append(' ')
                .append(value.getAsLong())
                .append('\n'));
    String name = "mcp_server_operation_duration_seconds";
    text.append("# TYPE ").append(name).append(" histogram\n");
    Map<String, Row> sorted = new TreeMap<>();
    rows.forEach((kind, row) -> sorted.put(kind.labels(), row));
    sorted.forEach(
        (labels, row) -> {
          for (int i = 0; i < SECONDS.length; i++) {
            text.append(
                "%s_bucket{%s,le=\"%s\"} %d\n".formatted(name, labels, SECONDS[i], row.within[i]));
          }
          text.append("%s_bucket{%s,le=\"+Inf\"} %d\n".formatted(name, labels, row.count));
          text.append(
              String.format(Locale.ROOT, "%s_sum{%s} %.6f\n", name, labels, row.nanos / 1e9));
          text.append("%s_count{%s} %d\n".formatted(name, labels, row.count));
        });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String plain(String name) {
    return name.length() <= 64 && PLAIN.matcher(name).matches() ? name : "other";
  }
}

package quire.http.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import quire.http.mcp.CallObserver;

/** Counts what is served, and tells it in the text format of Prometheus. */
public final class Metrics implements CallObserver {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 50
  };

  /** A stranger's method names must not become rows without end. */
  private static final int MOST = 200;

  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<String, LongSupplier> gauges = new TreeMap<>();

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
    String labels =
        "mcp_method_name=\"%s\",gen_ai_tool_name=\"%s\",outcome=\"%s\""
            .formatted(plain(method), plain(tool), outcome);
    Row row = rows.get(labels);
    if (row == null) {
      if (rows.size() >= MOST) {
        return;
      }
      row = new Row();
      rows.put(labels, row);
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
    rows.forEach(
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
    return name.length() <= 64 && name.matches("[A-Za-z0-9_/.-]*") ? name : "other";
  }
}

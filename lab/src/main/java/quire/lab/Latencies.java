package quire.lab;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How long the calls of each operation took. */
final class Latencies {
  private final Map<String, Samples> operations = new TreeMap<>();

  private static final class Samples {
    private long[] nanos = new long[1024];
    private int count;

    private void add(long value) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = value;
    }
  }

  /** The distribution of one operation, in milliseconds. */
  record Row(String operation, long calls, double p50, double p95, double p99, double max) {}

  synchronized void add(String operation, long nanos) {
    operations.computeIfAbsent(operation, name -> new Samples()).add(nanos);
  }

  /** {@return one row per operation, by name} */
  synchronized java.util.List<Row> rows() {
    return operations.entrySet().stream()
        .map(operation -> row(operation.getKey(), operation.getValue()))
        .toList();
  }

  private static Row row(String operation, Samples samples) {
    long[] sorted = Arrays.copyOf(samples.nanos, samples.count);
    Arrays.sort(sorted);
    return new Row(
        operation,
        sorted.length,
        at(sorted, 0.50),
        at(sorted, 0.95),
        at(sorted, 0.99),
        at(sorted, 1.0));
  }

  private static double at(long[] sorted, double share) {
    int position = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, position)] / 1e6;
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store is backed up again and again while several processes write it. {@code
 * -Dquire.backup.writers=8 -Dquire.backup.seconds=60} for a night, which also holds it to what the
 * writers may notice.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a launcher there is another process")
class BackupStorm {
  /** Slices with and without backups follow each other, so that a slow minute meets both. */
  private static final int SLICES = 4;

  /** What is shorter tells nothing about the slowest of a hundred calls. */
  private static final Duration MEASURED = Duration.ofSeconds(30);

  private static final double MOST = 1.5;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<Long> alone = new ConcurrentLinkedQueue<>();
  private final Queue<Long> beside = new ConcurrentLinkedQueue<>();
  private volatile boolean backingUp;
  private volatile boolean over;

  private void write(Process server, int number) {
    try (OutputStream in = server.getOutputStream();
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
      in.write(Session.creations().getBytes(StandardCharsets.UTF_8));
      in.flush();
      String answer = out.readLine();
      for (int i = 0; answer != null && !over; i++) {
        String name = "writer %d fact %d".formatted(number, i);
        boolean during = backingUp;
        long asked = System.nanoTime();
        in.write(Session.creation(i, name).getBytes(StandardCharsets.UTF_8));
        in.flush();
        answer = out.readLine();
        if (answer != null && !answer.contains("\"isError\":true")) {
          acknowledged.add(name);
          if (during == backingUp) {
            (during ? beside : alone).add(System.nanoTime() - asked);
          }
        }
      }
    } catch (IOException ended) {
      // What it acknowledged until then counts.
    }
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void aBackupHasWhatWasAcknowledgedBeforeItBeganAndWritersHardlyNotice(TestReporter reporter)
      throws Exception {
    Duration length = Duration.ofSeconds(Integer.getInteger("quire.backup.seconds", 2));
    int writers = Integer.getInteger("quire.backup.writers", 2);
    Installation product = Installation.unpack("sqlite", folder.resolve("opt"));
    String store = "sqlite:" + folder.resolve("memory.db");
    Map<Path, Set<String>> backups = new LinkedHashMap<>();
    List<Process> servers = new ArrayList<>();
    List<Thread> writing = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Process server =
          product
              .command("serve", "--store", store)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int number = i;
      servers.add(server);
      writing.add(Thread.ofPlatform().daemon().start(() -> write(server, number)));
    }
    try {
      while (acknowledged.size() < 10 * writers) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      for (int slice = 0; slice < SLICES; slice++) {
        long end = System.nanoTime() + length.toNanos() / SLICES;
        backingUp = slice % 2 == 1;
        do {
          if (backingUp) {
            Path file = folder.resolve("%d.quire".formatted(backups.size()));
            Set<String> before = new TreeSet<>(acknowledged);
            ProcessBuilder backup = product.command("backup", file.toString(), "--store", store);
            backup.command().addAll(0, List.of("nice", "-n", "10")); // as servers start it
            assertThat(said(backup)).contains("backed up ");
            backups.put(file, before);
          } else {
            TimeUnit.MILLISECONDS.sleep(20);
          }
        } while (System.nanoTime() < end);
      }
    } finally {
      over = true;
      for (Thread thread : writing) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      }
      servers.forEach(Process::destroyForcibly);
    }
    assertWhole(product, backups);
    double without = percentile(alone);
    double with = percentile(beside);
    reporter.publishEntry(
        "%d writers, %d s: %d acknowledged, %d backups; the slowest of a hundred writes took %.1f ms, beside backups %.1f ms"
            .formatted(
                writers, length.toSeconds(), acknowledged.size(), backups.size(), without, with));
    if (length.compareTo(MEASURED) >= 0) {
      assertThat(with).isLessThanOrEqualTo(without * MOST);
    }
  }

  /** Looks into each backup for what was acknowledged, and restores the last one. */
  private void assertWhole(Installation product, Map<Path, Set<String>> backups) throws Exception {
    Path last = folder;
    for (Map.Entry<Path, Set<String>> backup : backups.entrySet()) {
      last = backup.getKey();
      String facts;
      try (InputStream packed = new GZIPInputStream(Files.newInputStream(last))) {
        facts = new String(packed.readAllBytes(), StandardCharsets.US_ASCII);
      }
      assertThat(backup.getValue()).allMatch(name -> facts.contains('"' + name + '"'));
    }
    String restored = "sqlite:" + folder.resolve("restored.db");
    assertThat(said(product.command("restore", last.toString(), "--store", restored)))
        .contains("compared with the backup: equal");
    assertThat(said(product.command("doctor", "--deep", "--json", "--store", restored)))
        .contains("{\"check\":\"store-content\",\"verdict\":\"OK\"");
  }

  /** {@return what a command says that may take as long as it likes} */
  private static String said(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** {@return the 99th of a hundred, in milliseconds} */
  private static double percentile(Queue<Long> times) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() * 99 / 100) / 1e6;
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Servers with a small heap and one store get calls that need more memory than they have. Each call
 * is answered, or its server ends with a code that is not 0; no server outlives its client. {@code
 * -Dquire.heap.calls=10000} for a night; {@code -Dquire.heap.seed} repeats the calls of one.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the client that dies alone is made with sh")
class HeapStorm {
  private static final int CLIENTS = 2;

  /** Calls on one store: more would only make each of them slower. */
  private static final int CALLS_PER_STORE = 400;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final AtomicInteger sent = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"24,sqlite", "64,sqlite", "24,vault", "64,vault"})
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void eachCallIsAnsweredOrItsServerSaysThatItFailed(
      int heap, String backend, TestReporter reporter) throws Exception {
    Installation product = Installation.unpack("full", folder.resolve("opt"));
    int calls = Integer.getInteger("quire.heap.calls", 60);
    long seed = Long.getLong("quire.heap.seed", 15);
    List<HostileSession.Tally> tallies = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<HostileSession.Tally>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        clients.add(threads.submit(client(product, heap, backend, calls / CLIENTS, random)));
      }
      for (Future<HostileSession.Tally> client : clients) {
        tallies.add(client.get());
      }
    }
    HostileSession.Tally all =
        tallies.stream().reduce(HostileSession.Tally.NONE, HostileSession.Tally::plus);
    String found = "%d MiB, %s, seed %d: %s".formatted(heap, backend, seed, all);
    reporter.publishEntry("heap", found);
    assertThat(all.answered() + all.ofFailed()).as(found).isEqualTo(calls / CLIENTS * CLIENTS);
    assertThat(all.answered()).as(found).isPositive();
  }

  private Callable<HostileSession.Tally> client(
      Installation product, int heap, String backend, int calls, Random random) {
    return () -> {
      HostileSession.Tally tally = HostileSession.Tally.NONE;
      while (tally.answered() + tally.ofFailed() < calls) {
        int left = calls - tally.answered() - tally.ofFailed();
        int size = Math.min(left, 10 + random.nextInt(60));
        Path store = store(product, backend, sent.getAndAdd(size) / CALLS_PER_STORE);
        ProcessBuilder command =
            product.command(
                Path.of("/bin/sh"),
                "-c",
                "\"$0\" serve --store \"$1\"; exit $?",
                product.launcher().toString(),
                backend + ":" + store);
        command.environment().put("QUIRE_JAVA_OPTIONS", "-Xmx" + heap + "m");
        if (random.nextBoolean()) {
          command.environment().put("QUIRE_LIMITS_ANSWER_BYTES", "0");
        }
        File log = folder.resolve("server-" + sent.get() + ".log").toFile();
        try (HostileSession session = new HostileSession(command, log, random)) {
          tally = tally.plus(session.run(size));
        }
      }
      return tally;
    };
  }

  private synchronized Path store(Installation product, String backend, int number)
      throws Exception {
    Path store = folder.resolve(backend + number);
    if (backend.equals("vault") && store.toFile().mkdir()) {
      assertThat(Session.of(product.command("vault", "init", store.toString())).exit()).isZero();
    }
    return backend.equals("vault") ? store : Path.of(store + ".db");
  }
}

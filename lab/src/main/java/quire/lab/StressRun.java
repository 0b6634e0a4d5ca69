package quire.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/** Lets servers work on one store and kills some of them meanwhile. */
final class StressRun {
  private static final long STEP_MILLIS = 100;
  private static final int STEPS_BETWEEN_KILLS = 5;

  private final StressPlan plan;
  private final Supplier<ProcessBuilder> server;
  private final List<Path> files;
  private final StressTally tally = new StressTally();
  private final AtomicLong walPeak = new AtomicLong();
  private int killed;

  /**
   * @param server makes the command of one server on the store
   * @param files the store's files, only looked at for their size
   */
  StressRun(StressPlan plan, Supplier<ProcessBuilder> server, List<Path> files) {
    this.plan = plan;
    this.server = server;
    this.files = files;
  }

  StressTally tally() {
    return tally;
  }

  int killed() {
    return killed;
  }

  /** {@return the largest size that a file beside the store, its log, was seen with, in bytes} */
  long walPeak() {
    return walPeak.get();
  }

  /**
   * Runs for as long as the plan says; all servers have ended when it returns.
   *
   * @param progress told the share of the time that has passed
   */
  void run(DoubleConsumer progress) throws IOException, InterruptedException {
    String run = "s" + Long.toString(System.currentTimeMillis(), 36);
    List<StressDriver> drivers = new ArrayList<>();
    try {
      for (int i = 0; i < plan.processes(); i++) {
        drivers.add(new StressDriver(run + "." + i, server.get(), plan, tally));
      }
      work(drivers, progress);
    } finally {
      drivers.forEach(StressDriver::close);
    }
  }

  private void work(List<StressDriver> drivers, DoubleConsumer progress)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long end = start + plan.length().toNanos();
    Executor threads = task -> Thread.ofVirtual().start(task);
    List<CompletableFuture<Void>> agents = new ArrayList<>();
    for (StressDriver driver : drivers) {
      for (int agent = 0; agent < plan.calls(); agent++) {
        int number = agent;
        agents.add(CompletableFuture.runAsync(() -> driver.work(number, end), threads));
      }
    }
    Random random = new Random(1);
    for (int step = 1; System.nanoTime() < end; step++) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      double share = Math.min(1, (System.nanoTime() - start) / (double) plan.length().toNanos());
      progress.accept(share);
      lookAtTheLog();
      if (share < 0.9 && isTimeToKill(step, share)) {
        drivers.get(random.nextInt(drivers.size())).kill();
        killed++;
      }
    }
    CompletableFuture.allOf(agents.toArray(CompletableFuture[]::new)).join();
    drivers.forEach(StressDriver::noteWaits);
  }

  private boolean isTimeToKill(int step, double share) {
    return switch (plan.kills()) {
      case NONE -> false;
      case ONE -> killed == 0 && share > 0.5;
      case STORM -> step % STEPS_BETWEEN_KILLS == 0;
    };
  }

  /** Asks for the size only: opening the file here would release locks of a store in here. */
  private void lookAtTheLog() throws IOException {
    for (Path beside : files.subList(Math.min(1, files.size()), files.size())) {
      if (Files.exists(beside)) {
        walPeak.accumulateAndGet(Files.size(beside), Math::max);
      }
    }
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A memory is moved to and fro while a window writes, and each move is killed at some moment.
 * {@code -Dquire.move.kills=25} for a night; {@code -Dquire.move.seed} repeats the moments of one.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a launcher there is another process")
class MoveIT {
  private static final int FACTS = 300;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  /** A window that creates one entity after the other until it is told that the memory moved. */
  private static final class Window implements AutoCloseable {
    private final Process server;
    private final Set<String> acknowledged;
    private final CountDownLatch begun = new CountDownLatch(5);
    private final Thread writing;
    private volatile boolean over;

    Window(ProcessBuilder command, Set<String> acknowledged, int number) throws IOException {
      this.acknowledged = acknowledged;
      server = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      writing = Thread.ofPlatform().daemon().start(() -> write("window " + number + " fact "));
    }

    private void write(String prefix) {
      try (OutputStream in = server.getOutputStream();
          BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
        in.write(Session.creations().getBytes(StandardCharsets.UTF_8));
        in.flush();
        String answer = out.readLine();
        for (int i = 0; answer != null && !over; i++) {
          in.write(Session.creation(i, prefix + i).getBytes(StandardCharsets.UTF_8));
          in.flush();
          answer = out.readLine();
          if (answer != null && !answer.contains("\"isError\":true")) {
            acknowledged.add(prefix + i);
            begun.countDown();
          }
        }
      } catch (IOException ended) {
        // What it acknowledged until then counts.
      }
    }

    @Override
    public void close() {
      over = true;
      try {
        writing.join(TimeUnit.SECONDS.toMillis(30));
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
      server.destroyForcibly();
    }
  }

  @Tag("long")
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void aMoveThatIsKilledLeavesTheOldStoreOrTheNewOneInForceAndWhole(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("quire.move.seed", System.nanoTime());
    reporter.publishEntry("quire.move.seed", String.valueOf(seed));
    Random random = new Random(seed);
    Installation product = Installation.shared("full", folder.resolve("user"));
    Path project = folder.resolve("project");
    Files.createDirectories(project.resolve(".git"));
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    fill(product, project, acknowledged);

    int kills = Integer.getInteger("quire.move.kills", 2);
    long longest = 1_500;
    for (int round = 0; round < kills; round++) {
      String target = round % 2 == 0 ? "vault:notes" + round : "sqlite:store" + round + ".db";
      try (Window window = new Window(in(project, product, "serve"), acknowledged, round)) {
        assertThat(window.begun.await(60, TimeUnit.SECONDS)).isTrue();
        Process move =
            in(project, product, "move", "--to", target, "--yes")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("move" + round + ".out").toFile())
                .start();
        long started = System.nanoTime();
        boolean ended = move.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS);
        if (ended) {
          assertThat(move.exitValue()).isZero();
          longest = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        }
        move.destroyForcibly().waitFor();
        Session after = Session.of(in(project, product, "add", "after " + round, "kept"));
        assertThat(after.exit()).as("some store is in force: %s", after.errors()).isZero();
        acknowledged.add("after " + round);
      }
      Set<String> before = new TreeSet<>(acknowledged);
      Session graph = Session.of(in(project, product, "graph", "--json"));
      String all = String.join("\n", graph.lines());
      assertThat(before).as("round %d", round).allMatch(name -> all.contains('"' + name + '"'));
    }
  }

  private void fill(Installation product, Path project, Set<String> acknowledged) throws Exception {
    List<String> names = IntStream.range(0, FACTS).mapToObj("old %d"::formatted).toList();
    Path file = folder.resolve("old.jsonl");
    Files.writeString(
        file,
        names.stream()
            .map(
                name ->
                    "{\"type\":\"entity\",\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[\"1\"]}\n"
                        .formatted(name))
            .collect(Collectors.joining()));
    assertThat(Session.of(in(project, product, "import", file.toString())).exit()).isZero();
    acknowledged.addAll(names);
  }

  private static ProcessBuilder in(Path project, Installation product, String... words) {
    return product.command(words).directory(project.toFile());
  }
}

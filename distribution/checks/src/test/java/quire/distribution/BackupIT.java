package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A memory that is gone, damaged or spoilt comes back from what Quire kept of it by itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a launcher there is another process")
class BackupIT {
  private static final int FACTS = 200;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product;
  private Path project;

  @BeforeEach
  void unpack() throws Exception {
    product = Installation.shared("full", folder.resolve("user"));
    project = folder.resolve("project");
    Files.createDirectories(project.resolve(".git"));
  }

  private ProcessBuilder in(String... words) {
    return product.command(words).directory(project.toFile());
  }

  private Session run(String... words) throws Exception {
    return Session.of(in(words));
  }

  private Path store() {
    return project.resolve(".quire/memory.db");
  }

  private List<Path> backups() throws IOException {
    Path backups = product.user().resolve("state/backups");
    if (!Files.isDirectory(backups)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(backups)) {
      return files.filter(file -> file.toString().endsWith(".quire")).toList();
    }
  }

  private void fill() throws Exception {
    Path file = folder.resolve("old.jsonl");
    Files.writeString(
        file,
        IntStream.range(0, FACTS)
            .mapToObj(
                i ->
                    "{\"type\":\"entity\",\"name\":\"old %d\",\"entityType\":\"t\",\"observations\":[\"%d\"]}\n"
                        .formatted(i, i))
            .collect(Collectors.joining()));
    assertThat(run("import", file.toString()).exit()).isZero();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Tag("long")
  @Test
  void ofTwoServersOneBacksUpBesideTheCallsAndTheMemoryComesBack() throws Exception {
    fill();
    Process one = server();
    Process other = server();
    try {
      await(
          "a backup of the day",
          () -> {
            try {
              return !backups().isEmpty();
            } catch (IOException unreadable) {
              return false;
            }
          });
    } finally {
      for (Process server : List.of(one, other)) {
        server.getOutputStream().close();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(backups()).hasSize(1).noneMatch(file -> file.startsWith(project));
    assertThat(run("backup", "--daily").lines().getFirst())
        .contains("the backup of today is there");
    assertThat(run("backup", "--verify").lines().getLast()).endsWith("equal");

    Session.of(new ProcessBuilder("rm", "-r", project.resolve(".quire").toString()));
    Session gone = run("search", "anything");
    assertThat(gone.errors()).hasSize(2);
    String said = gone.errors().getFirst();
    assertThat(said).contains("is gone").contains("quire restore ");
    String command = said.replaceFirst("(?s).*: quire (restore \\S+ --store \\S+)$", "$1");
    Session restored = run(command.split(" "));
    assertThat(restored.exit()).as("%s: %s", command, restored).isZero();
    assertThat(restored.lines().getLast()).endsWith("equal");
    Session after = run("show", "old 7");
    assertThat(after.exit()).isZero();
    assertThat(after.errors()).isEmpty();
  }

  /** A server that has a client, and begins to think of backups at once. */
  private Process server() throws IOException {
    ProcessBuilder command = in("serve").redirectError(ProcessBuilder.Redirect.DISCARD);
    command.environment().put("QUIRE_JAVA_OPTIONS", "-Dquire.backup.first-seconds=1");
    Process server = command.start();
    OutputStream in = server.getOutputStream();
    in.write(Session.creations("new " + server.pid()).getBytes(StandardCharsets.UTF_8));
    in.flush();
    return server;
  }

  @Tag("long")
  @Test
  void aDamagedStoreIsExchangedAndKept() throws Exception {
    fill();
    assertThat(run("backup").exit()).isZero();
    try (RandomAccessFile damaged = new RandomAccessFile(store().toFile(), "rw")) {
      damaged.seek(4_096);
      damaged.write(new byte[32 * 1_024]);
    }
    String backup = backups().getFirst().toString();
    Session dry = run("restore", backup);
    assertThat(dry.lines().getLast())
        .isEqualTo("Nothing was changed. To do it: the same command with --yes");
    assertThat(run("show", "old 7").exit()).isNotZero();
    Session restored = run("restore", backup, "--yes");
    assertThat(restored.exit()).as("%s", restored).isZero();
    assertThat(restored.lines().getLast()).contains("compared with the backup: equal");
    assertThat(run("show", "old 7").exit()).isZero();
    assertThat(run("doctor").errors()).isEmpty();
    try (Stream<Path> files = Files.list(store().getParent())) {
      assertThat(files).anyMatch(file -> file.toString().contains("memory.db.damaged-"));
    }
  }

  /**
   * {@code -Dquire.restore.kills=25} for a night; {@code -Dquire.restore.seed} repeats the moments
   * of one.
   */
  @Tag("long")
  @Test
  void aRestoreThatIsKilledLeavesTheOldFactsOrThoseOfTheBackup(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("quire.restore.seed", System.nanoTime());
    reporter.publishEntry("quire.restore.seed", String.valueOf(seed));
    Random random = new Random(seed);
    fill();
    assertThat(run("backup", "full.quire").exit()).isZero();
    Session removed = removeHalf();
    assertThat(removed.exit()).isZero();
    int kills = Integer.getInteger("quire.restore.kills", 2);
    Process server = server();
    try {
      for (int round = 0; round < kills; round++) {
        Process restore = in("restore", "full.quire", "--yes").start();
        restore.waitFor(random.nextLong(1_500), TimeUnit.MILLISECONDS);
        restore.destroyForcibly().waitFor();
        long facts = facts();
        assertThat(facts).as("round %d", round).isIn((long) FACTS, (long) FACTS / 2);
        if (facts == FACTS) {
          assertThat(run("undo", "--yes").exit()).isZero();
        }
      }
    } finally {
      server.getOutputStream().close();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Session removeHalf() throws Exception {
    String names =
        IntStream.range(0, FACTS / 2)
            .mapToObj(i -> "\"old " + i + "\"")
            .collect(Collectors.joining(","));
    return Session.calling(in("serve"), "delete_entities", "{\"entityNames\":[" + names + "]}");
  }

  private long facts() throws Exception {
    Session graph = run("export");
    return graph.lines().stream().filter(line -> line.contains("\"old ")).count();
  }
}

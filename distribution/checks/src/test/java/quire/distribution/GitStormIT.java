package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four servers write to the usual place of a backend while git does to their project what it can.
 * {@code -Dquire.git.seconds=60} for a night; {@code -Dquire.git.seed} repeats the order of one.
 */
class GitStormIT {
  private static final int SERVERS = 4;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Path project = Path.of("");
  private Path home = Path.of("");
  private final List<Process> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(Process::destroyForcibly);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "vault"})
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedIsThereWhateverGitDid(String backend, TestReporter reporter)
      throws Exception {
    Installation product = Installation.shared("full", folder.resolve("user"));
    home = product.user();
    makeRepository();
    if (backend.equals("vault")) {
      String place = project.resolve(".quire/vault").toString();
      assertThat(Session.of(quire(product, backend, "vault", "init", place)).exit()).isZero();
    }
    for (int i = 0; i < SERVERS; i++) {
      servers.add(open(product, backend));
    }
    List<BufferedReader> answers = new ArrayList<>();
    for (Process server : servers) {
      answers.add(shakeHands(server));
    }
    Set<String> acknowledged = new HashSet<>();
    long end = System.nanoTime() + Duration.ofSeconds(seconds()).toNanos();
    int done = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(SERVERS)) {
      List<Future<Set<String>>> writers = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        writers.add(threads.submit(writer(servers.get(i), answers.get(i), "w" + i, end)));
      }
      Random random = new Random(Long.getLong("quire.git.seed", 13));
      while (System.nanoTime() - end < 0) {
        step(random, done++);
      }
      for (Future<Set<String>> writer : writers) {
        acknowledged.addAll(writer.get(30, TimeUnit.SECONDS));
      }
    }
    servers.forEach(Process::destroyForcibly);
    for (Process server : servers) {
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    Session graph = Session.of(quire(product, backend, "graph"));
    assertThat(graph.lines()).containsAll(acknowledged.stream().map(it -> it + " (t)").toList());
    reporter.publishEntry(
        backend,
        "%d seconds, %d calls of git, %d entities acknowledged and there"
            .formatted(seconds(), done, acknowledged.size()));
    assertThat(acknowledged).hasSizeGreaterThan(SERVERS);
    assertThat(Session.of(quire(product, backend, "doctor")).lines())
        .noneMatch(line -> line.startsWith("FAIL store"));
  }

  private static int seconds() {
    return Integer.getInteger("quire.git.seconds", 4);
  }

  private ProcessBuilder quire(Installation product, String backend, String... words) {
    ProcessBuilder builder = product.command(words).directory(project.toFile());
    builder.environment().put("QUIRE_STORE", backend);
    return builder;
  }

  private Process open(Installation product, String backend) throws Exception {
    return quire(product, backend, "serve").redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static BufferedReader shakeHands(Process server) throws Exception {
    say(server.getOutputStream(), Session.creations());
    BufferedReader answers = server.inputReader(StandardCharsets.UTF_8);
    assertThat(answers.readLine()).contains("\"id\":\"hello\"");
    return answers;
  }

  /** Writes one entity after the other and tells which of them were acknowledged. */
  private static Callable<Set<String>> writer(
      Process server, BufferedReader answers, String name, long end) {
    return () -> {
      Set<String> acknowledged = new HashSet<>();
      for (int i = 0; System.nanoTime() - end < 0; i++) {
        String entity = name + "-" + i;
        say(server.getOutputStream(), Session.creation(i, entity));
        String answer = String.valueOf(answers.readLine());
        assertThat(answer).contains("\"id\":" + i);
        if (!answer.contains("\"isError\":true")) {
          acknowledged.add(entity);
        }
      }
      return acknowledged;
    };
  }

  private static void say(OutputStream in, String lines) throws Exception {
    in.write(lines.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private void makeRepository() throws Exception {
    project = Files.createDirectories(folder.resolve("project"));
    git("init", "-q", "-b", "main");
    for (String message : List.of("one", "two", "three")) {
      Files.writeString(project.resolve("code"), message);
      git("add", "-A");
      git("commit", "-qm", message);
    }
  }

  /** What git refuses, as in the middle of a conflict, is undone: the next step finds it idle. */
  private void step(Random random, int number) throws Exception {
    Files.writeString(project.resolve("code"), "change " + number);
    Files.writeString(project.resolve("new" + random.nextInt(5)), "file " + number);
    String tree = folder.resolve("tree" + number).toString();
    boolean done =
        switch (random.nextInt(10)) {
          case 0 -> git("add", "-A");
          case 1 -> git("add", "-A") && git("commit", "-qm", "step " + number);
          case 2 -> git("stash", "-u") && git("stash", "pop");
          case 3 -> git("stash", "-u");
          case 4 -> git("stash", "pop");
          case 5 -> git("clean", "-fd");
          case 6 -> git("checkout", "-qf", "-B", "side" + random.nextInt(3), "HEAD~1");
          case 7 -> git("reset", "-q", "--hard", random.nextBoolean() ? "HEAD~1" : "main");
          case 8 -> git("add", "-A") && git("commit", "-qm", "mine") && git("rebase", "-q", "main");
          default ->
              git("worktree", "add", "-q", "--detach", tree)
                  && git("worktree", "remove", "--force", tree);
        };
    if (!done) {
      var _ = git("rebase", "--abort");
      var _ = git("reset", "-q", "--hard", "main");
    }
  }

  private boolean git(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.email=a@b.invalid", "-c", "user.name=n", "-C"));
    command.add(project.toString());
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("HOME", home.toString());
    return builder.start().waitFor() == 0;
  }
}

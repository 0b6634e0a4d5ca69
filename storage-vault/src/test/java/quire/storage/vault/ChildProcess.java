package quire.storage.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import quire.storage.vault.write.CrashPoint;

/** A {@link VaultChild} that runs; closing kills it if it still does. */
final class ChildProcess implements AutoCloseable {
  static final int HALTED = 137;
  private static final int PATIENCE_SECONDS = 40;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<Void> ended;

  private ChildProcess(Process process) {
    this.process = process;
    this.ended = CompletableFuture.runAsync(this::readOutput, Thread::startVirtualThread);
  }

  static ChildProcess start(Path location, Path state, String haltAt, List<String> script)
      throws IOException {
    boolean holds = haltAt.startsWith("hold:");
    List<String> command =
        java(
            VaultChild.class,
            location,
            state,
            "-D" + CrashPoint.HALT_AT + "=" + (holds ? "" : haltAt));
    command.add(holds ? haltAt.substring("hold:".length()) : "0");
    command.addAll(script);
    return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** {@return the command line of a child that works on a vault} */
  static List<String> java(Class<?> main, Path location, Path state, String... options) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(location.toString(), state.toString()));
    return command;
  }

  /**
   * The child needs no modules: all that this process has, and the test classes patched into it.
   */
  private static String classPath() {
    Path type =
        Path.of(URI.create(String.valueOf(VaultChild.class.getResource("VaultChild.class"))));
    Path tests = type.resolve("../../../..").normalize();
    return String.join(
        File.pathSeparator,
        tests.toString(),
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path"));
  }

  private void readOutput() {
    try (var output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (this) {
          lines.add(line);
          notifyAll();
        }
      }
    } catch (IOException e) {
      throw new AssertionError("The child's output cannot be read", e);
    }
  }

  /** {@return what it has said so far} */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** {@return what follows this word in the lines that start with it} */
  List<String> said(String word) {
    return lines().stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .toList();
  }

  /** Waits until it has said so many lines that start so. */
  synchronized ChildProcess awaitLines(String start, int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (lines.stream().filter(line -> line.startsWith(start)).count() < count) {
      if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
        throw new AssertionError("A child did not say \"" + start + "\" but " + lines);
      }
      wait(50);
    }
    return this;
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end. */
  ChildProcess awaitEnd(int exitCode) throws Exception {
    ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != exitCode) {
      throw new AssertionError("A child ended otherwise; it said " + lines());
    }
    return this;
  }

  /** Ends it as {@code kill -9} does, and reads what it had said. */
  void kill() throws Exception {
    process.toHandle().destroyForcibly();
    ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}

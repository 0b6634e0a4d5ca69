package quire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import quire.api.spi.StoreSettings;

/** A {@link WriterProcess} that runs; closing kills it if it still does. */
final class RunningWriter implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final List<String> acknowledged = new ArrayList<>();
  private final CompletableFuture<Void> outputEnded;
  private final CompletableFuture<String> errors;

  private RunningWriter(Process process) {
    this.process = process;
    this.outputEnded = CompletableFuture.runAsync(this::readOutput, Thread::startVirtualThread);
    this.errors = CompletableFuture.supplyAsync(this::readErrors, Thread::startVirtualThread);
  }

  static RunningWriter start(String provider, StoreSettings settings, String name, int calls)
      throws IOException {
    List<String> command = new ArrayList<>(javaCommand());
    command.addAll(
        List.of(
            provider,
            settings.location(),
            settings.durability().name(),
            name,
            Integer.toString(calls)));
    settings.options().forEach((option, value) -> command.add(option + "=" + value));
    return new RunningWriter(new ProcessBuilder(command).start());
  }

  /** The modules and classes of this process; the test's own patches are not needed over there. */
  private static List<String> javaCommand() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    String modulePath = System.getProperty("jdk.module.path", "");
    if (!modulePath.isEmpty()) {
      command.addAll(List.of("-p", modulePath, "--add-modules", "ALL-MODULE-PATH"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Module module = WriterProcess.class.getModule();
    command.addAll(
        module.isNamed()
            ? List.of("-m", module.getName() + "/" + WriterProcess.class.getName())
            : List.of(WriterProcess.class.getName()));
    return command;
  }

  private void readOutput() {
    try (var lines = process.inputReader(UTF_8)) {
      lines
          .lines()
          .filter(line -> line.startsWith(WriterProcess.ACKNOWLEDGED))
          .forEach(line -> acknowledge(line.substring(WriterProcess.ACKNOWLEDGED.length())));
    } catch (IOException e) {
      throw new AssertionError("The writer's output cannot be read", e);
    }
  }

  private String readErrors() {
    try (var errorStream = process.getErrorStream()) {
      return new String(errorStream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private synchronized void acknowledge(String batch) {
    acknowledged.add(batch);
    notifyAll();
  }

  /** {@return what it has acknowledged so far} */
  synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Waits until it has acknowledged so many more calls. */
  synchronized void awaitMore(int calls) throws Exception {
    int wanted = acknowledged.size() + calls;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (acknowledged.size() < wanted) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0 || !process.isAlive()) {
        throw failure("acknowledged " + acknowledged.size() + " calls, not " + wanted);
      }
      wait(Math.min(millis, 100));
    }
  }

  /** Waits for its own end, which must be a success. */
  void awaitSuccess() throws Exception {
    awaitEnd();
    if (process.exitValue() != 0) {
      throw failure("exited with " + process.exitValue());
    }
  }

  /** Ends it as {@code kill -9} does, and leaves what it said to be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Waits until it is gone and all that it acknowledged has been read. */
  void awaitEnd() throws Exception {
    try {
      outputEnded.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw failure("has not ended");
    }
    process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private AssertionError failure(String what) throws Exception {
    kill();
    return new AssertionError(
        "A writer process "
            + what
            + "; it said: "
            + errors.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    kill();
  }
}

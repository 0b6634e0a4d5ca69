package quire.cli.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import quire.process.owner.ClientVariables;

/**
 * What {@code quire doctor} says of the store that is served. It is asked in a process of its own,
 * since its checks open the store anew; and only while a page wants to know.
 */
final class DoctorsReport implements Supplier<Optional<String>>, AutoCloseable {
  /** A page asks every few seconds, and an examination costs a second of CPU. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  /** The first content of a page comes first: on two cores it took twice as long beside this. */
  private static final Duration AFTER_THE_FIRST_LOOK = Duration.ofSeconds(2);

  private final List<String> command;
  private final Map<String, String> variables;
  private Optional<String> last = Optional.empty();
  private Optional<Process> running = Optional.empty();
  private Instant begun = Instant.EPOCH;
  private boolean closed;

  /**
   * @param command prints the report as JSON; without words nothing is ever known
   */
  DoctorsReport(List<String> command, Map<String, String> variables) {
    this.command = List.copyOf(command);
    this.variables = new HashMap<>(new ClientVariables(variables).scrubbed());
  }

  /** {@return the newest report, as a JSON array; empty before the first one is there} */
  @Override
  public synchronized Optional<String> get() {
    if (!closed
        && !command.isEmpty()
        && running.isEmpty()
        && begun.plus(FRESH).isBefore(Instant.now())) {
      begun = Instant.now();
      Thread.ofPlatform().daemon().name("doctor").start(this::ask);
    }
    return last;
  }

  private void ask() {
    try {
      Thread.sleep(AFTER_THE_FIRST_LOOK);
      Process doctor = start();
      keep(new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
      doctor.waitFor();
    } catch (IOException notStarted) {
      keep(""); // The page says that it does not know, and what to run.
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process start() throws IOException {
    if (closed) {
      throw new IOException("The server ends");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process doctor = builder.start();
    running = Optional.of(doctor);
    doctor.getOutputStream().close();
    return doctor;
  }

  private synchronized void keep(String said) {
    running = Optional.empty();
    last = Optional.of(said).filter(text -> text.startsWith("[") && text.endsWith("]"));
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.ifPresent(Process::destroy);
  }
}

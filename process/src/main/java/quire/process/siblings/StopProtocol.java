package quire.process.siblings;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.RegistryEntry.Lock;
import quire.process.siblings.Decision.Stop;

/**
 * Ends servers that may be stopped: by a request that the server itself carries out, then by
 * SIGTERM, then with force by SIGKILL. Who it is, is looked at again before each step.
 */
public final class StopProtocol {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Kernel kernel;
  private final InstanceRegistry registry;
  private final Patience patience;
  private final boolean force;

  /** How long a server gets to end after a request, after SIGTERM and after SIGKILL. */
  public record Patience(Duration request, Duration term, Duration kill) {
    public static final Patience STANDARD =
        new Patience(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  /** What became of one server. */
  public record Result(Stop decision, Outcome outcome, String text) {}

  /**
   * @param force whether a server that does not end when asked is killed
   */
  public StopProtocol(Kernel kernel, InstanceRegistry registry, Patience patience, boolean force) {
    this.kernel = kernel;
    this.registry = registry;
    this.patience = patience;
    this.force = force;
  }

  /** {@return one result per decision, in order; a failure with one does not spare the others} */
  public List<Result> carryOut(List<Stop> decisions) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result>> running =
          decisions.stream().map(decision -> threads.submit(() -> stop(decision))).toList();
      List<Result> results = new ArrayList<>();
      for (int i = 0; i < running.size(); i++) {
        results.add(result(decisions.get(i), running.get(i)));
      }
      return results;
    }
  }

  private static Result result(Stop decision, Future<Result> running) throws InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException failure) {
      return new Result(decision, Outcome.STILL_ALIVE, "not stopped: " + failure.getCause());
    }
  }

  private Result stop(Stop decision) throws IOException, InterruptedException {
    Instance instance = decision.instance();
    Optional<Outcome> unfit = look(instance);
    if (unfit.isPresent()) {
      return new Result(decision, unfit.get(), "it changed since it was listed; not signalled");
    }
    registry.askToStop(instance);
    if (ends(instance, patience.request())) {
      return new Result(decision, Outcome.STOPPED, "it ended itself when asked");
    }
    // Elsewhere (Windows) there is no signal that lets a program finish what it does.
    if (ProcessHandle.current().supportsNormalTermination()) {
      if (look(instance).isEmpty()) {
        handle(instance).ifPresent(ProcessHandle::destroy);
      }
      if (ends(instance, patience.term())) {
        return new Result(decision, Outcome.STOPPED, "it ended after SIGTERM");
      }
    }
    return force ? kill(decision) : survived(decision, "run again with --force to kill it");
  }

  private Result kill(Stop decision) throws IOException, InterruptedException {
    Instance instance = decision.instance();
    boolean unchanged = look(instance).isEmpty();
    if (unchanged) {
      handle(instance).ifPresent(ProcessHandle::destroyForcibly);
    }
    if (ends(instance, patience.kill())) {
      return new Result(decision, Outcome.KILLED, "it did not end when asked and was killed");
    }
    return survived(
        decision,
        unchanged
            ? "it survived SIGKILL: it waits in the kernel, likely for a disk"
            : "it changed while it was waited for; not killed");
  }

  private static Result survived(Stop decision, String text) {
    return new Result(decision, Outcome.STILL_ALIVE, text);
  }

  /** {@return why it must not be signalled; empty if it is still the one that was decided about} */
  private Optional<Outcome> look(Instance instance) {
    Optional<ProcessId> now = kernel.process(instance.process().pid());
    boolean same = now.equals(Optional.of(instance.process()));
    Lock lock = registry.lock(instance);
    if (same && lock == Lock.HELD) {
      return Optional.empty();
    }
    // The kernel takes the lock a moment before the process itself is gone.
    boolean ending = now.isEmpty() || (same && lock == Lock.FREE);
    return Optional.of(ending ? Outcome.ALREADY_GONE : Outcome.REFUSED_IDENTITY_CHANGED);
  }

  /** The handle carries the start as well, and the JDK compares it once more. */
  private static Optional<ProcessHandle> handle(Instance instance) {
    return ProcessHandle.of(instance.process().pid());
  }

  /** Waits until the process is gone and its lock can be taken, then removes what it left. */
  private boolean ends(Instance instance, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!hasEnded(instance)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    registry.forget(instance);
    return true;
  }

  private boolean hasEnded(Instance instance) {
    return registry.lock(instance) == Lock.FREE
        && !kernel.process(instance.process().pid()).equals(Optional.of(instance.process()));
  }
}

package quire.process.owner;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import quire.process.kernel.Kernel;

/**
 * Tells a server that it is time to go: one of its owners has ended, or it was asked to.
 *
 * <p>It looks itself, twice a second: {@link ProcessHandle#onExit()} of a process that is no child
 * looks ever more rarely, at last every five seconds, and takes a defunct parent for a living one.
 */
public final class ParentWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Kernel kernel;
  private final List<Owner> owners;
  private final BooleanSupplier asked;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ParentWatch(Kernel kernel, List<Owner> owners, BooleanSupplier asked) {
    this.kernel = kernel;
    this.owners = owners;
    this.asked = asked;
  }

  /**
   * Starts to watch.
   *
   * @param asked whether somebody asked the server to end
   * @param end called on the watch's own thread with the reason, again if it throws
   */
  public static ParentWatch start(
      Kernel kernel, List<Owner> owners, BooleanSupplier asked, Consumer<String> end) {
    ParentWatch watch = new ParentWatch(kernel, owners, asked);
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch.run(end));
    return watch;
  }

  private void run(Consumer<String> end) {
    try {
      boolean told = false;
      while (!told) {
        told = look(end);
        if (!told && closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * {@return whether the end was told} Whatever is thrown, mostly for want of memory, is left to
   * the next look: without this watch a server would outlive its client.
   */
  private boolean look(Consumer<String> end) {
    try {
      Optional<String> reason = reason();
      reason.ifPresent(end);
      return reason.isPresent();
    } catch (Throwable untold) {
      return false;
    }
  }

  private Optional<String> reason() {
    if (asked.getAsBoolean()) {
      return Optional.of("asked to end");
    }
    return gone(kernel, owners);
  }

  /** {@return which of the owners has ended, as a sentence; empty if all live} */
  static Optional<String> gone(Kernel kernel, List<Owner> owners) {
    return owners.stream()
        .filter(
            owner -> !kernel.process(owner.process().pid()).equals(Optional.of(owner.process())))
        .findFirst()
        .map(owner -> owner.shown() + " has ended");
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

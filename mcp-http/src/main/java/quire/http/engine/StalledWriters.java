package quire.http.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the writing of threads whose readers stopped reading. A thread that writes is blocked until
 * it is interrupted, which closes the connection; closing it from elsewhere would wait behind it.
 */
final class StalledWriters implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
  private final Thread watch;

  StalledWriters() {
    watch = Thread.ofVirtual().name("http-stalled").start(this::watch);
  }

  /** Begins a write that may go on for so long. */
  void begin(Duration patience) {
    deadlines.put(Thread.currentThread(), System.nanoTime() + patience.toNanos());
  }

  /** Ends the write, however it went. */
  void end() {
    deadlines.remove(Thread.currentThread());
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        long now = System.nanoTime();
        deadlines.forEach(
            (writer, deadline) -> {
              if (now - deadline > 0 && deadlines.remove(writer, deadline)) {
                writer.interrupt();
              }
            });
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}

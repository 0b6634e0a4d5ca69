package quire.storage.vault.write;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that an interrupt of the thread must not end: it would close them in the middle of
 * a write. The thread is interrupted as before once the work is done.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that begins anew each time it is called. */
  interface Work<T> {
    T get() throws IOException;
  }

  static <T> T get(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.get();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

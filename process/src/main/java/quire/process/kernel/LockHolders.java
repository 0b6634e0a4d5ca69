package quire.process.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import quire.api.spi.KernelLocks;

/**
 * Which processes hold a lock on a file, where the system tells (Linux).
 *
 * @param table as {@code /proc/locks} has it
 */
public record LockHolders(String table) {
  private static final Path LOCKS = Path.of("/proc/locks");

  /**
   * {@return the numbers of the processes that hold a lock on a file; empty if that is not told}
   */
  public static Optional<Set<Long>> of(Path file) {
    try {
      Object inode = Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      Set<Long> holders = new LockHolders(Files.readString(LOCKS)).of(((Number) inode).longValue());
      return holders.isEmpty() ? Optional.empty() : Optional.of(holders);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException elsewhere) {
      return Optional.empty();
    }
  }

  Set<Long> of(long inode) {
    Set<Long> holders = new HashSet<>();
    for (KernelLocks.Held lock : new KernelLocks(table).on(inode)) {
      if (lock.pid() > 0) {
        holders.add(lock.pid());
      }
    }
    return holders;
  }
}

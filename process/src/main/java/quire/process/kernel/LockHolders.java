package quire.process.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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

  /**
   * Lines are such as {@code 1: POSIX ADVISORY WRITE 4711 fd:01:1234 0 EOF}. The device before the
   * inode is not compared: some file systems name another one there than to whoever asks for the
   * file.
   */
  Set<Long> of(long inode) {
    Set<Long> holders = new HashSet<>();
    for (String line : table.lines().toList()) {
      String[] fields = line.trim().split("\\s+");
      // A waiting process has one more field, "->".
      if (fields.length == 8 && fields[5].endsWith(":" + inode) && fields[4].matches("\\d{1,10}")) {
        holders.add(Long.parseLong(fields[4]));
      }
    }
    return holders;
  }
}

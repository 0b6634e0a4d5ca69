package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import quire.api.spi.KernelLocks;

/** Finds out who holds the write lock of a store, where the operating system tells (Linux). */
public final class LockHolder {
  /** The byte of the {@code -shm} file that a writer locks: SQLite's WAL_WRITE_LOCK. */
  private static final long WRITE_LOCK = 120;

  private static final Path LOCKS = Path.of("/proc/locks");

  private LockHolder() {}

  /**
   * {@return whether a process has the database open, by whichever of its names, as far as told}
   */
  static boolean isOpen(StoreFile file) {
    try {
      return !new KernelLocks(Files.readString(LOCKS)).on(inode(file.path())).isEmpty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // not told on this system
    }
  }

  private static long inode(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:ino")).longValue();
  }

  /** {@return program and process id of the writer; empty if there is none or nobody tells} */
  public static Optional<String> of(StoreFile file) {
    return pid(file).map(LockHolder::describe);
  }

  /** {@return the writer; empty if there is none or nobody tells} */
  public static Optional<ProcessHandle> process(StoreFile file) {
    return pid(file).flatMap(ProcessHandle::of);
  }

  /** {@return whether it is this process that has the write lock, as far as told} */
  public static boolean isThisProcess(StoreFile file) {
    return pid(file).equals(Optional.of(ProcessHandle.current().pid()));
  }

  private static Optional<Long> pid(StoreFile file) {
    try {
      Path shared = file.path().resolveSibling(file.path().getFileName() + "-shm");
      return pid(Files.readString(LOCKS), inode(shared));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // not told on this system
    }
  }

  /**
   * {@return the process that has the write lock of the file with this inode}
   *
   * @param locks lines such as {@code 1: POSIX ADVISORY WRITE 4711 fd:01:1234 120 120}
   */
  static Optional<Long> pid(String locks, long inode) {
    return new KernelLocks(locks)
        .on(inode).stream()
            .filter(lock -> lock.kind().equals("POSIX") && lock.access().equals("WRITE"))
            .filter(lock -> lock.covers(WRITE_LOCK))
            .map(KernelLocks.Held::pid)
            .filter(pid -> pid > 0)
            .findFirst();
  }

  private static String describe(long pid) {
    String program =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().command())
            .map(command -> " (" + Path.of(command).getFileName() + ")")
            .orElse("");
    return "process " + pid + program;
  }
}

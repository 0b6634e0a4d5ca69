package quire.storage.vault.write;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.api.spi.KernelLocks;
import quire.storage.vault.log.StateFile;
import quire.storage.vault.tree.Log;

/**
 * Who holds the lock, for people only: the lock itself is the kernel's. The file is not the lock
 * file, because closing any descriptor of that one would drop the lock of the whole process.
 */
public final class LockOwner implements AutoCloseable {
  private static final Path KERNEL_LOCKS = Path.of("/proc/locks");
  private static final int LENGTH = 256;
  private static final Pattern RECORD =
      Pattern.compile(
          "\\{\"pid\":(\\d+),\"started\":\"([^\"]*)\",\"since\":\"([^\"]*)\",\"doing\":\"([^\"]*)\"}\\s*");

  private final Path path;
  private final RandomAccessFile file;
  private final String self =
      "{\"pid\":%d,\"started\":\"%s\""
          .formatted(ProcessHandle.current().pid(), start(ProcessHandle.current()));

  public LockOwner(Path path) throws IOException {
    this.path = path;
    this.file = StateFile.open(path);
  }

  /** Failing to say who writes is no reason not to write. */
  void write(String doing) {
    String record = "%s,\"since\":\"%s\",\"doing\":\"%s\"}".formatted(self, Instant.now(), doing);
    byte[] bytes = (record + " ".repeat(LENGTH)).getBytes(StandardCharsets.US_ASCII);
    try {
      file.seek(0);
      file.write(bytes, 0, LENGTH);
    } catch (IOException e) {
      Log.of(LockOwner.class)
          .log(System.Logger.Level.DEBUG, "Who holds the lock was not written to " + path, e);
    }
  }

  /**
   * {@return the process that holds the lock of the vault whose state is here, as far as the system
   * tells (Linux)}
   */
  public static Optional<ProcessHandle> process(Path state) {
    try {
      long inode =
          ((Number) Files.getAttribute(state.resolve(VaultLock.FILE), "unix:ino")).longValue();
      return new KernelLocks(Files.readString(KERNEL_LOCKS))
          .on(inode).stream()
              .filter(lock -> lock.first() == VaultLock.MAIN)
              .map(KernelLocks.Held::pid)
              .findFirst()
              .flatMap(ProcessHandle::of);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
      return Optional.empty();
    }
  }

  /** {@return who holds the lock, as far as it can be told} */
  public String describe() {
    try {
      Matcher owner = RECORD.matcher(Files.readString(path));
      return owner.matches() ? describe(owner) : "another process";
    } catch (IOException e) {
      return "another process";
    }
  }

  private static String describe(Matcher owner) {
    long pid = Long.parseLong(owner.group(1));
    // A process of the same number that started at another time is somebody else.
    boolean alive =
        ProcessHandle.of(pid).map(process -> start(process).equals(owner.group(2))).orElse(false);
    return alive
        ? "process %d, which has been at \"%s\" since %s"
            .formatted(pid, owner.group(4), owner.group(3))
        : "another process (the last one known, %d, has ended)".formatted(pid);
  }

  private static String start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      Log.of(LockOwner.class)
          .log(System.Logger.Level.DEBUG, "The file " + path + " closed with an error", e);
    }
  }
}

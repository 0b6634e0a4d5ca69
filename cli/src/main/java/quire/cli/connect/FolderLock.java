package quire.cli.connect;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock that Claude Code takes while it rewrites its file: a folder beside it, named like the
 * file with {@code .lock}. Claude Code writes the file in every session, so an edit without this
 * lock could undo what a session has just noted. Seen with version 2.1.332; the convention is that
 * of the npm package proper-lockfile, whose locks count as left behind after ten seconds.
 */
final class FolderLock implements AutoCloseable {
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

  /** Longer than any rewriting of the file takes; a person waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path folder;

  private FolderLock(Path folder) {
    this.folder = folder;
  }

  /**
   * Waits for the lock and takes it.
   *
   * @throws IOException if another program keeps it, or the folder cannot be made
   */
  static FolderLock take(Path file) throws IOException {
    Path folder = file.resolveSibling(file.getFileName() + ".lock");
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      try {
        Files.createDirectory(folder);
        return new FolderLock(folder);
      } catch (FileAlreadyExistsException held) {
        removeIfLeftBehind(folder);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    throw new IOException("another program keeps " + folder);
  }

  private static void removeIfLeftBehind(Path folder) throws IOException {
    try {
      Instant touched = Files.getLastModifiedTime(folder).toInstant();
      if (touched.isBefore(Instant.now().minus(LEFT_BEHIND))) {
        Files.deleteIfExists(folder);
      }
    } catch (NoSuchFileException | DirectoryNotEmptyException goneOrForeign) {
      // Gone: the next attempt takes it. Not empty: it is no such lock, and the deadline tells.
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder);
  }
}

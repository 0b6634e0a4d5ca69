package quire.storage.vault.write;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import quire.api.StoreUnavailableException;
import quire.storage.vault.log.StateFile;
import quire.storage.vault.tree.Log;

/**
 * The file whose bytes are locked. It can be dropped whatever state it is in, which frees every
 * lock on it, and is opened anew when it is needed next.
 */
final class LockFile {
  private final Path path;
  private @Nullable RandomAccessFile file;
  private @Nullable Object identity;

  LockFile(Path path) {
    this.path = path;
  }

  synchronized FileChannel open() throws IOException {
    RandomAccessFile open = file;
    if (open == null) {
      open = StateFile.open(path);
      file = open;
      if (identity == null) {
        identity = identity();
      }
    }
    return open.getChannel();
  }

  /**
   * Frees every lock: the kernel does so when the descriptor is closed, even where it could not
   * free a single one, and even where closing reports an error.
   */
  synchronized void drop() {
    RandomAccessFile open = file;
    file = null;
    if (open == null) {
      return;
    }
    // The channel first: if it fails to free its locks, the file's own close still closes.
    close(open.getChannel());
    close(open);
  }

  private void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      Log.of(LockFile.class)
          .log(System.Logger.Level.DEBUG, "The lock file " + path + " closed with an error", e);
    }
  }

  /** {@return whether the file is still the one that others find under its name} */
  synchronized boolean isSame() throws IOException {
    try {
      Object now = identity();
      return now == null || now.equals(identity);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** A lock on a file that others do not find excludes nobody. */
  synchronized void checkSame() throws IOException {
    if (!isSame()) {
      drop();
      throw new StoreUnavailableException(
          "The state folder %s was removed or replaced while the vault was open; nothing was written. Start this program again to go on with the folder that is there now"
              .formatted(path.resolveSibling("")));
    }
  }

  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}

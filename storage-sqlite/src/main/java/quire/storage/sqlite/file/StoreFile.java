package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import quire.api.StoreUnavailableException;
import quire.api.spi.LocalStoreProvider;
import quire.api.spi.OwnerOnly;
import quire.api.spi.StoreSettings;
import quire.api.spi.Trouble;

/**
 * The place of a store in the file system.
 *
 * <p>Only names and attributes are used here. A process must never open this file, its {@code -wal}
 * or its {@code -shm} by itself while SQLite has it open: closing such a descriptor would drop
 * SQLite's locks, and acknowledged writes with them.
 */
public record StoreFile(Path path) {
  public static final String LOG = "-wal";
  public static final String INDEX = "-shm";

  public static StoreFile of(StoreSettings settings) {
    return new StoreFile(LocalStoreProvider.place(settings));
  }

  /** {@return the file itself and what SQLite keeps beside it while it is open} */
  public List<Path> all() {
    return List.of(path, sibling(LOG), sibling(INDEX));
  }

  /** Makes an empty file that only its owner can read, and its folder, where they are missing. */
  public void createIfMissing() {
    if (Files.exists(path)) {
      return;
    }
    try {
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder, OwnerOnly.folder(folder));
      }
      Files.createFile(path, OwnerOnly.file(path));
    } catch (FileAlreadyExistsException e) {
      if (!Files.exists(path)) {
        throw cannotCreate(e);
      }
      // Another process was quicker, which is as good.
    } catch (IOException e) {
      throw cannotCreate(e);
    }
  }

  private StoreUnavailableException cannotCreate(IOException cause) {
    Trouble trouble = Trouble.of(cause);
    return new StoreUnavailableException(
        "Cannot create the store %s: %s; nothing was written. %s, or choose another place"
            .formatted(path, trouble.words(), trouble.remedy()),
        cause);
  }

  /** {@return the file as it is now} */
  public FileState state() {
    try {
      return FileState.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      throw new StoreUnavailableException(
          "The store %s is gone (deleted or moved while in use); nothing was written. Put it back, or start Quire again to begin with an empty store"
              .formatted(path),
          e);
    } catch (IOException e) {
      Trouble trouble = Trouble.of(e);
      throw new StoreUnavailableException(
          "Cannot reach the store %s: %s; nothing was written. %s"
              .formatted(path, trouble.words(), trouble.remedy()),
          e);
    }
  }

  /** {@return the file with this suffix as it is now; empty if it is not there} */
  public Optional<FileState> state(String suffix) {
    return attributes(sibling(suffix));
  }

  /** {@return the folder of the file as it is now; empty if it cannot be asked} */
  public Optional<FileState> folder() {
    Path folder = path.getParent();
    return folder == null ? Optional.empty() : attributes(folder);
  }

  Path folderPath() {
    Path folder = path.getParent();
    return folder == null ? path : folder;
  }

  private static Optional<FileState> attributes(Path path) {
    try {
      return Optional.of(FileState.of(Files.readAttributes(path, BasicFileAttributes.class)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public Path sibling(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  /** {@return the file that this one leads to, beside which SQLite puts the others} */
  public StoreFile target() {
    try {
      return new StoreFile(path.toRealPath());
    } catch (IOException e) {
      return this;
    }
  }

  /** {@return the size in bytes of the file with this suffix; 0 if there is none} */
  public long size(String suffix) {
    try {
      return Files.size(sibling(suffix));
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

package quire.storage.vault.write;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import quire.storage.vault.tree.VaultPlaces;

/** A folder by its name, where the system cannot hold one open: Windows. */
record NamedFolder(Path path) implements NoteFolder {
  private static final Duration SHARING_PATIENCE = Duration.ofSeconds(2);
  private static final long SHARING_PAUSE_NANOS = 20_000_000;

  static NamedFolder open(VaultPlaces places, String folder) throws IOException {
    Path path = places.root().resolve(folder);
    if (!path.toRealPath().equals(path)) {
      throw NoteFolder.leadsOut(places, folder, new NoSuchFileException(path.toString()));
    }
    return new NamedFolder(path);
  }

  @Override
  public void checkPlace() throws IOException, DisturbedException {
    if (!path.toRealPath().equals(path)) {
      throw DisturbedException.changed(path.toString());
    }
  }

  @Override
  public FileChannel create(String name) throws IOException {
    return FileChannel.open(
        path.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public FileChannel read(String name) throws IOException {
    return FileChannel.open(
        path.resolve(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public BasicFileAttributes attributes(String name) throws IOException {
    return Files.readAttributes(
        path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Set<PosixFilePermission> permissions(String name) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path.resolve(name), PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  @Override
  public void permit(String name, Set<PosixFilePermission> permissions) throws IOException {
    Files.setPosixFilePermissions(path.resolve(name), permissions);
  }

  @Override
  public void move(String name, NoteFolder target, String newName) throws IOException {
    long deadline = System.nanoTime() + SHARING_PATIENCE.toNanos();
    while (true) {
      try {
        Files.move(
            path.resolve(name), target.path().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (AccessDeniedException e) {
        // A scanner or an editor has the note open for a moment.
        if (System.nanoTime() - deadline >= 0 || File.separatorChar == '/') {
          throw e;
        }
        LockSupport.parkNanos(SHARING_PAUSE_NANOS);
      }
    }
  }

  @Override
  public void deleteIfExists(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
  }

  /** Windows cannot open a folder, and writes its entries through. */
  @Override
  public void force() {
    // Nothing is left to do.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

package quire.storage.vault.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import quire.storage.vault.tree.VaultPlaces;

/** A folder that is held open: work in it stays in it, wherever its path leads meanwhile. */
final class HeldFolder implements NoteFolder {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Path ITSELF = Path.of(".");

  private final Path path;
  private final SecureDirectoryStream<Path> held;

  private HeldFolder(Path path, SecureDirectoryStream<Path> held) {
    this.path = path;
    this.held = held;
  }

  static HeldFolder open(VaultPlaces places, SecureDirectoryStream<Path> root, String folder)
      throws IOException {
    SecureDirectoryStream<Path> held = root;
    boolean opened = false;
    try {
      if (!places.mark().isFolder(key(held))) {
        places.checkPresent();
      }
      for (String part : folder.split("/")) {
        if (!part.isEmpty()) {
          SecureDirectoryStream<Path> outer = held;
          held = inner(places, outer, part, folder);
          outer.close();
        }
      }
      opened = true;
      return new HeldFolder(places.root().resolve(folder), held);
    } finally {
      if (!opened) {
        held.close();
      }
    }
  }

  private static SecureDirectoryStream<Path> inner(
      VaultPlaces places, SecureDirectoryStream<Path> outer, String part, String folder)
      throws IOException {
    try {
      return outer.newDirectoryStream(Path.of(part), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!isFolder(outer, part)) {
        throw NoteFolder.leadsOut(places, folder, e);
      }
      throw e;
    }
  }

  private static boolean isFolder(SecureDirectoryStream<Path> outer, String part)
      throws IOException {
    return outer
        .getFileAttributeView(
            Path.of(part), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static Optional<Object> key(SecureDirectoryStream<Path> folder) throws IOException {
    return Optional.ofNullable(
        folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey());
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void checkPlace() throws IOException, DisturbedException {
    try {
      Object there =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      if (key(held).equals(Optional.ofNullable(there))) {
        return;
      }
    } catch (NoSuchFileException e) {
      throw DisturbedException.changed(path.toString());
    }
    throw DisturbedException.changed(path.toString());
  }

  @Override
  public FileChannel create(String name) throws IOException {
    return file(held.newByteChannel(Path.of(name), NEW));
  }

  @Override
  public FileChannel read(String name) throws IOException {
    return file(held.newByteChannel(Path.of(name), READ));
  }

  private static FileChannel file(SeekableByteChannel channel) throws IOException {
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw new IOException("the files of this disk cannot be written safely");
  }

  @Override
  public BasicFileAttributes attributes(String name) throws IOException {
    return held.getFileAttributeView(
            Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  @Override
  public Set<PosixFilePermission> permissions(String name) throws IOException {
    PosixFileAttributeView view = posix(name);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  @Override
  public void permit(String name, Set<PosixFilePermission> permissions) throws IOException {
    PosixFileAttributeView view = posix(name);
    if (view != null) {
      view.setPermissions(permissions);
    }
  }

  private PosixFileAttributeView posix(String name) {
    return held.getFileAttributeView(
        Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void move(String name, NoteFolder target, String newName) throws IOException {
    // Not a switch over types, which makes classes at the first write (docs/start.md).
    if (!(target instanceof HeldFolder other)) {
      throw new IllegalArgumentException("Both folders are held or none");
    }
    held.move(Path.of(name), other.held, Path.of(newName));
  }

  @Override
  public void deleteIfExists(String name) throws IOException {
    try {
      held.deleteFile(Path.of(name));
    } catch (NoSuchFileException e) {
      // It is gone already.
    }
  }

  @Override
  public void force() throws IOException {
    try (FileChannel self = file(held.newByteChannel(ITSELF, Set.of(StandardOpenOption.READ)))) {
      self.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}

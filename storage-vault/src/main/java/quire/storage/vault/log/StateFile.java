package quire.storage.vault.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import quire.api.StoreRefusedException;

/**
 * Opens files of the state folder. A link, a pipe or a device that lies there under such a name was
 * put there by somebody else, and writing to it would change what it leads to.
 */
public final class StateFile {
  private static final String PRIVATE = "rw-------";

  private StateFile() {}

  /** {@return the file, open for reading and writing; it is made if it is missing} */
  public static RandomAccessFile open(Path path) throws IOException {
    try {
      Files.createFile(path, owned(path));
    } catch (FileAlreadyExistsException e) {
      check(path);
    }
    return new RandomAccessFile(path.toFile(), "rw");
  }

  /** {@return the attribute that keeps a new file to its owner, where the system has such} */
  static FileAttribute<?>[] owned(Path path) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE))
        }
        : new FileAttribute<?>[0];
  }

  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Finds out that a name of ours leads to a file of ours, which may be written. */
  static void check(Path path) throws IOException {
    checkKind(path);
    if (isShared(path)) {
      throw refused(path, "a second name of another file");
    }
  }

  /** Finds out that a name of ours leads to a file and not elsewhere: it may be read. */
  static void checkKind(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw refused(path, kind(attributes));
    }
  }

  /** {@return whether the file has another name as well} */
  static boolean isShared(Path path) throws IOException {
    return isPosix(path)
        && Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
            instanceof Integer links
        && links > 1;
  }

  private static StoreRefusedException refused(Path path, String what) {
    return new StoreRefusedException(
        "%s is %s, not a file of Quire's own; nothing was changed. Remove it, or set the option state-dir to a folder of yours"
            .formatted(path, what));
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a link";
    }
    return attributes.isDirectory() ? "a folder" : "a pipe or device";
  }
}

package quire.api.spi;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * How files and folders are made that their owner alone may look at, where the file system knows
 * owners; a profile folder on Windows is private.
 */
public final class OwnerOnly {
  private OwnerOnly() {}

  /** {@return how to create a file at this place or in this folder} */
  public static FileAttribute<?>[] file(Path near) {
    return attributes(near, "rw-------");
  }

  /** {@return how to create this folder} */
  public static FileAttribute<?>[] folder(Path folder) {
    return attributes(folder, "rwx------");
  }

  private static FileAttribute<?>[] attributes(Path path, String mode) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}

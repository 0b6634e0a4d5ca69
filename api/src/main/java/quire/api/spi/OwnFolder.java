package quire.api.spi;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder that Quire keeps in a project or a vault. What lies in it is a person's memory and no
 * part of the work there, so git is told to pass it over: {@code git add -A} would publish it,
 * {@code git clean -fd} delete it, and {@code git stash -u} take it away under running servers.
 */
public record OwnFolder(Path path) {
  /** What it is called everywhere. */
  public static final String NAME = ".quire";

  private static final String IGNORE_FILE = ".gitignore";
  private static final String EVERYTHING = "*\n";

  /** {@return the folder around a file, if that is one of Quire's own} */
  public static Optional<OwnFolder> around(Path file) {
    return Optional.ofNullable(file.getParent())
        .filter(folder -> folder.endsWith(NAME))
        .map(OwnFolder::new);
  }

  /** Makes it where it is missing, for its user alone, and hides it from git. */
  public void make() throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(path, ownerOnly);
    hideFromGit();
  }

  /**
   * Adds the file that makes git pass the folder over, unless there is one, whatever that says. A
   * folder that is not there stays so, and a link leads to a folder that may be somebody's own.
   */
  public void hideFromGit() throws IOException {
    Path file = path.resolve(IGNORE_FILE);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException another) {
      return; // another process was quicker
    }
    try {
      Files.writeString(file, EVERYTHING, StandardOpenOption.WRITE);
    } catch (IOException e) {
      Files.deleteIfExists(file); // an empty one would hide nothing, and count as there
      throw e;
    }
  }
}

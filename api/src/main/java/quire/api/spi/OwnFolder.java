package quire.api.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** Each has to lose against another process or git, which have something else to do as well. */
  private static final int ATTEMPTS = 5;

  /** {@return the folder around a file, if that is one of Quire's own} */
  public static Optional<OwnFolder> around(Path file) {
    return Optional.ofNullable(file.getParent())
        .filter(folder -> folder.endsWith(NAME))
        .map(OwnFolder::new);
  }

  /**
   * Makes it where it is missing, for its user alone, hidden from git from its first moment on: a
   * {@code git add -A} that came between folder and {@code .gitignore} would take the store along,
   * and each checkout after it put an older one in its place. What another process makes at the
   * same time counts as well.
   */
  public void make() throws IOException {
    for (int i = 1; !Files.isDirectory(path); i++) {
      try {
        appear();
      } catch (IOException e) {
        // git clean takes an empty folder away; another process may have been quicker.
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
    hideFromGit();
  }

  private void appear() throws IOException {
    Path draft = path.resolveSibling(SmallFile.draft(NAME));
    Files.createDirectories(draft, OwnerOnly.folder(draft));
    try {
      Files.writeString(draft.resolve(IGNORE_FILE), EVERYTHING);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft.resolve(IGNORE_FILE));
      Files.deleteIfExists(draft);
    }
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
    SmallFile.write(file, EVERYTHING);
  }
}

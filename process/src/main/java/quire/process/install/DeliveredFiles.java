package quire.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.process.trust.Trust;

/**
 * The files of a version that was delivered and is not believed yet.
 *
 * @param home the version's folder
 */
record DeliveredFiles(Path home) {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /**
   * Gives every file and folder the mode that an installation has.
   *
   * @throws InstallationException if there is something that a version does not consist of: a pipe,
   *     a link that leads out, a second name of a file elsewhere, a file of another user
   */
  void settle() throws IOException {
    boolean posix = Files.getFileStore(home).supportsFileAttributeView("posix");
    for (Path path : all()) {
      if (Files.isSymbolicLink(path)) {
        if (Files.readSymbolicLink(path).isAbsolute() || !Trust.isInside(path, home)) {
          throw refused(path, "is a link that leads out of it");
        }
      } else if (posix) {
        settle(path);
      }
    }
  }

  private void settle(Path path) throws IOException {
    boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!folder && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(path, "is neither a file nor a folder");
    }
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:uid,nlink", LinkOption.NOFOLLOW_LINKS);
    if (!folder && !Objects.equals(attributes.get("nlink"), 1)) {
      throw refused(path, "has a second name");
    }
    Object owner = Files.getAttribute(home.getParent(), "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!Objects.equals(attributes.get("uid"), owner)) {
      throw refused(path, "belongs to another user");
    }
    boolean runs =
        folder || Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
    Files.setPosixFilePermissions(path, runs ? PROGRAM : FILE);
  }

  /** {@return one sentence for each file that the list does not name} */
  List<String> unlisted(Manifest manifest) throws IOException {
    Set<Path> known =
        manifest.lines().stream()
            .map(line -> home.resolve(line.path()))
            .collect(Collectors.toSet());
    known.add(home.resolve(Manifest.FILE));
    List<String> problems = new ArrayList<>();
    for (Path path : all()) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !known.contains(path)) {
        problems.add(home.relativize(path) + " is not in its list of files");
      }
    }
    return problems;
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      return paths.sorted().toList();
    }
  }

  private InstallationException refused(Path path, String reason) {
    return new InstallationException(
        "%s in the archive %s; nothing was changed".formatted(home.relativize(path), reason));
  }
}

package quire.process.install;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The links outside of an installation that lead into it, and the folders made for them. What is
 * made is written down first, so that it can be taken away again and nothing else is.
 */
public final class Links {
  /** The list's name beside the versions. */
  public static final String FILE = "links.txt";

  private static final String LINK = "link ";
  private static final String FOLDER = "folder ";

  private final Path root;

  public Links(Installations installations) {
    root = installations.root();
  }

  /** {@return whether this installation was made by {@code quire install}} */
  public boolean known() {
    return Files.exists(root.resolve(FILE));
  }

  /** Begins the list, if there is none. */
  public void begin() throws IOException {
    note(List.of());
  }

  /**
   * Makes a link, or leads one of ours to another place.
   *
   * @return false if something else is there, which is left alone
   */
  public boolean make(Path link, Path target) throws IOException {
    if (Files.isSymbolicLink(link) && ours(link)) {
      if (!Files.readSymbolicLink(link).equals(target)) {
        Files.delete(link);
        Files.createSymbolicLink(link, target);
      }
      return true;
    }
    if (Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    List<String> made = new ArrayList<>();
    for (Optional<Path> folder = Optional.ofNullable(link.getParent());
        folder.isPresent() && !Files.exists(folder.get());
        folder = folder.map(Path::getParent)) {
      made.addFirst(FOLDER + folder.get());
    }
    made.add(LINK + link);
    note(made);
    Files.createDirectories(link.toAbsolutePath().getParent());
    Files.createSymbolicLink(link, target);
    return true;
  }

  /** {@return the links that were made and are still ours} */
  public List<Path> all() throws IOException {
    return listed(LINK).stream().filter(Files::isSymbolicLink).filter(this::ours).toList();
  }

  /** Takes away the links, and the folders made for them in which nothing else is. */
  public void remove() throws IOException {
    for (Path link : all()) {
      Files.delete(link);
    }
    for (Path folder : listed(FOLDER).reversed()) {
      removeIfEmpty(folder);
    }
    Files.deleteIfExists(root.resolve(FILE));
  }

  static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException stays) {
      // Then it is somebody else's by now, or gone already.
    }
  }

  private boolean ours(Path link) {
    try {
      return link.resolveSibling(Files.readSymbolicLink(link)).normalize().startsWith(root);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private List<Path> listed(String kind) throws IOException {
    if (!known()) {
      return List.of();
    }
    return Files.readAllLines(root.resolve(FILE)).stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> Path.of(line.substring(kind.length())))
        .distinct()
        .toList();
  }

  private void note(List<String> lines) throws IOException {
    Files.write(root.resolve(FILE), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

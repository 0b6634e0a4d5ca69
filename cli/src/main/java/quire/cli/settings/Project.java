package quire.cli.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import quire.process.trust.Trust;
import quire.process.trust.Trust.Doubt;

/**
 * The project that a process works for.
 *
 * @param root where a store without an address of its own lies; all work trees of a repository
 *     share the main one's
 * @param configuration the project's quire.toml, if it has one
 */
public record Project(Path root, Optional<Path> configuration) {
  private static final String FILE = "quire.toml";

  /** Longer than any path. */
  private static final int LONGEST_LINE = 1 << 14;

  /**
   * Folders of packages and plugins: who works in one of them works for somebody else's project.
   */
  private static final Set<String> INSTALLATIONS =
      Set.of("node_modules", "_npx", "site-packages", "plugins", ".cache", "Caches");

  /**
   * Looks upwards from a folder for the root of a repository, and on the way for a quire.toml.
   *
   * <p>What another user of the machine put there, or could, decides nothing and is passed over, as
   * git does it since CVE-2022-24765; {@link #passedOver} tells of it.
   *
   * @return empty if there is neither
   */
  static Optional<Project> around(Path folder, Trust trust) {
    Path start = folder.toAbsolutePath().normalize();
    if (Stream.iterate(start, step -> step != null, Path::getParent)
        .anyMatch(Project::isInstallation)) {
      return Optional.empty();
    }
    Optional<Path> repository = upwards(start, at -> counts(at.resolve(".git"), trust));
    Optional<Path> configured =
        upwards(
            start, at -> Files.isRegularFile(at.resolve(FILE)) && counts(at.resolve(FILE), trust));
    // No lambdas from here on: one that a rehearsal does not come by is made anew at each start.
    if (repository.isEmpty()) {
      return configured.isEmpty()
          ? Optional.empty()
          : Optional.of(new Project(configured.get(), Optional.of(configured.get().resolve(FILE))));
    }
    Path root = mainWorkTree(repository.get());
    if (configured.isPresent() && configured.get().startsWith(repository.get())) {
      return Optional.of(new Project(root, Optional.of(configured.get().resolve(FILE))));
    }
    Path shared = root.resolve(FILE);
    return Optional.of(
        new Project(root, Files.isRegularFile(shared) ? Optional.of(shared) : Optional.empty()));
  }

  private static boolean counts(Path marker, Trust trust) {
    return Files.exists(marker) && trust.doubt(marker).isEmpty();
  }

  /** {@return what stands around a folder and does not count, each with the reason} */
  static List<String> passedOver(Path folder, Trust trust) {
    List<String> doubts = new ArrayList<>();
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      for (String name : List.of(".git", FILE)) {
        Path marker = at.resolve(name);
        Optional<Doubt> doubt = Files.exists(marker) ? trust.doubt(marker) : Optional.empty();
        if (doubt.isPresent()) {
          doubts.add(doubt.get().toString());
        }
      }
    }
    return doubts;
  }

  private static boolean isInstallation(Path folder) {
    Path name = folder.getFileName();
    return name != null && INSTALLATIONS.contains(name.toString());
  }

  private static Optional<Path> upwards(Path start, Predicate<Path> wanted) {
    for (Path at = start; at != null; at = at.getParent()) {
      if (wanted.test(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the folder that all work trees of a repository share: the main one, around a bare
   * repository that is hidden in a folder this one, and else the bare repository's own}
   */
  private static Optional<Path> aroundRepository(Path repository) {
    if (!Files.isDirectory(repository)) {
      return Optional.empty();
    }
    Path name = repository.getFileName();
    boolean hidden = name != null && name.toString().startsWith(".");
    return hidden ? Optional.ofNullable(repository.getParent()) : Optional.of(repository);
  }

  /**
   * Whether a repository knows the work tree that claims to be its: git keeps a folder for each of
   * them within the repository, which names the work tree in turn. A file that only says so, as it
   * may come with any archive, is not believed.
   */
  private static boolean isWorkTree(Path own, Path shared, Path git) throws IOException {
    if (!Trust.isInside(own, shared)) {
      return false;
    }
    Path back = own.resolve("gitdir");
    return !Files.isRegularFile(back)
        || Trust.destination(own.resolve(line(back))).equals(Trust.destination(git));
  }

  /** A pipe or a device that is called so would never end. */
  private static String line(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8).strip();
    }
  }

  /** In a linked work tree, .git is a file that leads to a folder of the main one. */
  private static Path mainWorkTree(Path root) {
    Path git = root.resolve(".git");
    if (Files.isDirectory(git)) {
      return root;
    }
    try {
      Path own = root.resolve(line(git).replaceFirst("^gitdir:\\s*", ""));
      Path common = own.resolve("commondir");
      if (!Files.isRegularFile(common)) {
        return root; // a submodule is a project of its own
      }
      Path shared = own.resolve(line(common)).normalize();
      return isWorkTree(own, shared, git) ? aroundRepository(shared).orElse(root) : root;
    } catch (IOException | InvalidPathException unreadable) {
      return root; // a repository that cannot be read further still marks its root
    }
  }
}

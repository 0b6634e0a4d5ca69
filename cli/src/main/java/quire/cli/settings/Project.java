package quire.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The project that a process works for.
 *
 * @param root where a store without an address of its own lies; all work trees of a repository
 *     share the main one's
 * @param configuration the project's quire.toml, if it has one
 */
public record Project(Path root, Optional<Path> configuration) {
  private static final String FILE = "quire.toml";

  /**
   * Folders of packages and plugins: who works in one of them works for somebody else's project.
   */
  private static final Set<String> INSTALLATIONS =
      Set.of("node_modules", "_npx", "site-packages", "plugins", ".cache", "Caches");

  /**
   * Looks upwards from a folder for the root of a repository, and on the way for a quire.toml.
   *
   * @return empty if there is neither
   */
  static Optional<Project> around(Path folder) {
    Path start = folder.toAbsolutePath().normalize();
    if (Stream.iterate(start, step -> step != null, Path::getParent)
        .anyMatch(Project::isInstallation)) {
      return Optional.empty();
    }
    Optional<Path> repository = upwards(start, at -> Files.exists(at.resolve(".git")));
    Optional<Path> configured = upwards(start, at -> Files.isRegularFile(at.resolve(FILE)));
    if (repository.isEmpty()) {
      return configured.map(root -> new Project(root, Optional.of(root.resolve(FILE))));
    }
    Path root = mainWorkTree(repository.get());
    return Optional.of(
        new Project(
            root,
            configured
                .filter(at -> at.startsWith(repository.get()))
                .or(() -> Optional.of(root).filter(at -> Files.isRegularFile(at.resolve(FILE))))
                .map(at -> at.resolve(FILE))));
  }

  private static boolean isInstallation(Path folder) {
    Path name = folder.getFileName();
    return name != null && INSTALLATIONS.contains(name.toString());
  }

  private static Optional<Path> upwards(Path start, java.util.function.Predicate<Path> wanted) {
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

  /** In a linked work tree, .git is a file that leads to a folder of the main one. */
  private static Path mainWorkTree(Path root) {
    Path git = root.resolve(".git");
    if (Files.isDirectory(git)) {
      return root;
    }
    try {
      Path own = root.resolve(Files.readString(git).strip().replaceFirst("^gitdir:\\s*", ""));
      Path common = own.resolve("commondir");
      if (!Files.isRegularFile(common)) {
        return root; // a submodule is a project of its own
      }
      Path shared = own.resolve(Files.readString(common).strip()).normalize();
      return aroundRepository(shared).orElse(root);
    } catch (IOException | InvalidPathException unreadable) {
      return root; // a repository that cannot be read further still marks its root
    }
  }
}

package quire.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The folder in which the versions of one installation lie side by side. A link {@code current}
 * leads to the one in use, so that nothing outside ever names a version; {@code previous} leads to
 * the one before.
 */
public final class Installations {
  private final Path root;

  private Installations(Path root) {
    this.root = root;
  }

  /** {@return the folder around this version} */
  public static Installations around(Path home) {
    try {
      return new Installations(Optional.ofNullable(home.toRealPath().getParent()).orElse(home));
    } catch (IOException missing) {
      throw new InstallationException("There is no installation in " + home, missing);
    }
  }

  /** {@return the folder of this name, which is made if it is missing} */
  public static Installations in(Path root) {
    try {
      return new Installations(Files.createDirectories(root).toRealPath());
    } catch (IOException failure) {
      throw new InstallationException(
          "Cannot make the folder %s: %s; nothing was changed"
              .formatted(root, failure.getMessage()),
          failure);
    }
  }

  /**
   * {@return the same file by way of {@code current}, if this path names one version among several,
   * so that an upgrade would pass it by; else empty}
   *
   * @param file such as {@code bin/quire} in a version's folder; it need not be there
   */
  public static Optional<Path> lasting(Path file) {
    Path absolute = file.toAbsolutePath();
    if (absolute.getNameCount() < 4) {
      return Optional.empty();
    }
    Path version = absolute.subpath(0, absolute.getNameCount() - 2);
    version = absolute.getRoot().resolve(version);
    // A link beside the versions is the user's own choice of one.
    if (Files.isSymbolicLink(version)) {
      return Optional.empty();
    }
    Path pointer = version.resolveSibling("current");
    Path lasting = pointer.resolve(version.relativize(absolute));
    boolean isOurs =
        Files.isSymbolicLink(pointer)
            && Files.exists(pointer.resolve(Manifest.FILE))
            && Files.exists(lasting);
    return isOurs ? Optional.of(lasting) : Optional.empty();
  }

  public Path root() {
    return root;
  }

  /** {@return where this version lies or would lie, named as the others here are} */
  public Path place(String version) {
    return root.resolve(Files.exists(root.resolve(Links.FILE)) ? version : "quire-" + version);
  }

  public Path pointer() {
    return root.resolve("current");
  }

  /** {@return the version in use; empty before the first upgrade} */
  public Optional<Path> current() {
    return target("current");
  }

  public Optional<Path> previous() {
    return target("previous");
  }

  /**
   * Makes another version the current one. Whoever looks sees the old or the new one.
   *
   * @param running the version in use so far, which a first upgrade finds without a link
   */
  public void switchTo(Path home, Optional<Path> running) {
    Optional<Path> old = current().or(() -> running);
    if (old.isPresent() && old.get().equals(home)) {
      return;
    }
    // In this order a cut between the two leaves the old version current.
    old.ifPresent(before -> point("previous", before));
    point("current", home);
  }

  /** {@return the version to which {@link #rollBack} would go} */
  public Path beforeThis() {
    return previous()
        .orElseThrow(
            () ->
                new InstallationException(
                    "There is no version before the current one in %s; nothing was changed"
                        .formatted(root)));
  }

  /** {@return the version that is current again} */
  public Path rollBack() {
    Path old = beforeThis();
    Path now = current().orElseThrow();
    point("current", old);
    point("previous", now);
    return old;
  }

  private Optional<Path> target(String name) {
    Path link = root.resolve(name);
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    try {
      return Optional.of(link.toRealPath());
    } catch (IOException dangling) {
      return Optional.empty();
    }
  }

  /** A link cannot be overwritten, but a new one can be moved over it. */
  private void point(String name, Path home) {
    Path draft = root.resolve("." + name + ".draft");
    try {
      if (Files.exists(root.resolve(name)) && !Files.isSymbolicLink(root.resolve(name))) {
        throw new InstallationException(
            "%s is no link of ours; nothing was changed".formatted(root.resolve(name)));
      }
      Files.deleteIfExists(draft);
      Files.createSymbolicLink(draft, root.relativize(home));
      Files.move(draft, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UnsupportedOperationException failure) {
      throw new InstallationException(
          "Cannot make %s lead to %s: %s".formatted(root.resolve(name), home, failure), failure);
    }
  }
}

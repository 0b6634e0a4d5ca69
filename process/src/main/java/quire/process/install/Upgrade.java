package quire.process.install;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new version beside the present one and makes it current. Until the switch nothing that
 * anybody uses has changed; the switch is one rename.
 */
public final class Upgrade {
  private final Optional<Path> running;
  private final Installations installations;
  private final Map<String, String> environment;
  private final ReleaseKeys keys;
  private final Consumer<Step> steps;

  /** What was just reached. */
  public enum Step {
    STARTED,
    DELIVERED,
    UNPACKED,
    TRIED,
    PREPARED,
    SWITCHED
  }

  /** What must work before a version becomes current. */
  @FunctionalInterface
  public interface Trial {
    /**
     * Tries the version in this folder.
     *
     * @throws InstallationException if it does not work
     */
    void of(Path home) throws IOException, InterruptedException;
  }

  /**
   * @param running the version that this program belongs to
   * @param environment for programs that are started
   * @param keys of those who may have made an archive
   */
  public Upgrade(
      Path running, Map<String, String> environment, ReleaseKeys keys, Consumer<Step> steps) {
    this(
        Installations.around(running),
        Optional.of(realPath(running)),
        Map.copyOf(environment),
        keys,
        steps);
  }

  private Upgrade(
      Installations installations,
      Optional<Path> running,
      Map<String, String> environment,
      ReleaseKeys keys,
      Consumer<Step> steps) {
    this.keys = keys;
    this.installations = installations;
    this.running = running;
    this.environment = environment;
    this.steps = steps;
  }

  /** {@return the first upgrade of an installation, which may have no version yet} */
  public static Upgrade into(Installations installations, Map<String, String> environment) {
    return new Upgrade(
        installations,
        Optional.empty(),
        Map.copyOf(environment),
        new ReleaseKeys(List.of()),
        step -> {});
  }

  /** {@return the version that is to be had there, proven to be whole; nothing is left behind} */
  public Manifest look(Wanted wanted) throws IOException, InterruptedException {
    try (FileChannel channel = lock();
        FileLock held = exclusive(channel)) {
      checkHeld(held);
      try {
        return Manifest.of(deliver(wanted));
      } finally {
        Delivery.discard(draft());
      }
    }
  }

  /**
   * Makes the version that is to be had there the current one.
   *
   * @param trial its self-test
   * @param preparation what else must succeed before the switch, such as copying a store that the
   *     new version will change
   * @return the new version's folder
   * @throws InstallationException if it did not become current; all is as it was
   */
  public Path carryOut(Wanted wanted, Trial trial, Trial preparation)
      throws IOException, InterruptedException {
    try (FileChannel channel = lock();
        FileLock held = exclusive(channel)) {
      checkHeld(held);
      steps.accept(Step.STARTED);
      try {
        Path home = place(deliver(wanted));
        steps.accept(Step.UNPACKED);
        trial.of(home);
        steps.accept(Step.TRIED);
        preparation.of(home);
        steps.accept(Step.PREPARED);
        installations.switchTo(home, running);
        steps.accept(Step.SWITCHED);
        return home;
      } finally {
        cleanUp();
      }
    }
  }

  private Path deliver(Wanted wanted) throws IOException, InterruptedException {
    cleanUp();
    Files.createDirectory(
        draft(),
        Files.getFileStore(installations.root()).supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0]);
    Path home = new Delivery(wanted, draft(), environment, keys).bring();
    checkAge(Manifest.of(home).version(), wanted);
    steps.accept(Step.DELIVERED);
    return home;
  }

  private void checkAge(String version, Wanted wanted) {
    if (running.isEmpty() || wanted.older()) {
      return;
    }
    String now = Manifest.of(running.get()).version();
    if (Version.parse(version).compareTo(Version.parse(now)) < 0) {
      throw new InstallationException(
          "%s is version %s, which is older than %s; nothing was changed. To go back: --rollback; to install it all the same: --force"
              .formatted(wanted.from(), version, now));
    }
  }

  /**
   * Removes what an upgrade leaves when it fails or is cut off: its draft, and the version that it
   * placed and did not make current.
   */
  private void cleanUp() throws IOException {
    if (Files.isRegularFile(placed(), LinkOption.NOFOLLOW_LINKS)) {
      Path home = installations.root().resolve(Files.readString(placed())).normalize();
      boolean used =
          Stream.of(installations.current(), installations.previous(), running)
              .flatMap(Optional::stream)
              .anyMatch(home::equals);
      if (!used && installations.root().equals(home.getParent())) {
        Delivery.discard(home);
      }
    }
    Delivery.discard(draft());
  }

  /** Names the version that this upgrade has placed. */
  private Path placed() {
    return draft().resolve("placed");
  }

  /**
   * A folder has its final name only when it is whole, so a cut-off upgrade cannot leave half one.
   */
  private Path place(Path delivered) throws IOException {
    Path home = installations.place(Manifest.of(delivered).version());
    if (!Files.exists(home)) {
      Files.writeString(placed(), home.getFileName().toString());
      Files.move(delivered, home, StandardCopyOption.ATOMIC_MOVE);
      return home;
    }
    if (!Manifest.of(home).equals(Manifest.of(delivered))
        || !Manifest.of(home).problems(home, Manifest.Depth.HASHES).isEmpty()) {
      throw new InstallationException(
          "%s is there already and differs; remove it if nothing runs from it. Nothing was changed"
              .formatted(home));
    }
    return home;
  }

  private Path draft() {
    return installations.root().resolve(".upgrade");
  }

  private FileChannel lock() throws IOException {
    return FileChannel.open(
        installations.root().resolve(".upgrade.lck"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable FileLock exclusive(FileChannel channel) throws IOException {
    return channel.tryLock();
  }

  private void checkHeld(@Nullable FileLock lock) {
    if (lock == null) {
      throw new InstallationException(
          "Another upgrade of %s is running; nothing was changed".formatted(installations.root()));
    }
  }

  private static Path realPath(Path home) {
    try {
      return home.toRealPath();
    } catch (IOException missing) {
      throw new InstallationException("There is no installation in " + home, missing);
    }
  }
}

package quire.process.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quire.process.trust.Trust;
import quire.process.trust.Trust.Doubt;

/**
 * Brings a version from where the user has it into a draft folder, and proves that it is whole and
 * whose it is. Everything is judged on the copy in the draft folder, which nobody else can write.
 */
final class Delivery {
  /** Five times the largest archive that there is. */
  static final long LARGEST_ARCHIVE = 512L << 20;

  private static final int LONGEST_TEXT = 4096;

  private final Wanted wanted;
  private final Path draft;
  private final Map<String, String> environment;
  private final ReleaseKeys keys;

  /**
   * @param environment for the program that unpacks
   */
  Delivery(Wanted wanted, Path draft, Map<String, String> environment, ReleaseKeys keys) {
    this.wanted = wanted;
    this.draft = draft;
    this.environment = environment;
    this.keys = keys;
  }

  /** {@return the new version's folder inside the draft folder} */
  Path bring() throws IOException, InterruptedException {
    Path source = Path.of(wanted.from());
    Path home = Files.isDirectory(source) ? copied(source) : unpacked(archive());
    Manifest manifest = Manifest.of(home);
    DeliveredFiles files = new DeliveredFiles(home);
    files.settle();
    List<String> problems = manifest.problems(home, Manifest.Depth.HASHES);
    problems.addAll(files.unlisted(manifest));
    if (!problems.isEmpty()) {
      throw new InstallationException(
          "%s is not whole: %s; nothing was changed"
              .formatted(wanted.from(), String.join(", ", problems)));
    }
    return home;
  }

  private Path archive() throws IOException {
    Path copy = draft.resolve("archive.tar.gz");
    ArchiveProof proof =
        wanted.from().matches("https?://.*")
            ? downloaded(URI.create(wanted.from()), copy)
            : taken(Path.of(wanted.from()).toAbsolutePath(), copy);
    proof.check(copy, wanted, keys);
    return copy;
  }

  private ArchiveProof taken(Path archive, Path copy) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new InstallationException(
          "There is no archive %s; nothing was changed".formatted(wanted.from()));
    }
    if (Files.size(archive) > LARGEST_ARCHIVE) {
      throw new InstallationException(
          "%s has %,d bytes, which no version of Quire has; nothing was changed"
              .formatted(wanted.from(), Files.size(archive)));
    }
    Files.copy(archive, copy);
    return new ArchiveProof(
        wanted.from(), text(beside(archive, ".sha256")), text(beside(archive, ".sha256.sig")));
  }

  private static Path beside(Path archive, String ending) {
    return archive.resolveSibling(archive.getFileName() + ending);
  }

  private static Optional<byte[]> text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(LONGEST_TEXT));
    }
  }

  private ArchiveProof downloaded(URI address, Path copy) throws IOException {
    boolean safe = address.getScheme().equals("https") || Download.isLoopback(address);
    if (!safe && wanted.sha256().isEmpty()) {
      throw new InstallationException(
          "%s is not encrypted, so a checksum from there proves nothing: use https or give --sha256"
              .formatted(address));
    }
    Download.file(address, copy, LARGEST_ARCHIVE);
    return new ArchiveProof(
        wanted.from(),
        Download.text(URI.create(address + ".sha256"), LONGEST_TEXT),
        Download.text(URI.create(address + ".sha256.sig"), LONGEST_TEXT));
  }

  /** The system's own tar: all three systems have one, the JDK has none. */
  private Path unpacked(Path archive) throws IOException, InterruptedException {
    ProcessBuilder tar =
        new ProcessBuilder(
                "tar",
                "--no-same-owner",
                "--no-same-permissions",
                "-xf",
                archive.toString(),
                "-C",
                draft.toString())
            .redirectErrorStream(true);
    tar.environment().clear();
    tar.environment().putAll(environment);
    Process running = tar.start();
    running.getOutputStream().close();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (running.waitFor() != 0) {
      throw new InstallationException(
          "Cannot unpack %s: %s; nothing was changed".formatted(wanted.from(), said.strip()));
    }
    Files.delete(archive);
    try (Stream<Path> folders = Files.list(draft)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(Manifest.FILE)))
          .findFirst()
          .orElseThrow(
              () ->
                  new InstallationException(
                      "%s holds no version of Quire; nothing was changed"
                          .formatted(wanted.from())));
    }
  }

  /**
   * Takes the files that the folder's list names. A folder has no signature: it counts if nobody
   * else could have put something into it.
   */
  private Path copied(Path source) throws IOException {
    Optional<Doubt> doubt = Trust.ofThisProcess().doubtOfCode(source.resolve(Manifest.FILE));
    if (doubt.isPresent()) {
      throw new InstallationException(
          "%s is not believed: %s; nothing was changed. Unpack the archive into a folder of your own"
              .formatted(wanted.from(), doubt.get()));
    }
    Path home = Files.createDirectories(draft.resolve("copy"));
    for (Manifest.Line line : Manifest.of(source).lines()) {
      copy(source.resolve(line.path()), home.resolve(line.path()));
    }
    copy(source.resolve(Manifest.FILE), home.resolve(Manifest.FILE));
    return home;
  }

  private static void copy(Path file, Path to) throws IOException {
    if (!Files.exists(file)) {
      return; // the list will tell what is missing
    }
    Files.createDirectories(to.getParent());
    Files.copy(file, to, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes a draft folder with all that a cut-off delivery left in it. */
  static void discard(Path draft) throws IOException {
    if (!Files.exists(draft, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        draft,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

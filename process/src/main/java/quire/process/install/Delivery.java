package quire.process.install;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings a version from where the user has it into a draft folder, and proves that it is whole. */
final class Delivery {
  private final String from;
  private final Optional<String> sha256;
  private final Path draft;
  private final Map<String, String> environment;

  /**
   * @param from a folder, an archive, or an address of one
   * @param sha256 of the archive, instead of the file ARCHIVE.sha256 beside it
   * @param environment for the program that unpacks
   */
  Delivery(String from, Optional<String> sha256, Path draft, Map<String, String> environment) {
    this.from = from;
    this.sha256 = sha256;
    this.draft = draft;
    this.environment = environment;
  }

  /** {@return the new version's folder inside the draft folder} */
  Path bring() throws IOException, InterruptedException {
    Files.createDirectories(draft);
    Path home = Files.isDirectory(Path.of(from)) ? copied(Path.of(from)) : unpacked(archive());
    List<String> problems = Manifest.of(home).problems(home, Manifest.Depth.HASHES);
    if (!problems.isEmpty()) {
      throw new InstallationException(
          "%s is not whole: %s; nothing was changed".formatted(from, String.join(", ", problems)));
    }
    return home;
  }

  private Path archive() throws IOException {
    if (from.matches("https?://.*")) {
      return downloaded(URI.create(from));
    }
    Path archive = Path.of(from).toAbsolutePath();
    if (!Files.isRegularFile(archive)) {
      throw new InstallationException(
          "There is no archive %s; nothing was changed".formatted(from));
    }
    Path list = archive.resolveSibling(archive.getFileName() + ".sha256");
    check(
        archive,
        sha256.isEmpty() && Files.exists(list) ? Optional.of(Files.readString(list)) : sha256);
    return archive;
  }

  private Path downloaded(URI address) throws IOException {
    boolean safe = address.getScheme().equals("https") || Download.isLoopback(address);
    if (!safe && sha256.isEmpty()) {
      throw new InstallationException(
          "%s is not encrypted, so a checksum from there proves nothing: use https or give --sha256"
              .formatted(address));
    }
    Path archive = draft.resolve("archive.tar.gz");
    Optional<String> expected =
        sha256.isPresent() ? sha256 : Optional.of(Download.text(URI.create(from + ".sha256")));
    Download.file(address, archive);
    check(archive, expected);
    return archive;
  }

  /** The text may be the line that sha256sum writes. */
  private void check(Path archive, Optional<String> expected) throws IOException {
    String text =
        expected.orElseThrow(
            () ->
                new InstallationException(
                    "There is no %s.sha256 to check the archive with; nothing was changed. Add it or give --sha256"
                        .formatted(from)));
    String wanted = text.strip().split("\\s+")[0].toLowerCase(Locale.ROOT);
    String found = Manifest.sha256(archive);
    if (!found.equals(wanted)) {
      throw new InstallationException(
          "%s has the checksum %s instead of %s; nothing was changed"
              .formatted(from, found, wanted));
    }
  }

  /** The system's own tar: all three systems have one, the JDK has none. */
  private Path unpacked(Path archive) throws IOException, InterruptedException {
    ProcessBuilder tar =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", draft.toString())
            .redirectErrorStream(true);
    tar.environment().clear();
    tar.environment().putAll(environment);
    Process running = tar.start();
    running.getOutputStream().close();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (running.waitFor() != 0) {
      throw new InstallationException(
          "Cannot unpack %s: %s; nothing was changed".formatted(from, said.strip()));
    }
    try (Stream<Path> folders = Files.list(draft)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(Manifest.FILE)))
          .findFirst()
          .orElseThrow(
              () ->
                  new InstallationException(
                      "%s holds no version of Quire; nothing was changed".formatted(from)));
    }
  }

  private Path copied(Path source) throws IOException {
    Path home = draft.resolve("copy");
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(
            path,
            home.resolve(source.relativize(path)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
    return home;
  }

  /** Removes a draft folder with all that a cut-off delivery left in it. */
  static void discard(Path draft) throws IOException {
    if (!Files.exists(draft)) {
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

package quire.process.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.api.spi.Sha256;

/**
 * The list of files that an installation was built with: a line {@code quire VERSION}, then one
 * line {@code SHA256 SIZE PATH} for each.
 */
public record Manifest(String version, List<Line> lines) {
  /** A version becomes a folder's name. */
  private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+-]{0,63}");

  /** The list's own name in the installation. */
  public static final String FILE = "manifest.txt";

  /** One file. */
  public record Line(String sha256, long size, String path) {}

  /** How closely to look. */
  public enum Depth {
    /** Presence and size. */
    SIZES,
    /** The content as well. */
    HASHES
  }

  public Manifest {
    if (!VERSION.matcher(version).matches()) {
      throw new InstallationException(
          "\"%s\" is no version of Quire; nothing was changed".formatted(version));
    }
    lines = List.copyOf(lines);
  }

  /**
   * {@return the list of this installation}
   *
   * @throws InstallationException if there is none or it cannot be understood
   */
  public static Manifest of(Path home) {
    try (Stream<String> text = Files.lines(home.resolve(FILE))) {
      List<String> all = text.toList();
      if (all.isEmpty() || !all.getFirst().startsWith("quire ")) {
        throw new InstallationException(
            home.resolve(FILE) + " is no list of an installation's files");
      }
      return new Manifest(
          all.getFirst().substring("quire ".length()),
          all.stream().skip(1).map(Manifest::line).toList());
    } catch (IOException unreadable) {
      throw new InstallationException(
          "%s is no whole installation: cannot read %s".formatted(home, FILE), unreadable);
    }
  }

  private static Line line(String text) {
    String[] parts = text.split(" ", 3);
    if (parts.length < 3 || !parts[0].matches("[0-9a-f]{64}") || !parts[1].matches("\\d{1,18}")) {
      throw new InstallationException("The list of files has a damaged line: " + text);
    }
    Path path = Path.of(parts[2]);
    if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
      throw new InstallationException("The list of files names one elsewhere: " + text);
    }
    return new Line(parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  /**
   * {@return one sentence per file that is missing, changed or left over; empty if all is whole}
   */
  public List<String> problems(Path home, Depth depth) {
    List<String> problems = new ArrayList<>();
    for (Line line : lines) {
      problem(home, line, depth).ifPresent(problems::add);
    }
    problems.addAll(leftovers(home));
    return problems;
  }

  private static Optional<String> problem(Path home, Line line, Depth depth) {
    Path file = home.resolve(line.path());
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of(line.path() + " is missing");
      }
      if (Files.size(file) != line.size()) {
        return Optional.of(
            "%s has %,d bytes instead of %,d"
                .formatted(line.path(), Files.size(file), line.size()));
      }
      boolean same = depth == Depth.SIZES || sha256(file).equals(line.sha256());
      return same ? Optional.empty() : Optional.of(line.path() + " has other content");
    } catch (IOException unreadable) {
      return Optional.of(line.path() + " cannot be read: " + unreadable.getMessage());
    }
  }

  /** Other jars are the user's own backends; one of ours is what an upgrade left half way. */
  private List<String> leftovers(Path home) {
    Set<String> known = lines.stream().map(Line::path).collect(Collectors.toSet());
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return jars.map(jar -> "lib/" + jar.getFileName())
          .filter(jar -> jar.startsWith("lib/quire-") && !known.contains(jar))
          .sorted()
          .map(jar -> jar + " belongs to another version")
          .toList();
    } catch (IOException unreadable) {
      return List.of("lib cannot be read: " + unreadable.getMessage());
    }
  }

  /** {@return the digest of a file, in hexadecimal} */
  public static String sha256(Path file) throws IOException {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), Sha256.begin())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }
}

package quire.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quire.cli.base.Surroundings;

/**
 * The ahead-of-time cache of one installation. The launcher looks for it in the same two folders
 * and uses it only while the note beside it names the place it was made for and as many parts as
 * are there, none of them newer than the note. So the note is also the proof that the installation
 * was whole, which spares every start a look at the files' sizes.
 *
 * @param folder where the cache and its note lie
 */
public record AotCache(Path folder) {
  /** {@return where the launcher looks: beside the program, then among the user's caches} */
  public static List<AotCache> places(Path home, Surroundings surroundings) {
    Path users =
        surroundings
            .variable("XDG_CACHE_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(surroundings.home().resolve(".cache"))
            .resolve("quire")
            .resolve(home.getRoot().relativize(home));
    return List.of(new AotCache(home.resolve("aot")), new AotCache(users));
  }

  /** {@return the first of the places that can be written; its folder is made if it is missing} */
  static AotCache writable(Path home, Surroundings surroundings) throws IOException {
    List<AotCache> places = places(home, surroundings);
    for (AotCache place : places) {
      try {
        Files.createDirectories(place.folder());
        if (Files.isWritable(place.folder())) {
          return place;
        }
      } catch (IOException readOnly) {
        // The other place may do; if none does, both are named below.
      }
    }
    throw new IOException(
        "neither %s nor %s can be written"
            .formatted(places.getFirst().folder(), places.getLast().folder()));
  }

  /** A cache or a note under way, or what the Java runtime records for one: named by a process. */
  private static final Pattern DRAFT =
      Pattern.compile("(?:quire\\.aot|made-for)\\.\\d+(?:\\.config)?");

  private static final Duration LONGEST_SETUP = Duration.ofMinutes(10);

  /** The folders whose files have to fit together, as the launcher knows them. */
  private static final List<String> PARTS =
      List.of(
          "bin",
          "launch",
          "lib",
          "native",
          "sql",
          "runtime/bin",
          "runtime/lib",
          "runtime/lib/server");

  Path draft() {
    return folder.resolve("quire.aot." + ProcessHandle.current().pid());
  }

  /**
   * Deletes what a setup left that was killed, of 20 MB and more. Younger files may be those of one
   * that runs, perhaps in another container: it takes less than the ten minutes that the launcher
   * gives it too.
   */
  void deleteLeftOvers(Instant now) throws IOException {
    List<Path> drafts;
    try (Stream<Path> files = Files.list(folder)) {
      drafts =
          files.filter(file -> DRAFT.matcher(file.getFileName().toString()).matches()).toList();
    }
    for (Path draft : drafts) {
      try {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(now.minus(LONGEST_SETUP))) {
          Files.deleteIfExists(draft);
        }
      } catch (IOException stays) {
        // Gone meanwhile, or not this user's: a cache can be made beside it all the same.
      }
    }
  }

  /** Puts the draft into force for this installation; servers that run keep the one they have. */
  void publish(Path home) throws IOException {
    Files.move(draft(), file(), StandardCopyOption.ATOMIC_MOVE);
    List<Path> parts = parts(home);
    Path note = folder.resolve("made-for." + ProcessHandle.current().pid());
    Files.writeString(note, "%s\n%d\n".formatted(home, parts.size()));
    FileTime newest = newest(parts);
    if (newest.compareTo(Files.getLastModifiedTime(note)) > 0) {
      // An installation may be dated later than the clock of this machine.
      Files.setLastModifiedTime(note, newest);
    }
    closeToOthers(folder);
    closeToOthers(file());
    closeToOthers(note);
    Files.move(note, folder.resolve("made-for"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A cache holds code, so nobody else may write it, whatever the umask says. */
  private static void closeToOthers(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> modes = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      modes.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
      Files.setPosixFilePermissions(path, modes);
    }
  }

  /** {@return why the launcher leaves this cache alone; empty if it is in force} */
  public Optional<String> objection(Path home) throws IOException {
    Path note = folder.resolve("made-for");
    List<String> lines = Files.exists(note) ? Files.readAllLines(note) : List.of();
    if (lines.isEmpty() || !lines.getFirst().equals(home.toString())) {
      return Optional.of("the cache was made for " + (lines.isEmpty() ? "?" : lines.getFirst()));
    }
    List<Path> parts = parts(home);
    boolean same =
        lines.getLast().equals(Integer.toString(parts.size()))
            && newest(parts).compareTo(Files.getLastModifiedTime(note)) <= 0;
    return same
        ? Optional.empty()
        : Optional.of("the installation has changed since its cache was made");
  }

  private static FileTime newest(List<Path> parts) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    for (Path part : parts) {
      FileTime changed = Files.getLastModifiedTime(part);
      newest = changed.compareTo(newest) > 0 ? changed : newest;
    }
    return newest;
  }

  private static List<Path> parts(Path home) throws IOException {
    List<Path> parts = new ArrayList<>();
    for (Path part : PARTS.stream().map(home::resolve).filter(Files::isDirectory).toList()) {
      parts.add(part);
      try (Stream<Path> files = Files.list(part)) {
        files.filter(file -> !file.getFileName().toString().startsWith(".")).forEach(parts::add);
      }
    }
    return parts;
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(folder.resolve("made-for"));
    Files.deleteIfExists(file());
  }

  /** Ends what the launcher began when it asked for a cache. */
  void finished() throws IOException {
    Files.deleteIfExists(folder.resolve("in-progress"));
  }

  Path file() {
    return folder.resolve("quire.aot");
  }

  /** {@return the size in bytes, or empty if there is none} */
  public Optional<Long> size() throws IOException {
    return Files.exists(file()) ? Optional.of(Files.size(file())) : Optional.empty();
  }
}

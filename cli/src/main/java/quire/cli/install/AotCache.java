package quire.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import quire.cli.base.Surroundings;

/**
 * The ahead-of-time cache of one installation. The launcher looks for it in the same two folders
 * and uses it only while its note names the place it was made for.
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

  Path draft() {
    return folder.resolve("quire.aot." + ProcessHandle.current().pid());
  }

  /** Puts the draft into force for this installation; servers that run keep the one they have. */
  void publish(Path home) throws IOException {
    Files.writeString(folder.resolve("made-for"), home + "\n");
    Files.move(draft(), folder.resolve("quire.aot"), StandardCopyOption.ATOMIC_MOVE);
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(folder.resolve("quire.aot"));
  }

  /** Ends what the launcher began when it asked for a cache. */
  void finished() throws IOException {
    Files.deleteIfExists(folder.resolve("in-progress"));
  }

  /** {@return the size in bytes, or empty if there is none} */
  public Optional<Long> size() throws IOException {
    Path file = folder.resolve("quire.aot");
    return Files.exists(file) ? Optional.of(Files.size(file)) : Optional.empty();
  }
}

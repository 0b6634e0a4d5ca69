package quire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The ahead-of-time cache of one installation. The launcher looks for it in the same two folders
 * and uses it only while its note names the place it was made for.
 *
 * @param folder where the cache and its note lie
 */
record AotCache(Path folder) {
  /** {@return the cache beside the program, or among the user's caches if that is read-only} */
  static AotCache of(Path home, Surroundings surroundings) throws IOException {
    Path beside = home.resolve("aot");
    Path users =
        surroundings
            .variable("XDG_CACHE_HOME")
            .map(Path::of)
            .orElse(surroundings.home().resolve(".cache"))
            .resolve("quire")
            .resolve(home.getRoot().relativize(home));
    for (Path folder : new Path[] {beside, users}) {
      try {
        Files.createDirectories(folder);
        if (Files.isWritable(folder)) {
          return new AotCache(folder);
        }
      } catch (IOException readOnly) {
        // The other place may do; if none does, the last failure is told below.
      }
    }
    throw new IOException("neither " + beside + " nor " + users + " can be written");
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
  Optional<Long> size() throws IOException {
    Path file = folder.resolve("quire.aot");
    return Files.exists(file) ? Optional.of(Files.size(file)) : Optional.empty();
  }
}

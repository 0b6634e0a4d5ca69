package quire.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import quire.api.spi.SmallFile;
import quire.cli.base.Surroundings;
import quire.process.install.Manifest;
import quire.process.registry.StateFolder;
import quire.process.trust.Trust;

/**
 * Notes what a start cache holds where who can change the cache need not be able to write: among
 * the states of the user who made it. A cache holds code, and no start has the time to read it all.
 *
 * @param note the file, which names the cache's folder and its digest
 */
public record CacheDigest(Path note) {
  /** {@return the note of this user on the cache of an installation} */
  public static CacheDigest of(Path home, Surroundings surroundings) {
    UUID name = UUID.nameUUIDFromBytes(home.toString().getBytes(StandardCharsets.UTF_8));
    Path state =
        StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system());
    return new CacheDigest(state.resolve("start-cache").resolve(name.toString()));
  }

  /** Notes the cache as it is. */
  void keep(AotCache cache) throws IOException {
    StateFolder.make(folder());
    SmallFile.write(note, "%s\n%s\n".formatted(cache.folder(), Manifest.sha256(cache.file())));
  }

  /**
   * {@return why the cache must not be run; empty if it is as noted, or nothing was noted of it}
   */
  public Optional<String> objection(AotCache cache) throws IOException {
    Optional<Trust.Doubt> doubt = Trust.ofThisProcess().doubtOfCode(cache.file());
    if (doubt.isPresent()) {
      return Optional.of("its cache holds code, and " + doubt.get());
    }
    List<String> noted = Files.exists(note) ? Files.readAllLines(note) : List.of();
    boolean same =
        noted.isEmpty()
            || !noted.getFirst().equals(cache.folder().toString())
            || noted.getLast().equals(Manifest.sha256(cache.file()));
    return same
        ? Optional.empty()
        : Optional.of("its cache is not what quire setup made: somebody changed " + cache.file());
  }

  private Path folder() {
    return Objects.requireNonNull(note.getParent());
  }

  void forget() throws IOException {
    Files.deleteIfExists(note);
  }
}

package quire.storage.vault.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.spi.FileFailure;
import quire.storage.vault.log.LogBatch;
import quire.storage.vault.log.LogMemory;
import quire.storage.vault.log.OpenLog;
import quire.storage.vault.tree.Digest;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.VaultPlaces;

/**
 * Tells which of several files that claim one identity has it: the one that Quire wrote, whatever
 * the copies are called. All processes find the same one, from the log and from the files alone.
 */
final class Election {
  private static final int REMEMBERED = 1_000;

  private final LogMemory memory;
  private final OpenLog log;
  private final VaultPlaces places;
  private final Map<List<String>, Optional<String>> written = new HashMap<>();

  Election(LogMemory memory, OpenLog log, VaultPlaces places) {
    this.memory = memory;
    this.log = log;
    this.places = places;
  }

  /** {@return the path of the one that is the entity} */
  String elected(List<Note> same) {
    return lastWritten(same)
        .or(() -> likeLastVersion(same))
        .orElseGet(() -> ConflictNames.base(same.stream().map(Note::path).toList(), this::birth));
  }

  private Optional<String> lastWritten(List<Note> same) {
    List<String> paths = same.stream().map(Note::path).toList();
    Optional<String> lately = memory.lastWritten(paths);
    if (lately.isPresent() || !memory.hasForgotten()) {
      return lately;
    }
    if (written.size() > REMEMBERED) {
      written.clear();
    }
    return written.computeIfAbsent(paths, this::lookUp);
  }

  /** The log of long ago is read again: copies of notes that have not changed since are rare. */
  private Optional<String> lookUp(List<String> paths) {
    String[] last = new String[1];
    try {
      var _ =
          log.log()
              .read(
                  0,
                  log.counters().head(),
                  batch -> {
                    for (LogBatch.TouchedNote note : batch.notes()) {
                      if (paths.contains(note.path())) {
                        last[0] = note.path();
                      }
                    }
                  });
    } catch (IOException e) {
      Log.of(Election.class)
          .log(System.Logger.Level.DEBUG, "The log was not read: {0}", FileFailure.text(e));
    }
    return Optional.ofNullable(last[0]);
  }

  /** The original was renamed too: it is the one file with the content that Quire wrote last. */
  private Optional<String> likeLastVersion(List<Note> same) {
    List<Note> alike = same.stream().filter(note -> isOwn(note.digest())).toList();
    return alike.size() == 1 ? Optional.of(alike.getFirst().path()) : Optional.empty();
  }

  private boolean isOwn(Digest digest) {
    return !digest.equals(Digest.ABSENT) && memory.isOwnVersion(digest);
  }

  /** {@return when a file was made: copies are younger, a rename changes nothing} */
  private long birth(String path) {
    try {
      return Files.readAttributes(places.note(path), BasicFileAttributes.class)
          .creationTime()
          .toMillis();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}

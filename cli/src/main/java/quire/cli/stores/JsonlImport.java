package quire.cli.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.api.StoreUnavailableException;
import quire.cli.settings.Settings;

/**
 * Takes over the file of the standard memory server, once. A note beside the store says that it was
 * done; until the note is there, one process at a time imports and the others wait, so that nobody
 * brings back what an agent has deleted meanwhile. Repeating a cut-off import adds nothing twice.
 */
public final class JsonlImport {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int LINES_NAMED = 20;

  private final Settings settings;
  private final Path source;
  private final Path note;
  private final Path lock;
  private final Clock clock;
  private final Consumer<String> notices;

  /**
   * @param source the file to take over; it is only read
   */
  JsonlImport(Path source, Settings settings, Clock clock, Consumer<String> notices) {
    this.settings = settings;
    this.source = source;
    this.note = note(settings);
    this.lock = beside(settings.store().location(), ".import.lck");
    this.clock = clock;
    this.notices = notices;
  }

  /** {@return whether there is a file that the store has still to take over} */
  static boolean isDue(Settings settings) {
    return settings.importFrom().filter(Files::exists).isPresent() && !Files.exists(note(settings));
  }

  /** {@return the note that says that the import was done} */
  public static Path note(Settings settings) {
    return beside(settings.store().location(), ".imported");
  }

  private static Path beside(Path store, String suffix) {
    return store.resolveSibling(store.getFileName() + suffix);
  }

  /** Imports unless that was done before or there is nothing to import. */
  void into(MemoryStore store) {
    if (!Files.exists(source) || Files.exists(note)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try (FileLock held = acquire(channel)) {
        if (held.isValid() && !Files.exists(note)) {
          write(store);
        }
        Files.deleteIfExists(lock); // those who wait for it look at the note next
      }
    } catch (IOException failure) {
      throw new StoreUnavailableException(
          "Cannot import %s: %s; it is unchanged, and the next call tries again"
              .formatted(source, failure),
          failure);
    }
  }

  private FileLock acquire(FileChannel channel) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
      FileLock held = channel.tryLock();
      if (held != null) {
        return held;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new StoreBusyException(
        "Another process has been importing %s for %d s; nothing was written by this one"
            .formatted(source, LONGEST_WAIT.toSeconds()));
  }

  private void write(MemoryStore store) throws IOException {
    ImportBatch batch =
        new ImportBatch(store, settings.store().limits(), source.getFileName().toString());
    long[] damaged = {0};
    new JsonlFile(source)
        .forEachLine(
            (number, line) ->
                batch
                    .add(line)
                    .ifPresent(
                        reason -> {
                          if (damaged[0]++ < LINES_NAMED) {
                            notices.accept("%s:%d skipped: %s".formatted(source, number, reason));
                          }
                        }));
    batch.flush();
    finished("imported %s from %s".formatted(batch.counts(), source), damaged[0]);
  }

  private void finished(String what, long damaged) throws IOException {
    String skipped = damaged == 0 ? "" : "; %,d damaged lines skipped".formatted(damaged);
    notices.accept(what + skipped + "; the file was left as it is");
    Path draft = note.resolveSibling(note.getFileName() + "." + ProcessHandle.current().pid());
    Files.writeString(
        draft,
        "%s %s%s%nDelete this note to import the file again.%n"
            .formatted(clock.instant(), what, skipped));
    Files.move(draft, note, StandardCopyOption.ATOMIC_MOVE);
  }
}

package quire.cli.copies;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import quire.api.MemoryStore;
import quire.api.StoreDescription;
import quire.api.StoreException;
import quire.api.spi.FileFailure;
import quire.cli.settings.Settings;
import quire.cli.stores.BackupNote;
import quire.cli.stores.Backups;

/**
 * Makes the backup of the day unless it is there, and deletes the oldest of those that were made
 * like this. Of several processes one does it: a lock that the kernel holds says which.
 */
final class DailyBackup {
  /** A week, as far as each day brought something new. */
  static final int KEPT = 7;

  /** All backups of days of one store together, and so each of them. */
  static final long MOST_BYTES = 1L << 30;

  /** A backup must not be what fills the disk. */
  private static final long SPACE_LEFT = 256L << 20;

  private final Settings settings;
  private final Backups backups;
  private final Clock clock;
  private final long mostBytes;

  DailyBackup(Settings settings, Backups backups, Clock clock) {
    this(settings, backups, clock, MOST_BYTES);
  }

  DailyBackup(Settings settings, Backups backups, Clock clock, long mostBytes) {
    this.settings = settings;
    this.backups = backups;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /** What came of it. */
  enum Outcome {
    MADE,
    /** The backup of this day is there. */
    THERE,
    /** Nothing was written since the last one, or ever. */
    UNCHANGED,
    /** Another process is making it. */
    ELSEWHERE
  }

  /**
   * {@return what was done}
   *
   * @throws IOException if the backup could not be written; no part of it was left
   */
  Outcome carryOut(Supplier<MemoryStore> store) throws IOException {
    backups.makeFolder();
    try (FileChannel channel =
        FileChannel.open(backups.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Closing the file gives the lock back.
      return isLocked(channel) ? alone(store) : Outcome.ELSEWHERE;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }

  private Outcome alone(Supplier<MemoryStore> store) throws IOException {
    backups.removeDrafts();
    Instant now = clock.instant();
    Path target = backups.ofDay(now);
    if (Files.exists(target)) {
      return Outcome.THERE;
    }
    BackupNote note = backups.note();
    note.tries(now);
    try (MemoryStore opened = store.get()) {
      StoreDescription description = opened.describe();
      boolean isEmpty =
          description.lastSequence() + description.entities() + description.relations() == 0;
      if (isEmpty || (note.holds(description) && backups.newest().isPresent())) {
        note.unchanged(now);
        return Outcome.UNCHANGED;
      }
      write(opened, target, now);
      note.made(description, now);
      removeOldest();
      return Outcome.MADE;
    } catch (IOException failure) {
      note.fails(FileFailure.told(failure));
      throw failure;
    } catch (StoreException failure) {
      note.fails(String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  private void write(MemoryStore opened, Path target, Instant now) throws IOException {
    long space = Files.getFileStore(target.resolveSibling(".")).getUsableSpace();
    if (space < SPACE_LEFT) {
      throw new IOException("only %,d bytes are left on the disk".formatted(space));
    }
    var _ = ArchiveWriter.toFile(opened, settings.address(), now, target, Bounded::new);
  }

  /** Ends a backup that grows too large to be kept by itself. */
  private final class Bounded extends FilterOutputStream {
    private long left = mostBytes;

    Bounded(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      take(length);
      out.write(bytes, from, length);
    }

    @Override
    public void write(int one) throws IOException {
      take(1);
      out.write(one);
    }

    private void take(int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException(
            "it would be larger than %,d bytes; a store of this size is backed up with quire backup FILE"
                .formatted(mostBytes));
      }
    }
  }

  /** The newest one stays, however large it is. */
  private void removeOldest() throws IOException {
    List<Path> days = backups.days();
    long bytes = 0;
    for (int i = 0; i < days.size(); i++) {
      bytes += Files.size(days.get(i));
      if (i > 0 && (i >= KEPT || bytes > mostBytes)) {
        Files.deleteIfExists(days.get(i));
      }
    }
  }
}

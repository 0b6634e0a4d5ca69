package quire.cli.intake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.api.StoreUnavailableException;
import quire.api.spi.ShellWord;
import quire.api.spi.SmallFile;
import quire.cli.base.Notices;
import quire.cli.settings.Settings;

/**
 * Takes over the file of the standard memory server, once. A note beside the store says that it was
 * done; until the note is there, one process at a time imports and the others wait, so that nobody
 * brings back what an agent has deleted meanwhile. Repeating a cut-off import adds nothing twice.
 */
public final class JsonlImport {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Settings settings;
  private final Path source;
  private final Path note;
  private final Path lock;
  private final BroughtTime clock;
  private final Notices notices;

  /**
   * @param source the file to take over; it is only read
   */
  public JsonlImport(Path source, Settings settings, BroughtTime clock, Notices notices) {
    this.settings = settings;
    this.source = source;
    this.note = note(settings);
    this.lock = beside(settings, ".import.lck");
    this.clock = clock;
    this.notices = notices;
  }

  /** {@return whether there is a file that the store has still to take over} */
  public static boolean isDue(Settings settings) {
    return settings.importFrom().filter(Files::isRegularFile).isPresent()
        && !Files.exists(note(settings));
  }

  /** {@return the note that says that the import was done} */
  public static Path note(Settings settings) {
    return beside(settings, ".imported");
  }

  static Path beside(Settings settings, String suffix) {
    Path store =
        settings
            .place()
            .orElseThrow(
                () ->
                    new StoreUnavailableException(
                        "Cannot note beside %s that a file was imported, because it is not on this machine; nothing was written. Name a store on this machine"
                            .formatted(settings.address())));
    return beside(store, suffix);
  }

  static Path beside(Path store, String suffix) {
    return store.resolveSibling(store.getFileName() + suffix);
  }

  /** Imports unless that was done before or there is nothing to import. */
  public void into(MemoryStore store) {
    if (!Files.isRegularFile(source)) {
      return;
    }
    if (Files.exists(note)) {
      compare();
      return;
    }
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try (FileLock held = acquire(channel)) {
        if (held.isValid() && !Files.exists(note)) {
          write(store);
        } else {
          notices.repeat(Files.readString(note).lines().findFirst().orElse(""));
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
    String stamp = stamp(source);
    ImportReport report =
        new FormerImport(
                settings,
                new FormerLines(source, settings.store().limits()),
                ConflictRule.MERGE,
                clock,
                new Unseen())
            .into(store, leftOver(settings));
    report.reasons().forEach(notices::tell);
    notices.keep(report.text());
    if (report.understood() > 0) {
      finished(report, stamp);
    }
  }

  private void finished(ImportReport report, String stamp) throws IOException {
    SmallFile.write(
        note,
        "%s %s%nThe file was then: %s%nDelete this note to import the file again.%n"
            .formatted(clock.instant(), report.text(), stamp));
  }

  /** Nobody looks on. */
  private static final class Unseen implements Consumer<Object> {
    @Override
    public void accept(Object state) {}
  }

  /** {@return where an import puts what it could not take} */
  public static Path leftOver(Settings settings) {
    return beside(settings, ".import-left.jsonl");
  }

  /** {@return what shows whether a file was written to: its size and when} */
  private static String stamp(Path source) throws IOException {
    return "%d bytes, %s".formatted(Files.size(source), Files.getLastModifiedTime(source));
  }

  /**
   * What was written to the file since is offered, and not taken: it may have been deleted here.
   */
  private void compare() {
    try {
      String noted = Files.readString(note);
      if (noted.contains("The file was then: ") && !noted.contains(": " + stamp(source))) {
        notices.keep(
            "%s was changed since it was imported; to take over what is new in it: quire import %s"
                .formatted(source, ShellWord.of(source.toString())));
      }
    } catch (IOException unreadable) {
      // What was imported is here; that it cannot be compared costs nobody anything.
    }
  }

  /** Notes that the file was imported by a person, as far as it is the one that is configured. */
  public static void done(Settings settings, ImportReport report, Clock clock) throws IOException {
    if (settings.importFrom().filter(report.source()::equals).isPresent()
        && report.understood() > 0) {
      new JsonlImport(report.source(), settings, new BroughtTime(clock), new Notices(line -> {}))
          .finished(report, stamp(report.source()));
    }
  }
}

package quire.cli.copies;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.api.MemoryStore;
import quire.api.spi.FileFailure;
import quire.cli.base.Surroundings;
import quire.cli.install.Launcher;
import quire.cli.settings.BackupPolicy;
import quire.cli.settings.Settings;
import quire.cli.stores.BackupNote;
import quire.cli.stores.Backups;
import quire.cli.stores.KnownStores;
import quire.process.owner.ClientVariables;

/**
 * Starts the backup of the day when it is due, as a process of its own that gives way to all
 * others: it takes seconds of a processor, and memory that a window's server does not have.
 */
public final class BackupWatch {
  /** A server has other things to do at first; a test of it has less time. */
  private static final Duration FIRST =
      Duration.ofSeconds(Long.getLong("quire.backup.first-seconds", 300));

  /** What kept one from being made, such as a full disk, is seldom mended within minutes. */
  private static final Duration BETWEEN_TRIES = Duration.ofHours(1);

  /** Notes that people edit change without a change in the log. */
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(6);

  private static final Duration DAY = Duration.ofDays(1);
  private static final List<String> NICE = List.of("/usr/bin/nice", "/bin/nice");

  private final Settings settings;
  private final Surroundings surroundings;
  private final Backups backups;
  private final Clock clock;
  private final Instant begun;

  public BackupWatch(Settings settings, KnownStores known, Surroundings surroundings, Clock clock) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.backups = known.backups(settings);
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** Looks whether it is time, in a server that has the store open. */
  public void look(MemoryStore store) {
    Instant now = clock.instant();
    if (now.isBefore(begun.plus(FIRST)) || !isPossible(now)) {
      return;
    }
    BackupNote note = backups.note();
    long sequence = store.lastSequence();
    boolean changed = sequence > 0 && !note.hasSequence(sequence);
    if (isOver(note.tried(), BETWEEN_TRIES, now)
        && (changed || isOver(note.looked(), BETWEEN_LOOKS, now))) {
      start();
    }
  }

  /**
   * Looks once more at the end, since many sessions are short: the first backup is left to longer
   * ones, unless the store is older than a day.
   */
  public void end() {
    Instant now = clock.instant();
    if (!isPossible(now) || !isOldStore(now)) {
      return;
    }
    BackupNote note = backups.note();
    if (isOver(note.tried(), BETWEEN_TRIES, now) && isOver(note.looked(), BETWEEN_LOOKS, now)) {
      start();
    }
  }

  private boolean isPossible(Instant now) {
    return settings.backup() == BackupPolicy.DAILY
        && settings.place().isPresent()
        && System.getProperty("quire.home") != null
        && Files.exists(settings.place().get())
        && Files.notExists(backups.ofDay(now));
  }

  private boolean isOldStore(Instant now) {
    try {
      Path place = settings.place().orElseThrow();
      Instant made =
          Files.readAttributes(place, BasicFileAttributes.class).creationTime().toInstant();
      return made.plus(DAY).isBefore(now);
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isOver(Optional<Instant> last, Duration pause, Instant now) {
    return last.isEmpty() || last.get().plus(pause).isBefore(now) || last.get().isAfter(now);
  }

  private void start() {
    List<String> words = new ArrayList<>(List.of("--daily", "--store", settings.address()));
    folder().ifPresent(folder -> words.addAll(List.of("--project", folder.toString())));
    List<String> command = new ArrayList<>();
    for (String nice : NICE) {
      if (command.isEmpty() && Files.isExecutable(Path.of(nice))) {
        command.addAll(List.of(nice, "-n", "10"));
      }
    }
    command.addAll(Launcher.ofThisProcess(surroundings).command("backup", words));
    BackupNote note = backups.note();
    try {
      backups.makeFolder();
      // Noted here: that process may take its time to begin, and others need not try as well.
      note.tries(clock.instant());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(new ClientVariables(surroundings.variables()).scrubbed());
      folder().map(Path::toFile).filter(File::isDirectory).ifPresent(builder::directory);
      builder.start().getOutputStream().close();
    } catch (IOException notStarted) {
      note.fails("it could not be started: " + FileFailure.told(notStarted));
    }
  }

  /** {@return the folder from which the same settings are found} */
  private Optional<Path> folder() {
    return settings
        .project()
        .map(project -> project.configuration().map(Path::getParent).orElse(project.root()));
  }
}

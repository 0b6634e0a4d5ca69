package quire.cli.stores;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import quire.api.spi.ShellWord;
import quire.cli.settings.Settings;
import quire.process.registry.StateFolder;

/**
 * The backups of one store that Quire keeps in its state folder, outside of every work tree: {@code
 * PROJECT-STORE-2026-11-29.quire} is that of a day, {@code
 * PROJECT-STORE-2026-11-29T10-00-00Z.quire} one that somebody asked for. STORE is a number that is
 * made of the store's address.
 */
public final class Backups {
  private static final String SUFFIX = ".quire";
  private static final int LONGEST_PROJECT = 60;

  private final Path folder;
  private final Settings settings;
  private final String mark;

  Backups(Path folder, Settings settings, String number) {
    this.folder = folder;
    this.settings = settings;
    this.mark = "-" + number + "-";
  }

  /** Makes the folder where it is missing, for its user alone. */
  public void makeFolder() throws IOException {
    StateFolder.make(folder);
  }

  /** {@return where a backup goes that is asked for at this moment} */
  public Path at(Instant now) {
    return named(
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(now));
  }

  /** {@return where the backup of this moment's day is, if it is there} */
  public Path ofDay(Instant now) {
    return named(LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
  }

  private Path named(String time) {
    return folder.resolve(project() + mark + time + SUFFIX);
  }

  private String project() {
    String name =
        settings.project().isPresent()
            ? String.valueOf(settings.project().get().root().getFileName())
            : "user";
    return name.length() > LONGEST_PROJECT ? name.substring(0, LONGEST_PROJECT) : name;
  }

  /** {@return the file that whoever makes the backup of the day has locked} */
  public Path lock() {
    return folder.resolve(mark.substring(1) + "lock");
  }

  /** {@return what is remembered of these backups} */
  public BackupNote note() {
    return new BackupNote(folder.resolve(mark.substring(1) + "note"));
  }

  /** {@return the backups of days, which go when there are newer ones; the newest first} */
  public List<Path> days() {
    return all().stream()
        .filter(file -> time(file).matches("\\d{4}-\\d\\d-\\d\\d\\.quire"))
        .sorted(Comparator.comparing(this::time).reversed())
        .toList();
  }

  /** {@return the end of a backup's name, which begins with the time} */
  private String time(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.indexOf(mark) + mark.length());
  }

  /** {@return every backup of this store, the newest first} */
  public List<Path> all() {
    List<File> files = new ArrayList<>();
    String[] names = folder.toFile().list();
    if (names != null) {
      for (String name : names) {
        if (isOfStore(name)) {
          files.add(new File(folder.toFile(), name));
        }
      }
    }
    files.sort((one, other) -> Long.compare(other.lastModified(), one.lastModified()));
    return files.stream().map(File::toPath).toList();
  }

  /** Leftovers of backups of days that were cut off. */
  public void removeDrafts() throws IOException {
    String[] names = folder.toFile().list();
    if (names != null) {
      for (String name : names) {
        if (name.contains(mark) && name.matches(".*-\\d{4}-\\d\\d-\\d\\d\\.quire\\.part-\\d+")) {
          Files.deleteIfExists(folder.resolve(name));
        }
      }
    }
  }

  private boolean isOfStore(String name) {
    return name.endsWith(SUFFIX) && name.contains(mark);
  }

  /**
   * {@return the newest backup} A server without a store asks, so it is asked in the plainest way.
   */
  public Optional<Path> newest() {
    String[] names = folder.toFile().list();
    File newest = folder.toFile();
    long time = Long.MIN_VALUE;
    if (names != null) {
      for (String name : names) {
        File file = new File(folder.toFile(), name);
        if (isOfStore(name) && file.lastModified() > time) {
          newest = file;
          time = file.lastModified();
        }
      }
    }
    return time == Long.MIN_VALUE ? Optional.empty() : Optional.of(newest.toPath());
  }

  /** {@return how the newest backup is brought back, as a sentence without its end, or nothing} */
  public String restoring() {
    Optional<Path> newest = newest();
    return newest.isEmpty()
        ? ""
        : "To have the backup of " + day(newest.get()) + " back: " + command(newest.get());
  }

  /** {@return the command that brings this backup back} */
  public String command(Path backup) {
    return "quire restore "
        + ShellWord.of(backup.toString())
        + " --store "
        + ShellWord.of(settings.address());
  }

  /** {@return the day on which a backup was made, in the zone of this machine} */
  public static LocalDate day(Path backup) {
    return LocalDate.ofInstant(
        Instant.ofEpochMilli(backup.toFile().lastModified()), ZoneId.systemDefault());
  }
}

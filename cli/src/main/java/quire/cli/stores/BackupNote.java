package quire.cli.stores;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import quire.api.StoreDescription;
import quire.api.spi.SmallFile;

/**
 * What is remembered of the backups of one store. A note that cannot be read or written is an empty
 * one: the next backup is made a little earlier than it had to be.
 */
public final class BackupNote {
  private static final String SEQUENCE = "sequence";
  private static final String HELD = "held";
  private static final String LOOKED = "looked";
  private static final String TRIED = "tried";
  private static final String FAILURE = "failure";
  private static final String VERIFIED = "verified";
  private static final String VERIFIED_FILE = "verified-file";

  private final Path file;
  private final Properties lines = new Properties();

  BackupNote(Path file) {
    this.file = file;
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(in);
    } catch (IOException | IllegalArgumentException unreadable) {
      lines.clear();
    }
  }

  /** {@return when it was last tried to make the backup of a day} */
  public Optional<Instant> tried() {
    return time(TRIED);
  }

  /** {@return when the store was last found to hold what its backup holds, or was backed up} */
  public Optional<Instant> looked() {
    return time(LOOKED);
  }

  /** {@return why the last backup of a day could not be made; empty if it was} */
  public Optional<String> failure() {
    return Optional.ofNullable(lines.getProperty(FAILURE));
  }

  /** {@return when a backup was last restored on trial and found equal} */
  public Optional<Instant> verified() {
    return time(VERIFIED);
  }

  /** {@return the backup that was restored on trial} */
  public String verifiedFile() {
    return lines.getProperty(VERIFIED_FILE, "");
  }

  /** {@return whether the store had this newest change when it was backed up} */
  public boolean hasSequence(long sequence) {
    return Long.toString(sequence).equals(lines.getProperty(SEQUENCE));
  }

  /**
   * {@return whether the store holds as much as when it was backed up; people's edits of notes
   * count}
   */
  public boolean holds(StoreDescription store) {
    return hasSequence(store.lastSequence()) && held(store).equals(lines.getProperty(HELD));
  }

  private static String held(StoreDescription store) {
    return "%d %d %d".formatted(store.entities(), store.observations(), store.relations());
  }

  public void tries(Instant now) {
    lines.setProperty(TRIED, now.toString());
    write();
  }

  public void fails(String why) {
    lines.setProperty(FAILURE, why);
    write();
  }

  /** Notes that the backup of the day was made of this state of the store. */
  public void made(StoreDescription store, Instant now) {
    lines.setProperty(SEQUENCE, Long.toString(store.lastSequence()));
    lines.setProperty(HELD, held(store));
    unchanged(now);
  }

  /** Notes that the store holds what its newest backup holds. */
  public void unchanged(Instant now) {
    lines.setProperty(LOOKED, now.toString());
    lines.remove(FAILURE);
    write();
  }

  public void verified(Path backup, Instant now) {
    lines.setProperty(VERIFIED, now.toString());
    lines.setProperty(VERIFIED_FILE, backup.toString());
    write();
  }

  private Optional<Instant> time(String key) {
    try {
      return Optional.ofNullable(lines.getProperty(key)).map(Instant::parse);
    } catch (DateTimeException damaged) {
      return Optional.empty();
    }
  }

  private void write() {
    StringWriter text = new StringWriter();
    try {
      lines.store(text, null);
      SmallFile.write(file, text.toString());
    } catch (IOException unwritable) {
      // What it would have told is asked of the store again.
    }
  }
}

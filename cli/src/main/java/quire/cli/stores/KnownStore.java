package quire.cli.stores;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Properties;
import quire.api.StoreDescription;
import quire.cli.settings.Settings;

/**
 * What a store was when it was last looked at.
 *
 * @param address where it was
 * @param identity what told it from any other store at the same place, as far as the system knows
 */
public record KnownStore(
    String address,
    String identity,
    long sequence,
    long entities,
    long observations,
    long relations,
    Instant seen) {

  static KnownStore of(Settings settings, StoreDescription store, Instant now) {
    return new KnownStore(
        settings.address(),
        identity(settings),
        store.lastSequence(),
        store.entities(),
        store.observations(),
        store.relations(),
        now);
  }

  /** {@return what tells the store's file or folder from others; never opens it} */
  static String identity(Settings settings) {
    return settings.place().map(KnownStore::identity).orElse("");
  }

  private static String identity(Path location) {
    try {
      BasicFileAttributes found = Files.readAttributes(location, BasicFileAttributes.class);
      return found.fileKey() + " " + found.creationTime().toMillis();
    } catch (IOException unknown) {
      return "";
    }
  }

  boolean isEmpty() {
    return entities + observations + relations == 0;
  }

  /** {@return whether a store that is at the place now cannot be this one with what it held} */
  boolean isLostIn(KnownStore now) {
    return now.sequence < sequence
        || (now.isEmpty() && !isEmpty() && !now.identity.equals(identity));
  }

  /** {@return when it was seen, and how much it held} */
  String text() {
    return "%,d entities, %,d observations and %,d relations on %s"
        .formatted(
            entities, observations, relations, seen.atZone(ZoneId.systemDefault()).toLocalDate());
  }

  String written() {
    Properties lines = new Properties();
    lines.setProperty("address", address);
    lines.setProperty("identity", identity);
    lines.setProperty("sequence", Long.toString(sequence));
    lines.setProperty("entities", Long.toString(entities));
    lines.setProperty("observations", Long.toString(observations));
    lines.setProperty("relations", Long.toString(relations));
    lines.setProperty("seen", seen.toString());
    StringWriter text = new StringWriter();
    try {
      lines.store(text, null);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString();
  }

  /** {@return what was written, or empty if it was damaged} */
  static Optional<KnownStore> read(String text) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(text));
      return Optional.of(
          new KnownStore(
              lines.getProperty("address", ""),
              lines.getProperty("identity", ""),
              Long.parseLong(lines.getProperty("sequence", "")),
              Long.parseLong(lines.getProperty("entities", "")),
              Long.parseLong(lines.getProperty("observations", "")),
              Long.parseLong(lines.getProperty("relations", "")),
              Instant.parse(lines.getProperty("seen", ""))));
    } catch (IOException | IllegalArgumentException | DateTimeException damaged) {
      return Optional.empty();
    }
  }
}

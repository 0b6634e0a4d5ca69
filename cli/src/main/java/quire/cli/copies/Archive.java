package quire.cli.copies;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.StoreDamagedException;
import quire.api.Subject;
import quire.api.spi.Sha256;
import quire.cli.base.JsonTree;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A file with all that a store held; docs/backup.md says what its lines are. */
public record Archive(Path file) implements Whole {
  static final int FORMAT = 1;

  private static final String BEGINNING = "{\"quire-archive\":";

  private static final JsonFactory JSON = new JsonFactory();

  /** Takes a line's members; false ends the reading. */
  private interface Reader {
    boolean line(Map<String, Object> members);
  }

  /** {@return whether the file begins like an archive} */
  public static boolean isOne(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readNBytes(BEGINNING.length()), StandardCharsets.US_ASCII)
          .equals(BEGINNING);
    } catch (ZipException | EOFException other) {
      return false;
    }
  }

  /** {@return the store that it was made of, and when} */
  String origin() throws IOException {
    StringBuilder origin = new StringBuilder();
    read(
        members -> {
          origin.append("%s of %s".formatted(members.get("store"), members.get("made")));
          return false;
        });
    return origin.toString();
  }

  @Override
  public boolean hasWholeHistory() throws IOException {
    boolean[] whole = {false};
    read(
        members -> {
          whole[0] = text(members, "history").equals("whole");
          return false;
        });
    return whole[0];
  }

  @Override
  public void calls(Consumer<? super Call> visitor) throws IOException {
    read(
        members -> {
          if (members.get("changes") instanceof List<?> changes) {
            visitor.accept(call(members, changes));
          }
          return !members.containsKey("type");
        });
  }

  @Override
  public void entities(Consumer<? super Entity> visitor) throws IOException {
    read(
        members -> {
          if (text(members, "type").equals("entity")) {
            List<String> observations = new ArrayList<>();
            if (members.get("observations") instanceof List<?> texts) {
              texts.forEach(one -> observations.add(one.toString()));
            }
            visitor.accept(
                new Entity(text(members, "name"), text(members, "entityType"), observations));
          }
          return !text(members, "type").equals("relation");
        });
  }

  @Override
  public void relations(Consumer<? super Relation> visitor) throws IOException {
    read(
        members -> {
          if (text(members, "type").equals("relation")) {
            visitor.accept(relation(members));
          }
          return true;
        });
  }

  /**
   * Reads all of it and checks that it is what was written.
   *
   * @throws StoreDamagedException if it is not
   */
  public void check() throws IOException {
    MessageDigest digest = Sha256.begin();
    String[] expected = {""};
    try (InputStream in = open()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (next(in, line)) {
        Map<String, Object> members = parsed(line.toByteArray());
        if (members.containsKey("sha256")) {
          expected[0] = text(members, "sha256");
        } else {
          digest.update(line.toByteArray());
        }
      }
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(expected[0])) {
      throw damaged("its end is missing, or a part of it was changed", Optional.empty());
    }
  }

  private void read(Reader reader) throws IOException {
    try (InputStream in = open()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      boolean first = true;
      while (next(in, line)) {
        Map<String, Object> members = parsed(line.toByteArray());
        if (first && !text(members, "quire-archive").equals(Integer.toString(FORMAT))) {
          throw damaged("it begins like no archive that this version knows", Optional.empty());
        }
        first = false;
        if (!reader.line(members)) {
          return;
        }
      }
    }
  }

  private InputStream open() throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      return new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16);
    } catch (IOException noArchive) {
      raw.close();
      throw damaged("it is no archive", Optional.of(noArchive));
    }
  }

  private boolean next(InputStream in, ByteArrayOutputStream line) {
    line.reset();
    try {
      int read = in.read();
      if (read < 0) {
        return false;
      }
      for (; read >= 0 && read != '\n'; read = in.read()) {
        line.write(read);
      }
      return true;
    } catch (IOException broken) {
      throw damaged("it ends too early or a part of it was changed", Optional.of(broken));
    }
  }

  private Map<String, Object> parsed(byte[] line) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      if (JsonTree.read(parser, JsonParser::getString) instanceof Map<?, ?> members) {
        Map<String, Object> named = new LinkedHashMap<>();
        members.forEach((name, value) -> named.put(name.toString(), value));
        return named;
      }
      throw damaged("a line of it is no object", Optional.empty());
    } catch (JacksonException | IllegalStateException broken) {
      throw damaged("a line of it cannot be read", Optional.of(broken));
    }
  }

  private Call call(Map<String, Object> members, List<?> changes) {
    List<Call.Step> steps = new ArrayList<>();
    for (Object change : changes) {
      if (change instanceof Map<?, ?> fact) {
        steps.add(step(fact));
      }
    }
    try {
      return new Call(
          Instant.parse(text(members, "time")),
          new Author(text(members, "client"), text(members, "session")),
          steps);
    } catch (DateTimeException broken) {
      throw damaged("a time in it cannot be read", Optional.of(broken));
    }
  }

  private static Call.Step step(Map<?, ?> fact) {
    Change.Action action =
        text(fact, "action").equals("removed") ? Change.Action.REMOVED : Change.Action.ADDED;
    Subject subject =
        fact.containsKey("from")
            ? new Subject.OfRelation(relation(fact))
            : fact.containsKey("observation")
                ? new Subject.OfObservation(
                    text(fact, "entity"), Optional.of(text(fact, "observation")))
                : new Subject.OfEntity(text(fact, "entity"), text(fact, "entityType"));
    return new Call.Step(action, subject);
  }

  private static Relation relation(Map<?, ?> members) {
    return new Relation(text(members, "from"), text(members, "to"), text(members, "relationType"));
  }

  private static String text(Map<?, ?> members, String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  private StoreDamagedException damaged(String how, Optional<Exception> cause) {
    String message =
        "Cannot read the archive %s: %s. It was left as it is; take another one"
            .formatted(file, how);
    return cause
        .map(known -> new StoreDamagedException(message, known))
        .orElseGet(() -> new StoreDamagedException(message));
  }
}

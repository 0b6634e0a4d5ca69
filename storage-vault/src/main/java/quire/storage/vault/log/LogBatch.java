package quire.storage.vault.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import quire.api.Author;
import quire.api.Change;
import quire.api.Relation;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.Fact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;

/**
 * What one write did, as the change log keeps it.
 *
 * @param firstSequence the sequence number of the first change
 * @param nonce names the write's temporary files
 * @param notes the notes it touched
 */
public record LogBatch(
    long firstSequence,
    Instant time,
    Author author,
    String nonce,
    List<TouchedNote> notes,
    List<LoggedChange> changes) {

  private static final Relation NONE = new Relation("", "", "");

  /** Who removes, renames or brings back facts without a program of Quire's. */
  public static final Author PERSON = new Author("by hand", "");

  /** A note that was written, or is gone if its digest is {@link Digest#ABSENT}. */
  public record TouchedNote(String path, Digest digest) {}

  public long lastSequence() {
    return firstSequence + changes.size() - 1;
  }

  /** {@return what was noticed of a person's doing; Quire wrote no note then} */
  public static LogBatch byHand(long firstSequence, Instant time, List<LoggedChange> changes) {
    return new LogBatch(firstSequence, time, PERSON, "", List.of(), changes);
  }

  /** {@return whether a person did this in the notes, and Quire only noticed it} */
  public boolean isByHand() {
    return notes.isEmpty() && author.equals(PERSON);
  }

  /** {@return the entities that lost texts and got others} */
  Set<String> replacing() {
    Set<String> lost = new HashSet<>();
    for (LoggedChange change : changes) {
      if (change.action() == Change.Action.REMOVED && change.fact() instanceof TextFact text) {
        lost.add(text.entity());
      }
    }
    if (lost.isEmpty()) {
      return lost;
    }
    Set<String> both = new HashSet<>();
    for (LoggedChange change : changes) {
      if (change.action() == Change.Action.ADDED
          && change.fact() instanceof TextFact text
          && lost.contains(text.entity())) {
        both.add(text.entity());
      }
    }
    return both;
  }

  /** {@return the same without what is to be forgotten; equal to this if there is none of it} */
  public LogBatch without(Predicate<LoggedChange> forgotten, Predicate<String> forgottenPath) {
    return new LogBatch(
        firstSequence,
        time,
        author,
        nonce,
        notes.stream().filter(note -> !forgottenPath.test(note.path())).toList(),
        changes.stream()
            .map(change -> forgotten.test(change) ? LoggedChange.ERASED : change)
            .toList());
  }

  /** Adds the texts of observations that stand here; of several of one fact, the first. */
  void gatherTexts(Map<Fact, String> texts) {
    for (LoggedChange change : changes) {
      change.text().ifPresent(text -> texts.putIfAbsent(change.fact(), text));
    }
  }

  LogBatch with(List<LoggedChange> others) {
    return new LogBatch(firstSequence, time, author, nonce, notes, others);
  }

  /** {@return the batch in the room of one that held more} What is behind its end says nothing. */
  byte[] encoded(int length) {
    byte[] bytes = encoded();
    if (bytes.length > length) {
      throw new IllegalStateException("A batch grew by being shortened");
    }
    return Arrays.copyOf(bytes, length);
  }

  byte[] encoded() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(firstSequence);
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
      write(out, author.client());
      write(out, author.session());
      write(out, nonce);
      out.writeInt(notes.size());
      for (TouchedNote note : notes) {
        write(out, note.path());
        write(out, note.digest());
      }
      out.writeInt(changes.size());
      for (LoggedChange change : changes) {
        write(out, change);
      }
      writeTexts(out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory cannot fail", e);
    }
  }

  static LogBatch decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long firstSequence = in.readLong();
      Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
      Author author = new Author(readText(in), readText(in));
      String nonce = readText(in);
      List<TouchedNote> notes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        notes.add(new TouchedNote(readText(in), readDigest(in)));
      }
      List<LoggedChange> changes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        changes.add(readChange(in));
      }
      readTexts(in, changes);
      readPlaces(in, changes);
      return new LogBatch(firstSequence, time, author, nonce, notes, changes);
    }
  }

  /** {@return whether something was forgotten by this write} */
  public boolean forgets() {
    return changes.stream().anyMatch(change -> change.action() == Change.Action.FORGOTTEN);
  }

  /** {@return whether the text of each observation is known} */
  boolean keepsTexts() {
    return changes.stream().allMatch(LoggedChange::keepsText);
  }

  /** Behind all else, where a version that keeps no texts does not look. */
  private void writeTexts(DataOutputStream out) throws IOException {
    boolean elsewhere = changes.stream().anyMatch(LogBatch::isElsewhere);
    if (!elsewhere && changes.stream().noneMatch(change -> change.text().isPresent())) {
      return; // so that the batch of such a version does not grow when something in it is forgotten
    }
    for (LoggedChange change : changes) {
      if (change.fact() instanceof TextFact) {
        out.writeBoolean(change.text().isPresent());
        if (change.text().isPresent()) {
          write(out, change.text().get());
        }
      }
    }
    if (elsewhere) {
      writePlaces(out);
    }
  }

  private static boolean isElsewhere(LoggedChange change) {
    return change.textAt() != LoggedChange.NOWHERE;
  }

  /** Behind the texts, where a version that repeats each text does not look; zero is nowhere. */
  private void writePlaces(DataOutputStream out) throws IOException {
    for (LoggedChange change : changes) {
      if (change.fact() instanceof TextFact && change.text().isEmpty()) {
        out.writeLong(change.textAt() - LoggedChange.NOWHERE);
      }
    }
  }

  private static void readPlaces(DataInputStream in, List<LoggedChange> changes)
      throws IOException {
    for (int i = 0; i < changes.size() && in.available() >= Long.BYTES; i++) {
      LoggedChange change = changes.get(i);
      if (change.fact() instanceof TextFact && change.text().isEmpty()) {
        changes.set(i, change.withTextAt(in.readLong() + LoggedChange.NOWHERE));
      }
    }
  }

  private static void readTexts(DataInputStream in, List<LoggedChange> changes) throws IOException {
    for (int i = 0; i < changes.size() && in.available() > 0; i++) {
      if (changes.get(i).fact() instanceof TextFact && in.readBoolean()) {
        changes.set(i, changes.get(i).withText(Optional.of(readText(in))));
      }
    }
  }

  private static void write(DataOutputStream out, LoggedChange change) throws IOException {
    boolean added = change.action() == Change.Action.ADDED;
    switch (change.fact()) {
      case EntityFact(String name, String type, String id) -> {
        out.writeByte(added ? 'E' : 'e');
        write(out, name);
        write(out, type);
        write(out, id);
      }
      case TextFact(String entity, Digest text) -> {
        out.writeByte(added ? 'T' : 't');
        write(out, entity);
        write(out, text);
      }
      case RelationFact(Relation relation) -> {
        out.writeByte(added ? 'R' : 'r');
        write(out, relation.from());
        write(out, relation.to());
        write(out, relation.type());
      }
      case ErasedFact() -> {
        out.writeByte('r');
        write(out, "");
        write(out, "");
        write(out, "");
      }
    }
  }

  private static LoggedChange readChange(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    Fact fact =
        switch (Character.toUpperCase(kind)) {
          case 'E' -> new EntityFact(readText(in), readText(in), readText(in));
          case 'T' -> new TextFact(readText(in), readDigest(in));
          case 'R' -> new RelationFact(new Relation(readText(in), readText(in), readText(in)));
          default -> throw new IOException("unknown kind of change: " + (int) kind);
        };
    return Character.isUpperCase(kind) ? LoggedChange.added(fact) : removed(fact);
  }

  /** What is forgotten is written as the removal of nothing, which older versions can read. */
  private static LoggedChange removed(Fact fact) {
    return switch (fact) {
      case TextFact(String entity, Digest text) when text.equals(Digest.ABSENT) ->
          LoggedChange.forgotten(entity);
      case EntityFact(String name, String type, String id)
          when name.isEmpty() && type.isEmpty() && id.isEmpty() ->
          LoggedChange.forgotten();
      case RelationFact(Relation relation) when relation.equals(NONE) -> LoggedChange.ERASED;
      default -> LoggedChange.removed(fact);
    };
  }

  private static void write(DataOutputStream out, Digest digest) throws IOException {
    out.writeLong(digest.high());
    out.writeLong(digest.low());
  }

  private static Digest readDigest(DataInputStream in) throws IOException {
    return new Digest(in.readLong(), in.readLong());
  }

  /** UTF-8 as a rule; a text with a lone surrogate, which UTF-8 cannot hold, as UTF-16. */
  public static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (new String(bytes, StandardCharsets.UTF_8).equals(text)) {
      out.writeInt(bytes.length);
      out.write(bytes);
    } else {
      out.writeInt(-text.length());
      out.writeChars(text);
    }
  }

  public static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (Math.max(length, -length) > in.available()) {
      throw new IOException("a text is longer than what holds it");
    }
    if (length >= 0) {
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (int left = -length; left > 0; left--) {
      text.append(in.readChar());
    }
    return text.toString();
  }
}

package quire.storage.vault.index;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import quire.api.Author;
import quire.api.Fact;
import quire.storage.vault.log.FactNumbers;
import quire.text.PlainText;

/**
 * The facts of one note with their numbers: first the entity itself, then its observations. What
 * the log does not know was written by a person and has a negative number, by the note's place.
 */
final class NoteFacts {
  static final Author PERSON = new Author("", "");
  private static final long[] NONE = {};

  private final Note note;
  private final FactNumbers log;

  /** 0 for what the log does not know; empty if it knows nothing of the note. */
  private final long[] logged;

  private final boolean ascii;

  private int entity;
  private long before;
  private long oldest;
  private long newest;

  private NoteFacts(Note note, FactNumbers log, long[] logged) {
    this.note = note;
    this.log = log;
    this.logged = logged;
    this.ascii = note.texts().isAscii();
  }

  static NoteFacts of(Note note, FactNumbers log) {
    return new NoteFacts(note, log, log.isEmpty() ? NONE : logged(note, log));
  }

  private static long[] logged(Note note, FactNumbers log) {
    long[] numbers = new long[note.texts().size() + 1];
    numbers[0] = log.of(note.name());
    boolean any = numbers[0] != 0;
    for (int i = 1; i < numbers.length; i++) {
      numbers[i] = log.of(note.name(), note.texts().get(i - 1));
      any |= numbers[i] != 0;
    }
    return any ? numbers : NONE;
  }

  /**
   * Gives the note its place.
   *
   * @param number the index's number of the entity
   * @param factsBefore how many facts there are in older notes
   */
  void place(int number, long factsBefore) {
    entity = number;
    before = factsBefore;
    oldest = Long.MAX_VALUE;
    newest = Long.MIN_VALUE;
    for (int i = 0; i < size(); i++) {
      oldest = Math.min(oldest, number(i));
      newest = Math.max(newest, number(i));
    }
  }

  Note note() {
    return note;
  }

  /** {@return the index's number of the entity} */
  int entity() {
    return entity;
  }

  /** {@return whether the plain form of the observations is the folded one} */
  boolean isAscii() {
    return ascii;
  }

  int size() {
    return note.texts().size() + 1;
  }

  long oldest() {
    return oldest;
  }

  long newest() {
    return newest;
  }

  long number(int i) {
    return logged.length > 0 && logged[i] != 0 ? logged[i] : before + i - Integer.MAX_VALUE;
  }

  Optional<String> text(int i) {
    return i == 0 ? Optional.empty() : Optional.of(note.texts().get(i - 1));
  }

  /** {@return whether all parts, which are plain, may be in the note} */
  boolean mayHold(List<String> parts) {
    for (String part : parts) {
      if (!note.signature().mayHold(part) || !mayHold(part)) {
        return false;
      }
    }
    return true;
  }

  /** The plain form of pure ASCII is the folded one, so no text has to be taken out. */
  private boolean mayHold(String part) {
    return !ascii
        || note.texts().anyHolds(part)
        || PlainText.of(note.name()).contains(part)
        || PlainText.of(note.type()).contains(part)
        || part.indexOf('\0') >= 0;
  }

  Fact fact(int i) {
    long number = number(i);
    if (number < 0) {
      Instant time = Instant.ofEpochSecond(0, note.stamp().modified());
      return new Fact(number, note.name(), note.type(), text(i), PERSON, time);
    }
    FactNumbers.Writing writing = log.writing(number);
    return new Fact(number, note.name(), note.type(), text(i), writing.author(), writing.time());
  }
}

package quire.storage.vault.log;

import java.util.Optional;
import quire.api.Change;
import quire.api.Relation;
import quire.storage.vault.tree.Digest;

/**
 * A changed fact as the log keeps it.
 *
 * @param text the text of an observation; empty if it is none, if the log has it elsewhere, or if
 *     an older version wrote the change
 * @param textAt where in the log the batch is that has the text of this fact; {@link #NOWHERE} if
 *     the text is here or the log does not have it
 */
public record LoggedChange(Change.Action action, Fact fact, Optional<String> text, long textAt) {
  static final long NOWHERE = -1;

  public sealed interface Fact {
    /** {@return the entity that it is of, or the name at which a relation begins} */
    String entity();
  }

  public record EntityFact(String name, String type, String id) implements Fact {
    @Override
    public String entity() {
      return name;
    }
  }

  public record TextFact(String entity, Digest text) implements Fact {}

  public record RelationFact(Relation relation) implements Fact {
    @Override
    public String entity() {
      return relation.from();
    }
  }

  /** What was forgotten (R26): nothing but its number is left. */
  public record ErasedFact() implements Fact {
    @Override
    public String entity() {
      return "";
    }
  }

  static final LoggedChange ERASED =
      new LoggedChange(Change.Action.REMOVED, new ErasedFact(), Optional.empty(), NOWHERE);

  public static LoggedChange added(Fact fact) {
    return new LoggedChange(Change.Action.ADDED, fact, Optional.empty(), NOWHERE);
  }

  public static LoggedChange added(String entity, String text) {
    return of(Change.Action.ADDED, entity, text);
  }

  public static LoggedChange removed(String entity, String text) {
    return of(Change.Action.REMOVED, entity, text);
  }

  private static LoggedChange of(Change.Action action, String entity, String text) {
    return new LoggedChange(
        action, new TextFact(entity, Digest.of(text)), Optional.of(text), NOWHERE);
  }

  /** {@return the note that an observation of this entity was forgotten} */
  public static LoggedChange forgotten(String entity) {
    return new LoggedChange(
        Change.Action.FORGOTTEN, new TextFact(entity, Digest.ABSENT), Optional.empty(), NOWHERE);
  }

  /** {@return the note that an entity was forgotten} */
  public static LoggedChange forgotten() {
    return new LoggedChange(
        Change.Action.FORGOTTEN, new EntityFact("", "", ""), Optional.empty(), NOWHERE);
  }

  /** {@return the change that takes this one back} */
  public LoggedChange inverse() {
    return new LoggedChange(
        action == Change.Action.ADDED ? Change.Action.REMOVED : Change.Action.ADDED,
        fact,
        text,
        textAt);
  }

  /** {@return the same change of another fact that has the same text} */
  public LoggedChange of(Fact other) {
    return new LoggedChange(action, other, text, NOWHERE);
  }

  /** {@return the same change with its text, if that is known} */
  public LoggedChange withText(Optional<String> known) {
    return known.isEmpty() ? this : new LoggedChange(action, fact, known, NOWHERE);
  }

  LoggedChange withTextAt(long offset) {
    return new LoggedChange(action, fact, Optional.empty(), offset);
  }

  /** {@return whether the log has the text, if this is of an observation} */
  public boolean keepsText() {
    return text.isPresent()
        || textAt != NOWHERE
        || action == Change.Action.FORGOTTEN
        || !(fact instanceof TextFact);
  }

  public static LoggedChange removed(Fact fact) {
    return new LoggedChange(Change.Action.REMOVED, fact, Optional.empty(), NOWHERE);
  }
}

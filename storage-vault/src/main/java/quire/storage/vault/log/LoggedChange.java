package quire.storage.vault.log;

import quire.api.Change;
import quire.api.Relation;
import quire.storage.vault.tree.Digest;

/** A changed fact as the log keeps it: never the text of an observation, only its digest. */
public record LoggedChange(Change.Action action, Fact fact) {
  public sealed interface Fact {}

  public record EntityFact(String name, String type, String id) implements Fact {}

  public record TextFact(String entity, Digest text) implements Fact {}

  public record RelationFact(Relation relation) implements Fact {}

  public static LoggedChange added(Fact fact) {
    return new LoggedChange(Change.Action.ADDED, fact);
  }

  public static LoggedChange removed(Fact fact) {
    return new LoggedChange(Change.Action.REMOVED, fact);
  }
}

package quire.storage.vault;

import quire.api.Change;
import quire.api.Relation;

/** A changed fact as the log keeps it: never the text of an observation, only its digest. */
record LoggedChange(Change.Action action, Fact fact) {
  sealed interface Fact {}

  record EntityFact(String name, String type, String id) implements Fact {}

  record TextFact(String entity, Digest text) implements Fact {}

  record RelationFact(Relation relation) implements Fact {}

  static LoggedChange added(Fact fact) {
    return new LoggedChange(Change.Action.ADDED, fact);
  }

  static LoggedChange removed(Fact fact) {
    return new LoggedChange(Change.Action.REMOVED, fact);
  }
}

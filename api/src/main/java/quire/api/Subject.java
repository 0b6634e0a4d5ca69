package quire.api;

import java.util.Optional;

/** The fact that a change is about. */
public sealed interface Subject {
  /** {@return the name of the entity that the fact belongs to; a relation belongs to its source} */
  String entity();

  /** An entity as such. */
  record OfEntity(String entity, String type) implements Subject {}

  /**
   * A text on an entity.
   *
   * @param text the text, or empty once it was deleted: what a user deletes leaves the log as well
   */
  record OfObservation(String entity, Optional<String> text) implements Subject {}

  /** A relation. */
  record OfRelation(Relation relation) implements Subject {
    @Override
    public String entity() {
      return relation.from();
    }
  }
}

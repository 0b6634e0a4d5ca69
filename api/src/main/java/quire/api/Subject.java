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
   * @param text the text; empty where nobody knows it any more: it was forgotten (R26), or removed
   *     before the log kept texts
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

package quire.storage.vault.format;

import java.util.List;
import java.util.Optional;

/**
 * What is to change in one note, said so that it can be applied again to whatever the note holds by
 * then. Removals come first; adding what is there and removing what is not does nothing.
 *
 * @param identity what the front matter must say; empty leaves it as it is
 */
public record NoteEdit(
    Optional<Identity> identity,
    List<String> removeTexts,
    List<String> addTexts,
    List<WrittenRelation> removeRelations,
    List<WrittenRelation> addRelations) {

  /**
   * Makes the note an entity of Quire's, or a stub: the place of relations from a name that belongs
   * to no entity.
   *
   * @param type the entity's type, empty to keep what the note says
   * @param name the name that the note must say, empty to keep what it says
   */
  public record Identity(String id, Optional<String> type, boolean stub, Optional<String> name) {
    public Identity(String id, Optional<String> type, boolean stub) {
      this(id, type, stub, Optional.empty());
    }
  }

  public static NoteEdit none() {
    return new NoteEdit(Optional.empty(), List.of(), List.of(), List.of(), List.of());
  }

  NoteEdit withIdentity(Identity newIdentity) {
    return new NoteEdit(
        Optional.of(newIdentity), removeTexts, addTexts, removeRelations, addRelations);
  }

  /** {@return the same with another name for the note} */
  public NoteEdit named(String name) {
    Identity before = identity.orElseThrow();
    return withIdentity(new Identity(before.id(), before.type(), before.stub(), Optional.of(name)));
  }

  NoteEdit adding(List<String> texts) {
    return new NoteEdit(identity, removeTexts, texts, removeRelations, addRelations);
  }

  NoteEdit removing(List<String> texts) {
    return new NoteEdit(identity, texts, addTexts, removeRelations, addRelations);
  }

  NoteEdit relating(List<WrittenRelation> relations) {
    return new NoteEdit(identity, removeTexts, addTexts, removeRelations, relations);
  }

  NoteEdit unrelating(List<WrittenRelation> relations) {
    return new NoteEdit(identity, removeTexts, addTexts, relations, addRelations);
  }
}

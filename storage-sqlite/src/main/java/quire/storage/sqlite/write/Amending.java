package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Amendment;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;
import quire.text.StoredText;

/** The writes that put right: exactly as they are given, or not at all (R24, R25). */
public final class Amending {
  private final FactWriter writer;
  private final StoreFile file;

  public Amending(FactWriter writer, StoreFile file) {
    this.writer = writer;
    this.file = file;
  }

  public void carryOut(Amendment amendment) throws SQLException {
    require(
        new Deletions(writer).exactly(amendment.removals()),
        "a fact to be removed is not there, or an entity has other observations");
    List<Entity> entities = new ArrayList<>();
    List<Observations> texts = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    for (Subject fact : amendment.additions()) {
      // A switch over types makes its code when it first runs, which takes milliseconds.
      if (fact instanceof Subject.OfEntity(String name, String type)) {
        entities.add(new Entity(name, type, List.of()));
      } else if (fact instanceof Subject.OfObservation(String name, Optional<String> text)) {
        texts.add(new Observations(name, List.of(text.orElseThrow())));
      } else if (fact instanceof Subject.OfRelation(Relation relation)) {
        relations.add(relation);
      }
    }
    require(
        new NewEntities(entities).addTo(writer).size() == entities.size(),
        "an entity to be added is there already");
    add(texts);
    require(
        new Additions(writer).relations(relations).size() == relations.size(),
        "a relation to be added is there already");
  }

  private void add(List<Observations> texts) throws SQLException {
    for (Observations text : texts) {
      require(
          writer.entityId(text.entity()) != 0,
          "there is no entity \"" + text.entity() + "\" for a fact to be added");
    }
    long added =
        new Additions(writer)
            .observations(texts).stream().mapToLong(one -> one.texts().size()).sum();
    require(added == texts.size(), "an observation to be added is there already");
  }

  private void require(boolean holds, String obstacle) {
    if (!holds) {
      throw new StoreRefusedException(
          "Cannot amend %s: %s; nothing was written. Look at it as it is now"
              .formatted(file, obstacle));
    }
  }

  /** {@return how many facts have the new name} */
  public long rename(String from, String to) throws SQLException {
    Entity entity = existing(from);
    if (from.equals(to)) {
      return 0;
    }
    if (writer.entityId(to) != 0) {
      throw new StoreRefusedException(
          "Cannot rename \"%s\" in %s: there is an entity \"%s\" already; nothing was changed. Merge the two, or choose another name"
              .formatted(from, file, to));
    }
    Amendment renaming = Amendment.renaming(entity, touching(from, to), to);
    carryOut(renaming);
    return renaming.additions().size();
  }

  /** {@return how many facts the other entity got} */
  public long merge(String from, String into) throws SQLException {
    if (from.equals(into)) {
      throw new IllegalArgumentException("\"%s\" cannot be merged into itself".formatted(from));
    }
    Amendment merging = Amendment.merging(existing(from), existing(into), touching(from, into));
    carryOut(merging);
    return merging.additions().size();
  }

  private Entity existing(String name) throws SQLException {
    long id = writer.entityId(name);
    if (id == 0) {
      throw new EntityNotFoundException(name);
    }
    List<String> texts = new ArrayList<>();
    Session session = writer.session();
    session.each(
        row -> texts.add(StoredText.decode(row.getString(2))), Deletions.OBSERVATIONS_OF, id);
    String type = StoredText.decode(session.text("SELECT type FROM entities WHERE id=?", id));
    return new Entity(name, type, texts);
  }

  private List<Relation> touching(String... names) throws SQLException {
    Set<Relation> relations = new LinkedHashSet<>();
    for (String name : names) {
      writer
          .session()
          .each(
              row ->
                  relations.add(
                      new Relation(
                          StoredText.decode(row.getString(2)),
                          StoredText.decode(row.getString(3)),
                          StoredText.decode(row.getString(4)))),
              Deletions.RELATIONS_AT,
              StoredText.encode(name));
    }
    return List.copyOf(relations);
  }
}

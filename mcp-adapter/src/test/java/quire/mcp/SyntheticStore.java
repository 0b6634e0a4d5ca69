package quire.mcp;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreDamagedException;
import quire.api.StoreDescription;
import quire.api.StoreReadOnlyException;
import quire.api.StoreStatistics;

/**
 * A store of any size that holds nothing: every read gives the same made-up graph, which can be
 * damaged from one entity on.
 */
final class SyntheticStore implements MemoryStore {
  private final int entities;
  private final String observation;
  private final int soundEntities;
  private final int soundWalks;

  /** A sound store. */
  SyntheticStore(int entities, String observation) {
    this(entities, observation, entities, Integer.MAX_VALUE);
  }

  /** A store whose walks over the entities fail at one of them, but for the first walks. */
  SyntheticStore(int entities, String observation, int soundEntities, int soundWalks) {
    this.entities = entities;
    this.observation = observation;
    this.soundEntities = soundEntities;
    this.soundWalks = soundWalks;
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    return new GraphSnapshot() {
      private int walks;

      @Override
      public void entities(Consumer<? super Entity> visitor) {
        boolean sound = walks++ < soundWalks;
        for (int i = 0; i < entities; i++) {
          if (i == soundEntities && !sound) {
            throw new StoreDamagedException("The page after entity " + i + " is damaged");
          }
          visitor.accept(new Entity("entity-" + i, "synthetic", List.of(observation, observation)));
        }
      }

      @Override
      public void relations(Consumer<? super Relation> visitor) {
        visitor.accept(new Relation("entity-0", "entity-1", "precedes"));
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  @Override
  public List<Entity> createEntities(List<Entity> created, Author author) {
    throw readOnly();
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    throw readOnly();
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    throw readOnly();
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    throw readOnly();
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    throw readOnly();
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    throw readOnly();
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    throw readOnly();
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    throw readOnly();
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    throw readOnly();
  }

  @Override
  public long historyStart() {
    return 0;
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    throw readOnly();
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return new RecallPage(List.of(), 0);
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return List.of();
  }

  @Override
  public long lastSequence() {
    return 1;
  }

  @Override
  public StoreDescription describe() {
    return new StoreDescription(
        "synthetic",
        "nowhere",
        entities,
        2L * entities,
        1,
        lastSequence(),
        StoreStatistics.NONE,
        Map.of());
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private static StoreReadOnlyException readOnly() {
    return new StoreReadOnlyException("A synthetic store cannot be written");
  }
}

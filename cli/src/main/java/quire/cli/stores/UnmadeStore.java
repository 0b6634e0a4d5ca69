package quire.cli.stores;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreStatistics;
import quire.api.StoreUnavailableException;
import quire.cli.settings.Settings;

/**
 * A store that is not there yet: it is empty for whoever reads, and made by the first call that has
 * something to keep, or used as soon as another process has made it. Who only looks leaves nothing
 * behind.
 */
final class UnmadeStore implements MemoryStore {
  private final Settings settings;
  private final Supplier<MemoryStore> opening;
  private volatile @Nullable MemoryStore made;
  private boolean closed;

  /**
   * @param opening makes the store if it is still missing, and opens it
   */
  UnmadeStore(Settings settings, Supplier<MemoryStore> opening) {
    this.settings = settings;
    this.opening = opening;
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    Optional<MemoryStore> store = present();
    if (store.isEmpty()) {
      if (entities.isEmpty()) {
        return List.of();
      }
      settings.store().limits().checkEntities(entities);
    }
    return store.orElseGet(this::make).createEntities(entities, author);
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    Optional<MemoryStore> store = present();
    if (store.isEmpty()) {
      if (relations.isEmpty()) {
        return List.of();
      }
      settings.store().limits().checkRelations(relations);
    }
    return store.orElseGet(this::make).createRelations(relations, author);
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    Optional<MemoryStore> store = present();
    if (store.isPresent()) {
      return store.get().addObservations(additions, author);
    }
    settings.store().limits().checkObservations(additions);
    if (!additions.isEmpty()) {
      throw new EntityNotFoundException(additions.getFirst().entity());
    }
    return List.of();
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return present().map(store -> store.deleteEntities(names, author)).orElse(0L);
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return present().map(store -> store.deleteObservations(deletions, author)).orElse(0L);
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return present().map(store -> store.deleteRelations(relations, author)).orElse(0L);
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    Optional<MemoryStore> store = present();
    if (store.isEmpty() && amendment.isEmpty()) {
      return 0;
    }
    return store.orElseGet(this::make).amend(amendment, author);
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    return existing(from).renameEntity(from, to, author);
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return existing(from).mergeEntities(from, into, author);
  }

  private MemoryStore existing(String name) {
    return present().orElseThrow(() -> new EntityNotFoundException(name));
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return present().map(store -> store.forget(items, author)).orElse(0L);
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    Optional<MemoryStore> store = present();
    return store.isPresent() ? store.get().read(selection) : new Nothing();
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    Optional<MemoryStore> store = present();
    return store.isPresent() ? store.get().recall(query) : new RecallPage(List.of(), 0);
  }

  @Override
  public boolean canPrepareRecall() {
    MemoryStore store = made;
    return store != null && store.canPrepareRecall();
  }

  @Override
  public boolean prepareRecall() {
    MemoryStore store = made;
    return store != null && store.prepareRecall();
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    Optional<MemoryStore> store = present();
    return store.isPresent() ? store.get().replaced(entities) : List.of();
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    Optional<MemoryStore> store = present();
    return store.isPresent() ? store.get().changes(query) : List.of();
  }

  @Override
  public long lastSequence() {
    return present().map(MemoryStore::lastSequence).orElse(0L);
  }

  @Override
  public long historyStart() {
    return present().map(MemoryStore::historyStart).orElse(0L);
  }

  @Override
  public StoreDescription describe() {
    return present()
        .map(MemoryStore::describe)
        .orElseGet(
            () ->
                new StoreDescription(
                    settings.provider().id(),
                    settings.store().location(),
                    0,
                    0,
                    0,
                    0,
                    StoreStatistics.NONE,
                    Map.of("store", "not made yet; the first write makes it")));
  }

  @Override
  public List<String> problems() {
    return present().map(MemoryStore::problems).orElse(List.of());
  }

  /** {@return the store, if there is one by now} */
  private Optional<MemoryStore> present() {
    MemoryStore store = made;
    if (store != null) {
      return Optional.of(store);
    }
    return settings.provider().wouldMake(settings.store()) ? checkOpen() : Optional.of(make());
  }

  private synchronized Optional<MemoryStore> checkOpen() {
    if (closed) {
      throw new StoreUnavailableException(
          "The store %s was closed; nothing was read or written".formatted(settings.address()));
    }
    return Optional.ofNullable(made);
  }

  private synchronized MemoryStore make() {
    Optional<MemoryStore> another = checkOpen();
    if (another.isPresent()) {
      return another.get();
    }
    MemoryStore opened = opening.get();
    made = opened;
    return opened;
  }

  @Override
  public synchronized void close() {
    closed = true;
    MemoryStore store = made;
    if (store != null) {
      store.close();
    }
  }

  /** The graph of a store that is not there. */
  private record Nothing() implements GraphSnapshot {
    @Override
    public void entities(Consumer<? super Entity> visitor) {}

    @Override
    public void relations(Consumer<? super Relation> visitor) {}

    @Override
    public void close() {}
  }
}

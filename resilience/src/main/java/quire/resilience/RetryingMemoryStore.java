package quire.resilience;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
import quire.api.Replaced;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreDescription;
import quire.api.StoreRefusedException;
import quire.api.spi.Relocatable;

/**
 * Repeats each call of another store while that is busy, with growing random pauses, until a
 * deadline. Nothing else is repeated: every other failure passes through as it is. At the deadline
 * the call fails with a {@link StoreBusyException} that says how long it waited and carries earlier
 * failures as suppressed. An interrupt ends a pause with a {@link
 * quire.api.StoreInterruptedException}; the thread stays interrupted.
 *
 * <p>Of a read, only the opening of its snapshot is repeated. The description's details count
 * attempts, retries, calls given up, and the longest wait.
 */
public final class RetryingMemoryStore implements Relocatable {
  private final MemoryStore store;
  private final Patience patience;
  private final RetryStatistics statistics = new RetryStatistics();

  public RetryingMemoryStore(MemoryStore store, Patience patience) {
    this.store = store;
    this.patience = patience;
  }

  /**
   * Walks the way of a call that finds the store busy, so that a recording of this process knows
   * the classes: loading them in the middle of such a call costs as much as seconds of waiting.
   */
  public static void rehearse() {
    Patience brief = new Patience(Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ZERO);
    new BusyCall(brief, new RetryStatistics(), System.nanoTime())
        .repeat(() -> Boolean.TRUE, new StoreBusyException("The store is busy"));
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    return call(() -> store.createEntities(entities, author));
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    return call(() -> store.createRelations(relations, author));
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    return call(() -> store.addObservations(additions, author));
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return call(() -> store.deleteEntities(names, author));
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return call(() -> store.deleteObservations(deletions, author));
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return call(() -> store.deleteRelations(relations, author));
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    return call(() -> store.amend(amendment, author));
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    return call(() -> store.renameEntity(from, to, author));
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return call(() -> store.mergeEntities(from, into, author));
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return call(() -> store.forget(items, author));
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    return call(() -> store.read(selection));
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return call(() -> store.recall(query));
  }

  @Override
  public boolean canPrepareRecall() {
    return store.canPrepareRecall();
  }

  /** Not repeated: the time for it comes again. */
  @Override
  public boolean prepareRecall() {
    return store.prepareRecall();
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    return call(() -> store.replaced(entities));
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return call(() -> store.changes(query));
  }

  @Override
  public long lastSequence() {
    return call(store::lastSequence);
  }

  @Override
  public long historyStart() {
    return call(store::historyStart);
  }

  @Override
  public StoreDescription describe() {
    StoreDescription description = call(store::describe);
    Map<String, String> details = new HashMap<>(description.details());
    details.putAll(statistics.details());
    return new StoreDescription(
        description.backend(),
        description.location(),
        description.entities(),
        description.observations(),
        description.relations(),
        description.lastSequence(),
        description.statistics().and(statistics.statistics()),
        details);
  }

  @Override
  public List<String> problems() {
    return call(store::problems);
  }

  @Override
  public Optional<String> movedTo() {
    return store instanceof Relocatable relocatable ? relocatable.movedTo() : Optional.empty();
  }

  @Override
  public void moveTo(String address, Runnable last) {
    Relocatable relocatable = relocatable();
    var _ =
        call(
            () -> {
              relocatable.moveTo(address, last);
              return true;
            });
  }

  @Override
  public void moveBack() {
    Relocatable relocatable = relocatable();
    var _ =
        call(
            () -> {
              relocatable.moveBack();
              return true;
            });
  }

  private Relocatable relocatable() {
    if (store instanceof Relocatable relocatable) {
      return relocatable;
    }
    throw new StoreRefusedException(
        "Cannot mark %s as moved: its backend has no such mark; nothing was done. Use quire copy, end all servers of the store, and name the new one in quire.toml"
            .formatted(store.describe().location()));
  }

  private <T> T call(Supplier<T> operation) {
    long started = System.nanoTime();
    statistics.countAttempt();
    try {
      return operation.get();
    } catch (StoreBusyException busy) {
      return new BusyCall(patience, statistics, started).repeat(operation, busy);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}

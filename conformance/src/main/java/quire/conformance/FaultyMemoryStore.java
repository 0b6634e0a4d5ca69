package quire.conformance;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
import quire.api.StoreDescription;
import quire.api.StoreException;

/** Fails the calls you choose, as you choose, before or after they took effect. Thread-safe. */
public final class FaultyMemoryStore implements MemoryStore {
  /** A method that can be made to fail. */
  public enum Call {
    CREATE_ENTITIES,
    CREATE_RELATIONS,
    ADD_OBSERVATIONS,
    DELETE_ENTITIES,
    DELETE_OBSERVATIONS,
    DELETE_RELATIONS,
    AMEND,
    RENAME_ENTITY,
    MERGE_ENTITIES,
    FORGET,
    READ,
    RECALL,
    REPLACED,
    CHANGES,
    LAST_SEQUENCE,
    HISTORY_START,
    DESCRIBE,
    PROBLEMS
  }

  /**
   * What goes wrong.
   *
   * @param call the method that fails; empty for every method
   * @param skipped how many such calls succeed first
   * @param failures how many fail then, before calls succeed again
   * @param afterEffect whether a failing call is carried out first, as a lost acknowledgement is
   * @param exception makes the exception of each failing call
   */
  public record Fault(
      Optional<Call> call,
      int skipped,
      int failures,
      boolean afterEffect,
      Supplier<? extends StoreException> exception) {

    /** {@return a fault of the next calls of this method, without effect} */
    public static Fault of(Call call, int failures, Supplier<? extends StoreException> exception) {
      return new Fault(Optional.of(call), 0, failures, false, exception);
    }

    /** {@return a fault of the next calls, whatever they are, without effect} */
    public static Fault ofAny(int failures, Supplier<? extends StoreException> exception) {
      return new Fault(Optional.empty(), 0, failures, false, exception);
    }

    /** {@return this fault, but after so many calls that succeed} */
    public Fault afterCalls(int calls) {
      return new Fault(call, calls, failures, afterEffect, exception);
    }

    /** {@return this fault, but the calls are carried out before they fail} */
    public Fault afterTheEffect() {
      return new Fault(call, skipped, failures, true, exception);
    }

    private boolean concerns(Call made) {
      return failures > 0 && call.stream().allMatch(made::equals);
    }

    private Fault counted() {
      return skipped > 0
          ? new Fault(call, skipped - 1, failures, afterEffect, exception)
          : new Fault(call, 0, failures - 1, afterEffect, exception);
    }
  }

  private final MemoryStore store;
  private final AtomicReference<Optional<Fault>> fault = new AtomicReference<>(Optional.empty());

  /** Fails nothing until it is told to. */
  public FaultyMemoryStore(MemoryStore store) {
    this.store = store;
  }

  /** From now on, this goes wrong and nothing else. */
  public void failWith(Fault next) {
    fault.set(Optional.of(next));
  }

  /** From now on, nothing goes wrong. */
  public void heal() {
    fault.set(Optional.empty());
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    return run(Call.CREATE_ENTITIES, () -> store.createEntities(entities, author));
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    return run(Call.CREATE_RELATIONS, () -> store.createRelations(relations, author));
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    return run(Call.ADD_OBSERVATIONS, () -> store.addObservations(additions, author));
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return run(Call.DELETE_ENTITIES, () -> store.deleteEntities(names, author));
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return run(Call.DELETE_OBSERVATIONS, () -> store.deleteObservations(deletions, author));
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return run(Call.DELETE_RELATIONS, () -> store.deleteRelations(relations, author));
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    return run(Call.AMEND, () -> store.amend(amendment, author));
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    return run(Call.RENAME_ENTITY, () -> store.renameEntity(from, to, author));
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return run(Call.MERGE_ENTITIES, () -> store.mergeEntities(from, into, author));
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return run(Call.FORGET, () -> store.forget(items, author));
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    return run(Call.READ, () -> store.read(selection));
  }

  @Override
  public boolean canPrepareRecall() {
    return store.canPrepareRecall();
  }

  @Override
  public boolean prepareRecall() {
    return store.prepareRecall();
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return run(Call.RECALL, () -> store.recall(query));
  }

  @Override
  public List<Replaced> replaced(Collection<String> entities) {
    return run(Call.REPLACED, () -> store.replaced(entities));
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return run(Call.CHANGES, () -> store.changes(query));
  }

  @Override
  public long lastSequence() {
    return run(Call.LAST_SEQUENCE, store::lastSequence);
  }

  @Override
  public long historyStart() {
    return run(Call.HISTORY_START, store::historyStart);
  }

  @Override
  public StoreDescription describe() {
    return run(Call.DESCRIBE, store::describe);
  }

  @Override
  public List<String> problems() {
    return run(Call.PROBLEMS, store::problems);
  }

  private <T> T run(Call call, Supplier<T> operation) {
    Optional<Fault> before =
        fault.getAndUpdate(now -> now.map(f -> f.concerns(call) ? f.counted() : f));
    Optional<Fault> due = before.filter(f -> f.concerns(call) && f.skipped() == 0);
    if (due.isEmpty()) {
      return operation.get();
    }
    if (due.get().afterEffect()) {
      var _ = operation.get();
    }
    throw due.get().exception().get();
  }

  @Override
  public void close() {
    store.close();
  }
}

package quire.conformance;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.spi.MemoryStoreProvider;

/** Stores that break R15. */
final class BrokenLogs {
  private static final MemoryStoreProvider HEAP = new HeapMemoryStoreProvider();

  private BrokenLogs() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "logs no removals",
            ChangeLogContract.class,
            List.of("r15_eachRemovedFactLeavesOneChange"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Change> changes(ChangeQuery query) {
                    return super.changes(query).stream()
                        .filter(change -> change.action() == Change.Action.ADDED)
                        .toList();
                  }
                }),
        new BrokenStore(
            "numbers changes anew in each store",
            ChangeLogContract.class,
            List.of("r15_sequencesIncreaseAndAreNeverUsedAgain"),
            store -> new Changes(store, (change, base) -> change.sequence() - base)),
        new BrokenStore(
            "uses one number for all changes of a moment",
            ChangeLogContract.class,
            List.of("r15_sequencesIncreaseAndAreNeverUsedAgain"),
            store -> new Changes(store, (change, base) -> change.time().toEpochMilli())),
        new BrokenStore(
            "counts writes that changed nothing",
            ChangeLogContract.class,
            List.of("r15_whatAWriteSkippedLeavesNoChange"),
            CountsCalls::new),
        new BrokenStore(
            "forgets who wrote",
            ChangeLogContract.class,
            List.of("r15_aChangeTellsWhenAndByWhom"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Entity> createEntities(List<Entity> entities, Author author) {
                    return super.createEntities(entities, new Author("unknown", ""));
                  }
                }),
        new BrokenStore(
            "ignores the entity asked for",
            ChangeLogContract.class,
            List.of("r15_aQueryNarrowsTheLog"),
            store -> new Queries(store, q -> ChangeQuery.after(q.after(), q.limit()))),
        new BrokenStore(
            "ignores the limit",
            ChangeLogContract.class,
            List.of("r15_theLogIsReadInPages"),
            store -> new Queries(store, q -> ChangeQuery.after(q.after(), 1000))),
        new BrokenStore(
            "skips a change of the log",
            ChangeLogContract.class,
            List.of(
                "r15_eachAddedFactLeavesOneChange",
                "r15_theLogGoesBackToTheFirstWriteOrLacksNothingAfterItsFirstChange",
                "r15_whoFollowsTheLogMissesNothing"),
            store -> new Queries(store, q -> ChangeQuery.after(q.after() + 1, q.limit()))),
        new BrokenStore(
            "asks its own clock",
            ChangeLogContract.class,
            List.of("r15_aChangeTellsWhenAndByWhom"),
            (settings, clock) -> HEAP.open(settings, Clock.systemUTC())));
  }

  private interface Numbering {
    long number(Change change, long sequenceAtOpening);
  }

  private static final class Changes extends ForwardingMemoryStore {
    private final Numbering numbering;
    private final long base;

    Changes(MemoryStore store, Numbering numbering) {
      super(store);
      this.numbering = numbering;
      this.base = store.lastSequence();
    }

    @Override
    public List<Change> changes(ChangeQuery query) {
      return super.changes(query).stream()
          .map(
              c ->
                  new Change(
                      numbering.number(c, base),
                      c.call(),
                      c.time(),
                      c.author(),
                      c.action(),
                      c.subject()))
          .toList();
    }
  }

  private static final class CountsCalls extends ForwardingMemoryStore {
    private final AtomicLong skipped = new AtomicLong();

    CountsCalls(MemoryStore store) {
      super(store);
    }

    @Override
    public long deleteEntities(List<String> names, Author author) {
      skipped.incrementAndGet();
      return super.deleteEntities(names, author);
    }

    @Override
    public long lastSequence() {
      return super.lastSequence() + skipped.get();
    }
  }

  private static final class Queries extends ForwardingMemoryStore {
    private final UnaryOperator<ChangeQuery> defect;

    Queries(MemoryStore store, UnaryOperator<ChangeQuery> defect) {
      super(store);
      this.defect = defect;
    }

    @Override
    public List<Change> changes(ChangeQuery query) {
      return super.changes(defect.apply(query));
    }
  }
}

package quire.conformance;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import quire.api.Author;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreDescription;
import quire.api.StoreInterruptedException;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;

/** Stores that break R9 to R14. */
final class BrokenSharing {
  private static final Set<String> LOCKED = ConcurrentHashMap.newKeySet();

  private BrokenSharing() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "answers each racer that it won",
            ConcurrencyContract.class,
            List.of("r11_aRaceForOneNameHasOneWinner", "r10_whatOneStoreCreatedTheOtherKnows"),
            BrokenWrites.Echoes::new),
        new BrokenStore(
            "adds item by item",
            AtomicityContract.class,
            List.of("r9_aCallThatFailsHalfwayLeavesNothing"),
            ItemByItem::new),
        new BrokenStore(
            "creates entity by entity",
            AtomicityContract.class,
            List.of("r9_nothingOfAHalfDoneCallIsSeen"),
            ItemByItem::new),
        new BrokenStore(
            "loses every second write",
            ConcurrencyContract.class,
            List.of("r11_threadsOfOneStoreLoseNothing", "r11_twoStoresOnOneLocationLoseNothing"),
            LosesSecondWrite::new),
        new BrokenStore(
            "loses every second write",
            ClosingContract.class,
            List.of("r9_whatWasAcknowledgedBeforeClosingIsThere"),
            LosesSecondWrite::new),
        new BrokenStore(
            "is a private copy",
            AtomicityContract.class,
            List.of(
                "r9_aReaderSeesEachCallCompletelyOrNotAtAll",
                "r9_anAcknowledgedWriteIsThereAfterReopening"),
            store -> new HeapMemoryStore(Clock.systemUTC())),
        new BrokenStore(
            "is a private copy",
            ConcurrencyContract.class,
            List.of("r10_everyOtherStoreSeesAWriteAtOnce", "r11_aNewStoreCanBeOpenedByManyAtOnce"),
            store -> new HeapMemoryStore(Clock.systemUTC())),
        new BrokenStore(
            "writes again what is there",
            AtomicityContract.class,
            List.of("r13_repeatingEachWriteChangesNothing"),
            WritesAgain::new),
        new BrokenStore(
            "refuses the second process",
            ConcurrencyContract.class,
            List.of(
                "r10_everyOtherStoreSeesAWriteAtOnce",
                "r11_twoStoresOnOneLocationLoseNothing",
                "r11_aNewStoreCanBeOpenedByManyAtOnce"),
            BrokenSharing::openOnce),
        new BrokenStore(
            "remembers what it read once",
            ConcurrencyContract.class,
            List.of("r10_everyOtherStoreSeesAWriteAtOnce"),
            Remembers::new),
        new BrokenStore(
            "refuses readers while it writes",
            ConcurrencyContract.class,
            List.of("r12_aReadDoesNotWaitForAWriter"),
            RefusesReaders::new),
        new BrokenStore(
            "refuses writers while a snapshot is open",
            ConcurrencyContract.class,
            List.of("r12_anOpenSnapshotHoldsUpNoWriter"),
            RefusesWriters::new),
        new BrokenStore(
            "finds problems where there are none",
            ClosingContract.class,
            List.of("r14_aSoundStoreHasNoProblems"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<String> problems() {
                    return List.of("looks odd");
                  }
                }),
        new BrokenStore(
            "miscounts",
            ClosingContract.class,
            List.of("r6_theDescriptionCountsWhatIsThere"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public StoreDescription describe() {
                    StoreDescription d = super.describe();
                    return new StoreDescription(
                        d.backend(),
                        d.location(),
                        d.entities() + 1,
                        0,
                        0,
                        0,
                        d.statistics(),
                        Map.of());
                  }
                }),
        new BrokenStore(
            "stays open",
            ClosingContract.class,
            List.of("r9_afterClosingEveryCallIsRefused"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public void close() {
                    // This is the defect.
                  }
                }),
        new BrokenStore(
            "closes for everybody",
            ClosingContract.class,
            List.of("r11_closingOneStoreLeavesTheOthersOpen"),
            ClosesForAll::new),
        new BrokenStore(
            "stops halfway when interrupted",
            AtomicityContract.class,
            List.of("r9_anInterruptedWriteHappensCompletelyOrNotAtAll"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Entity> createEntities(List<Entity> entities, Author author) {
                    if (!Thread.currentThread().isInterrupted()) {
                      return super.createEntities(entities, author);
                    }
                    super.createEntities(entities.subList(0, entities.size() / 2), author);
                    throw new StoreInterruptedException("Interrupted halfway");
                  }
                }));
  }

  private static MemoryStore openOnce(StoreSettings settings, Clock clock) {
    if (!LOCKED.add(settings.location())) {
      throw new StoreUnavailableException(
          "Opening " + settings.location() + " failed: another process has it");
    }
    return new HeapMemoryStoreProvider().open(settings, clock);
  }

  private static final class ItemByItem extends ForwardingMemoryStore {
    ItemByItem(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      return entities.stream()
          .flatMap(entity -> super.createEntities(List.of(entity), author).stream())
          .toList();
    }

    @Override
    public List<Observations> addObservations(List<Observations> additions, Author author) {
      return additions.stream()
          .flatMap(addition -> super.addObservations(List.of(addition), author).stream())
          .toList();
    }
  }

  private static final class LosesSecondWrite extends ForwardingMemoryStore {
    private final AtomicInteger writes = new AtomicInteger();

    LosesSecondWrite(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      return writes.incrementAndGet() % 2 == 0 && !isClosed()
          ? entities
          : super.createEntities(entities, author);
    }

    private boolean isClosed() {
      try {
        store.lastSequence();
        return false;
      } catch (StoreUnavailableException _) {
        return true;
      }
    }
  }

  private static final class WritesAgain extends ForwardingMemoryStore {
    WritesAgain(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Observations> addObservations(List<Observations> additions, Author author) {
      super.deleteObservations(additions, author);
      return super.addObservations(additions, author);
    }

    @Override
    public List<Relation> createRelations(List<Relation> relations, Author author) {
      try (var snapshot = super.read(new Selection.Everything())) {
        super.deleteRelations(relations, author);
        List<Relation> created = new ArrayList<>(super.createRelations(relations, author));
        created.removeAll(snapshot.toGraph().relations());
        return created;
      }
    }
  }

  private static final class ClosesForAll extends ForwardingMemoryStore {
    private static final Set<String> CLOSED = ConcurrentHashMap.newKeySet();

    private final String location;

    ClosesForAll(MemoryStore store) {
      super(store);
      location = store.describe().location();
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      if (CLOSED.contains(location)) {
        throw new StoreUnavailableException("Somebody closed the store");
      }
      return super.createEntities(entities, author);
    }

    @Override
    public void close() {
      CLOSED.add(location);
      super.close();
    }
  }

  static final class Remembers extends ForwardingMemoryStore {
    private final Map<Selection, GraphSnapshot> read = new HashMap<>();

    Remembers(MemoryStore store) {
      super(store);
    }

    @Override
    public GraphSnapshot read(Selection selection) {
      return read.computeIfAbsent(selection, super::read);
    }
  }

  private static final class RefusesReaders extends ForwardingMemoryStore {
    private static final AtomicInteger WRITING = new AtomicInteger();

    RefusesReaders(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      WRITING.incrementAndGet();
      try {
        return super.createEntities(entities, author);
      } finally {
        WRITING.decrementAndGet();
      }
    }

    @Override
    public GraphSnapshot read(Selection selection) {
      if (WRITING.get() > 0) {
        throw new StoreBusyException("Reading failed: a writer holds the store");
      }
      return super.read(selection);
    }
  }

  private static final class RefusesWriters extends ForwardingMemoryStore {
    private static final AtomicInteger OPEN = new AtomicInteger();

    RefusesWriters(MemoryStore store) {
      super(store);
    }

    @Override
    public GraphSnapshot read(Selection selection) {
      OPEN.incrementAndGet();
      return new GraphSnapshot() {
        private final GraphSnapshot snapshot = store.read(selection);

        @Override
        public void entities(Consumer<? super Entity> visitor) {
          snapshot.entities(visitor);
        }

        @Override
        public void relations(Consumer<? super Relation> visitor) {
          snapshot.relations(visitor);
        }

        @Override
        public void close() {
          OPEN.decrementAndGet();
        }
      };
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      if (OPEN.get() > 0) {
        throw new StoreBusyException("Writing failed: a reader holds the store");
      }
      return super.createEntities(entities, author);
    }
  }
}

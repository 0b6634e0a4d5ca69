package quire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreDescription;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/** Stores that break R6 to R8, R10, R12 and R14 to R17. */
final class BrokenReads {
  private static final MemoryStoreProvider HEAP = new HeapMemoryStoreProvider();

  private BrokenReads() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "sorts by name",
            ReadingContract.class,
            List.of(
                "r6_everythingComesInOrderOfCreation",
                "r6_theOrderSurvivesReopening",
                "r7_theOrderIsThatOfCreationAndNothingComesTwice"),
            store -> new Reads(store, BrokenReads::sorted)),
        new BrokenStore(
            "leaves out relations with only one end",
            ReadingContract.class,
            List.of("r7_namedEntitiesComeWithEveryRelationThatTouchesThem"),
            store -> new Reads(store, BrokenReads::withoutLooseRelations)),
        new BrokenStore(
            "walks the store instead of a snapshot",
            ReadingContract.class,
            List.of("r6_aSnapshotStaysAsItWas"),
            LiveSnapshots::new),
        new BrokenStore(
            "does not notice interrupts",
            ReadingContract.class,
            List.of("r6_anInterruptEndsAWalk"),
            store -> new Reads(store, graph -> graph)),
        new BrokenStore(
            "tells upper from lower case",
            SearchContract.class,
            List.of("r8_anyCaseMatches"),
            store -> new Searches(store, String::contains)),
        new BrokenStore(
            "finds whole words only",
            SearchContract.class,
            List.of(
                "r8_aSubstringOfNameTypeOrOneObservationIsAHit",
                "r8_nothingIsMissedThatTheStandardServerFinds"),
            store ->
                new Searches(
                    store, (text, query) -> Arrays.asList(text.split("\\W")).contains(query))),
        new BrokenStore(
            "is content with one of the words",
            SearchContract.class,
            List.of("r8_aQueryIsTextAndNeverSyntax", "r8_theWordsMayStandInDifferentPlaces"),
            store ->
                new Searches(
                    store,
                    (text, query) -> Arrays.stream(query.split(" ")).anyMatch(text::contains))),
        new BrokenStore(
            "does not rank literal hits first",
            SearchContract.class,
            List.of("r8_literalHitsComeFirstInOrderOfCreation"),
            store -> new Reads(store, BrokenReads::sorted)),
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
                        d.backend(), d.location(), d.entities() + 1, 0, 0, 0, Map.of());
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
            "keeps deleted texts in the log",
            ChangeLogContract.class,
            List.of("r15_eachRemovedFactLeavesOneChangeAndItsTextLeavesTheLog"),
            KeepsTexts::new),
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
            List.of("r15_whoFollowsTheLogMissesNothing"),
            store -> new Queries(store, q -> ChangeQuery.after(q.after() + 1, q.limit()))),
        new BrokenStore(
            "trims",
            TextContract.class,
            List.of("r16_namesAndTypesAreKeptExactly"),
            store -> new Rewrites(store, String::strip)),
        new BrokenStore(
            "normalises",
            TextContract.class,
            List.of("r16_namesAndTypesAreKeptExactly"),
            store -> new Rewrites(store, text -> Normalizer.normalize(text, Normalizer.Form.NFC))),
        new BrokenStore(
            "loses lone surrogates",
            TextContract.class,
            List.of(
                "r16_namesAndTypesAreKeptExactly",
                "r16_observationsAreKeptExactly",
                "r16_exactlyTheTextNamedIsDeleted",
                "r16_exactlyTheEntityNamedIsDeleted"),
            store -> new Rewrites(store, text -> new String(text.getBytes(UTF_8), UTF_8))),
        new BrokenStore(
            "ends strings at NUL",
            TextContract.class,
            List.of("r16_observationsAreKeptExactly"),
            store -> new Rewrites(store, text -> text.split("\0", 2)[0])),
        new BrokenStore(
            "cuts long names",
            TextContract.class,
            List.of("r16_aNameOfAThousandCodePointsIsANameLikeAnyOther"),
            store -> new Rewrites(store, text -> text.substring(0, Math.min(text.length(), 255)))),
        new BrokenStore(
            "has no limits",
            LimitContract.class,
            List.of(
                "r17_aNameOrTypeTooLongIsRefused",
                "r17_anObservationTooLargeIsRefusedByItsBytes",
                "r17_aCallTooLargeIsRefused"),
            (settings, clock) -> HEAP.open(StoreSettings.at(settings.location()), clock)),
        new BrokenStore(
            "counts bytes where it should count characters",
            LimitContract.class,
            List.of("r17_whatJustFitsIsAccepted"),
            (settings, clock) ->
                new Rewrites(
                    HEAP.open(settings, clock),
                    text -> new String(text.getBytes(UTF_8), ISO_8859_1))),
        new BrokenStore(
            "asks its own clock",
            ChangeLogContract.class,
            List.of("r15_aChangeTellsWhenAndByWhom"),
            (settings, clock) -> HEAP.open(settings, Clock.systemUTC())));
  }

  private static Graph sorted(Graph graph) {
    return new Graph(
        graph.entities().stream().sorted(Comparator.comparing(Entity::name)).toList(),
        graph.relations());
  }

  private static Graph withoutLooseRelations(Graph graph) {
    List<String> names = StoreContract.names(graph);
    return new Graph(
        graph.entities(),
        graph.relations().stream()
            .filter(r -> names.contains(r.from()) && names.contains(r.to()))
            .toList());
  }

  /** A graph that is walked without a look at interrupts. */
  private record FixedGraph(Graph graph) implements GraphSnapshot {
    @Override
    public void entities(Consumer<? super Entity> visitor) {
      graph.entities().forEach(visitor);
    }

    @Override
    public void relations(Consumer<? super Relation> visitor) {
      graph.relations().forEach(visitor);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private static final class Reads extends ForwardingMemoryStore {
    private final UnaryOperator<Graph> defect;

    Reads(MemoryStore store, UnaryOperator<Graph> defect) {
      super(store);
      this.defect = defect;
    }

    @Override
    public GraphSnapshot read(Selection selection) {
      return new FixedGraph(defect.apply(StoreContract.read(store, selection)));
    }
  }

  private static final class LiveSnapshots extends ForwardingMemoryStore {
    LiveSnapshots(MemoryStore store) {
      super(store);
    }

    @Override
    public GraphSnapshot read(Selection selection) {
      return new GraphSnapshot() {
        @Override
        public void entities(Consumer<? super Entity> visitor) {
          store.read(selection).entities(visitor);
        }

        @Override
        public void relations(Consumer<? super Relation> visitor) {
          store.read(selection).relations(visitor);
        }

        @Override
        public void close() {
          // Nothing is held.
        }
      };
    }
  }

  private interface Match {
    boolean matches(String text, String query);
  }

  private static final class Searches extends ForwardingMemoryStore {
    private final Match match;

    Searches(MemoryStore store, Match match) {
      super(store);
      this.match = match;
    }

    @Override
    public GraphSnapshot read(Selection selection) {
      if (!(selection instanceof Selection.Matching(String query))) {
        return super.read(selection);
      }
      return super.read(
          new Selection.Named(
              StoreContract.everything(store).entities().stream()
                  .filter(entity -> holds(entity, query))
                  .map(Entity::name)
                  .toList()));
    }

    private boolean holds(Entity entity, String query) {
      return match.matches(entity.name(), query)
          || match.matches(entity.type(), query)
          || entity.observations().stream().anyMatch(text -> match.matches(text, query));
    }
  }

  private static final class Remembers extends ForwardingMemoryStore {
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

  private static final class KeepsTexts extends ForwardingMemoryStore {
    private final Map<Long, Change> seen = new HashMap<>();

    KeepsTexts(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      List<Entity> created = super.createEntities(entities, author);
      StoreContract.changesAfter(store, 0).forEach(c -> seen.putIfAbsent(c.sequence(), c));
      return created;
    }

    @Override
    public List<Change> changes(ChangeQuery query) {
      return super.changes(query).stream()
          .map(change -> seen.getOrDefault(change.sequence(), change))
          .toList();
    }
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
                      numbering.number(c, base), c.time(), c.author(), c.action(), c.subject()))
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

  private static final class Rewrites extends ForwardingMemoryStore {
    private final UnaryOperator<String> defect;

    Rewrites(MemoryStore store, UnaryOperator<String> defect) {
      super(store);
      this.defect = defect;
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      return super.createEntities(
          entities.stream()
              .map(
                  entity ->
                      new Entity(
                          defect.apply(entity.name()),
                          defect.apply(entity.type()),
                          entity.observations().stream().map(defect).toList()))
              .toList(),
          author);
    }
  }
}

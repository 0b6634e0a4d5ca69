package quire.conformance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import quire.api.Author;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;

/** Stores that break R1 to R5 and R9 to R13. */
final class BrokenWrites {
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private BrokenWrites() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "adds observations to an entity that exists",
            EntityContract.class,
            List.of("r1_anEntityThatExistsIsLeftUntouched"),
            AddsToExisting::new),
        new BrokenStore(
            "answers with what was asked",
            EntityContract.class,
            List.of("r1_creatingReturnsExactlyWhatWasNewInOrder"),
            Echoes::new),
        new BrokenStore(
            "answers each racer that it won",
            ConcurrencyContract.class,
            List.of("r11_aRaceForOneNameHasOneWinner", "r10_whatOneStoreCreatedTheOtherKnows"),
            Echoes::new),
        new BrokenStore(
            "lets the last of two namesakes win",
            EntityContract.class,
            List.of("r1_ofANameTwiceInOneCallTheFirstWins"),
            LastWins::new),
        new BrokenStore(
            "demands that a relation's ends exist",
            RelationContract.class,
            List.of(
                "r2_theEndsNeedNotExist", "r2_aDanglingRelationIsConnectedOnceItsEntityAppears"),
            DemandsEnds::new),
        new BrokenStore(
            "ignores the direction of relations",
            RelationContract.class,
            List.of("r2_directionAndTypeTellRelationsApart"),
            Undirected::new),
        new BrokenStore(
            "skips unknown entities",
            ObservationContract.class,
            List.of("r3_anUnknownEntityFailsTheWholeCall"),
            SkipsUnknown::new),
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
            "forgets the cascade",
            DeletionContract.class,
            List.of(
                "r4_anEntityGoesWithItsObservationsAndItsRelations",
                "r4_aNameCanBeUsedAgainAndStartsEmpty"),
            ForgetsCascade::new),
        new BrokenStore(
            "counts what was to be deleted",
            DeletionContract.class,
            List.of("r5_exactlyTheseObservationsGo", "r5_whatIsNotThereIsIgnored"),
            CountsRequests::new),
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
            List.of("r9_anAcknowledgedWriteIsThereAfterReopening"),
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
            BrokenWrites::openOnce));
  }

  private static MemoryStore openOnce(StoreSettings settings, Clock clock) {
    if (!LOCKED.add(settings.location())) {
      throw new StoreUnavailableException(
          "Opening " + settings.location() + " failed: another process has it");
    }
    return new HeapMemoryStoreProvider().open(settings, clock);
  }

  private static final class AddsToExisting extends ForwardingMemoryStore {
    AddsToExisting(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      List<Entity> created = super.createEntities(entities, author);
      super.addObservations(
          entities.stream().map(e -> new Observations(e.name(), e.observations())).toList(),
          author);
      return created;
    }
  }

  private static final class Echoes extends ForwardingMemoryStore {
    Echoes(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      super.createEntities(entities, author);
      return entities;
    }
  }

  private static final class LastWins extends ForwardingMemoryStore {
    LastWins(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Entity> createEntities(List<Entity> entities, Author author) {
      Map<String, Entity> byName = new LinkedHashMap<>();
      entities.forEach(entity -> byName.put(entity.name(), entity));
      return super.createEntities(List.copyOf(byName.values()), author);
    }
  }

  private static final class DemandsEnds extends ForwardingMemoryStore {
    DemandsEnds(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Relation> createRelations(List<Relation> relations, Author author) {
      for (Relation relation : relations) {
        if (StoreContract.named(this, relation.from()).entities().isEmpty()) {
          throw new EntityNotFoundException(relation.from());
        }
      }
      return super.createRelations(relations, author);
    }
  }

  private static final class Undirected extends ForwardingMemoryStore {
    Undirected(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Relation> createRelations(List<Relation> relations, Author author) {
      List<Relation> created = new ArrayList<>();
      for (Relation relation : relations) {
        Relation reversed = new Relation(relation.to(), relation.from(), relation.type());
        if (!StoreContract.everything(this).relations().contains(reversed)) {
          created.addAll(super.createRelations(List.of(relation), author));
        }
      }
      return created;
    }
  }

  private static final class SkipsUnknown extends ForwardingMemoryStore {
    SkipsUnknown(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Observations> addObservations(List<Observations> additions, Author author) {
      Set<String> known =
          StoreContract.everything(this).entities().stream()
              .map(Entity::name)
              .collect(Collectors.toSet());
      return super.addObservations(
          additions.stream().filter(addition -> known.contains(addition.entity())).toList(),
          author);
    }
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

  private static final class ForgetsCascade extends ForwardingMemoryStore {
    ForgetsCascade(MemoryStore store) {
      super(store);
    }

    @Override
    public long deleteEntities(List<String> names, Author author) {
      List<Relation> relations = StoreContract.everything(this).relations();
      long removed = super.deleteEntities(names, author);
      super.createRelations(relations, author);
      return removed;
    }
  }

  private static final class CountsRequests extends ForwardingMemoryStore {
    CountsRequests(MemoryStore store) {
      super(store);
    }

    @Override
    public long deleteObservations(List<Observations> deletions, Author author) {
      super.deleteObservations(deletions, author);
      return deletions.stream().mapToLong(deletion -> deletion.texts().size()).sum();
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
}

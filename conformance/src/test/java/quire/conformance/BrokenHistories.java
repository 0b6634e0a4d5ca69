package quire.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Replaced;
import quire.api.Replacement;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.spi.StoreSettings;

/** Stores that break R23 to R27. */
final class BrokenHistories {
  private BrokenHistories() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "adds beside what it is to replace",
            AmendingContract.class,
            List.of("r27_aTextTakesThePlaceOfAnotherInOneCall"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Observations> replaceObservations(
                      List<Replacement> replacements, Author author) {
                    return super.replaceObservations(withoutReplaced(replacements), author);
                  }
                }),
        new BrokenStore(
            "replaces by deleting whatever is there first",
            AmendingContract.class,
            List.of(
                "r27_whatIsNotThereCannotBeReplacedAndNothingHappens",
                "r27_aTextThatReplacesItselfStays"),
            Deletes::new),
        new BrokenStore(
            "demands what it has replaced already",
            AmendingContract.class,
            List.of("r27_replacingCanBeRepeated"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Observations> replaceObservations(
                      List<Replacement> replacements, Author author) {
                    for (Replacement one : replacements) {
                      Graph graph = StoreContract.named(store, one.entity());
                      if (graph.entities().stream()
                          .anyMatch(e -> !e.observations().containsAll(one.replaced()))) {
                        throw new StoreRefusedException("nothing was written: unknown");
                      }
                    }
                    return super.replaceObservations(replacements, author);
                  }
                }),
        new BrokenStore(
            "tells of deletions as of replacements",
            AmendingContract.class,
            List.of("r27_whatWasReplacedIsToldWithWhatTookItsPlace"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Replaced> replaced(Collection<String> entities) {
                    List<Replaced> all = new ArrayList<>(super.replaced(entities));
                    if (!all.isEmpty()) {
                      all.add(new Replaced("a", "gone", all.getFirst().until(), List.of()));
                    }
                    return all;
                  }
                }),
        new BrokenStore(
            "loses the texts of what was removed",
            HistoryContract.class,
            List.of(
                "r23_whatWasRemovedStaysInTheLogWithItsText",
                "r23_aVeryLargeEntityGoesInOneCallWithAllItsTexts",
                "r23_everyEarlierStateCanBeRead"),
            store -> new Changes(store, BrokenHistories::withoutRemovedText)),
        new BrokenStore(
            "makes every change a call of its own",
            HistoryContract.class,
            List.of("r23_theChangesOfOneCallHaveOneNumber"),
            store ->
                new Changes(
                    store,
                    change ->
                        new Change(
                            change.sequence(),
                            change.sequence(),
                            change.time(),
                            change.author(),
                            change.action(),
                            change.subject()))),
        new BrokenStore(
            "dates every change alike",
            HistoryContract.class,
            List.of("r23_aTimeLeadsToTheStateOfThen"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Change> changes(ChangeQuery query) {
                    return super.changes(
                        new ChangeQuery(
                            query.after(),
                            query.since().map(since -> Instant.EPOCH),
                            query.entity(),
                            query.client(),
                            query.limit()));
                  }
                }),
        new BrokenStore(
            "only deletes what it should forget",
            HistoryContract.class,
            List.of(
                "r26_aForgottenTextIsNowhereAndTheLogSaysThatItWasForgotten",
                "r26_aForgottenEntityTakesItsNameAlong"),
            OnlyDeletes::new),
        new BrokenStore(
            "notes that it forgot what never was",
            HistoryContract.class,
            List.of("r26_forgettingWhatNeverWasChangesNothing"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public long forget(List<Observations> items, Author author) {
                    super.createEntities(List.of(new Entity("forgotten", "", List.of())), author);
                    return super.forget(items, author);
                  }
                }),
        new BrokenStore(
            "amends piece by piece",
            AmendingContract.class,
            List.of(
                "r24_removalsAndAdditionsHappenInOneCall",
                "r24_whatIsNotExactlySoIsRefusedAsAWhole"),
            PieceByPiece::new),
        new BrokenStore(
            "takes an entity's relations along in an amendment",
            AmendingContract.class,
            List.of("r24_anEntityThatGoesLeavesTheRelationsThatAreNotNamed"),
            Cascades::new),
        new BrokenStore(
            "amends whatever the size",
            AmendingContract.class,
            List.of("r24_whatIsTooLargeIsRefused"),
            (settings, clock) ->
                new HeapMemoryStoreProvider().open(StoreSettings.at(settings.location()), clock)),
        new BrokenStore(
            "renames by making another entity",
            AmendingContract.class,
            List.of("r25_aRenamedEntityKeepsWhatItHas", "r25_aNameThatIsTakenOrMissingIsRefused"),
            MakesAnother::new),
        new BrokenStore(
            "merges by deleting",
            AmendingContract.class,
            List.of("r25_mergedEntitiesLoseNothing"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public long mergeEntities(String from, String into, Author author) {
                    if (StoreContract.named(store, from, into).entities().size() < 2) {
                      throw new EntityNotFoundException(from);
                    }
                    return super.deleteEntities(List.of(from), author);
                  }
                }));
  }

  private static Change withoutRemovedText(Change change) {
    Subject subject =
        change.action() == Change.Action.REMOVED
                && change.subject() instanceof OfObservation(String entity, _)
            ? new OfObservation(entity, Optional.empty())
            : change.subject();
    return new Change(
        change.sequence(), change.call(), change.time(), change.author(), change.action(), subject);
  }

  private static List<Replacement> withoutReplaced(List<Replacement> replacements) {
    return replacements.stream()
        .map(one -> new Replacement(one.entity(), one.texts(), List.of()))
        .toList();
  }

  private static final class Deletes extends ForwardingMemoryStore {
    Deletes(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Observations> replaceObservations(List<Replacement> replacements, Author author) {
      for (Replacement one : replacements) {
        super.deleteObservations(List.of(new Observations(one.entity(), one.replaced())), author);
      }
      return super.addObservations(
          replacements.stream().map(one -> new Observations(one.entity(), one.texts())).toList(),
          author);
    }
  }

  private static final class Changes extends ForwardingMemoryStore {
    private final Function<Change, Change> defect;

    Changes(MemoryStore store, Function<Change, Change> defect) {
      super(store);
      this.defect = defect;
    }

    @Override
    public List<Change> changes(ChangeQuery query) {
      return super.changes(query).stream().map(defect).toList();
    }
  }

  private static final class OnlyDeletes extends ForwardingMemoryStore {
    OnlyDeletes(MemoryStore store) {
      super(store);
    }

    @Override
    public long forget(List<Observations> items, Author author) {
      return super.deleteObservations(items, author)
          + super.deleteEntities(
              items.stream()
                  .filter(item -> item.texts().isEmpty())
                  .map(Observations::entity)
                  .toList(),
              author);
    }
  }

  private static final class PieceByPiece extends ForwardingMemoryStore {
    PieceByPiece(MemoryStore store) {
      super(store);
    }

    @Override
    public long amend(Amendment amendment, Author author) {
      long call = 0;
      if (!amendment.removals().isEmpty()) {
        call = super.amend(new Amendment(amendment.removals(), List.of()), author);
      }
      return amendment.additions().isEmpty()
          ? call
          : super.amend(new Amendment(List.of(), amendment.additions()), author);
    }
  }

  private static final class Cascades extends ForwardingMemoryStore {
    Cascades(MemoryStore store) {
      super(store);
    }

    @Override
    public long amend(Amendment amendment, Author author) {
      List<String> gone =
          amendment.removals().stream()
              .filter(OfEntity.class::isInstance)
              .map(Subject::entity)
              .toList();
      long call = super.amend(amendment, author);
      super.deleteEntities(gone, author);
      return call;
    }
  }

  private static final class MakesAnother extends ForwardingMemoryStore {
    MakesAnother(MemoryStore store) {
      super(store);
    }

    @Override
    public long renameEntity(String from, String to, Author author) {
      List<Entity> former = StoreContract.named(store, from).entities();
      if (former.isEmpty()) {
        throw new StoreRefusedException("nothing was changed");
      }
      super.createEntities(
          List.of(new Entity(to, former.getFirst().type(), former.getFirst().observations())),
          author);
      return super.deleteEntities(List.of(from), author);
    }
  }
}

package quire.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import quire.api.Author;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreRefusedException;

/** Stores that break R1 to R5. */
final class BrokenWrites {
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
            List.of(
                "r1_anObservationTwiceInOneEntityStandsOnce",
                "r1_creatingReturnsExactlyWhatWasNewInOrder"),
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
            List.of(
                "r3_aRelationsEndIsNoEntity",
                "r3_anUnknownEntityFailsTheCallEvenWithoutTexts",
                "r3_anUnknownEntityFailsTheWholeCall"),
            SkipsUnknown::new),
        new BrokenStore(
            "forgets the cascade",
            DeletionContract.class,
            List.of(
                "r4_relationsOfANameWithoutAnEntityGoAsWell",
                "r4_anEntityGoesWithItsObservationsAndItsRelations",
                "r4_aNameCanBeUsedAgainAndStartsEmpty"),
            ForgetsCascade::new),
        new BrokenStore(
            "counts what was to be deleted",
            DeletionContract.class,
            List.of("r5_exactlyTheseObservationsGo", "r5_whatIsNotThereIsIgnored"),
            CountsRequests::new),
        new BrokenStore(
            "refuses a call with nothing in it",
            EntityContract.class,
            List.of("r1_creatingNothingIsACallLikeAnyOther"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Entity> createEntities(List<Entity> entities, Author author) {
                    if (entities.isEmpty()) {
                      throw new StoreRefusedException("Nothing to create");
                    }
                    return super.createEntities(entities, author);
                  }
                }),
        new BrokenStore(
            "takes no more than 999 entities",
            EntityContract.class,
            List.of("r1_manyEntitiesFitIntoOneCall"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Entity> createEntities(List<Entity> entities, Author author) {
                    if (entities.size() > 999) {
                      throw new StoreRefusedException("Too many entities");
                    }
                    return super.createEntities(entities, author);
                  }
                }),
        new BrokenStore(
            "answers with the relations that were asked for",
            RelationContract.class,
            List.of(
                "r2_creatingReturnsExactlyWhatWasNewInOrder", "r2_aTripleTwiceInOneCallStandsOnce"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Relation> createRelations(List<Relation> relations, Author author) {
                    super.createRelations(relations, author);
                    return relations;
                  }
                }),
        new BrokenStore(
            "leaves out loops",
            RelationContract.class,
            List.of("r2_anEntityCanBeRelatedToItself"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Relation> createRelations(List<Relation> relations, Author author) {
                    return super.createRelations(
                        relations.stream().filter(r -> !r.from().equals(r.to())).toList(), author);
                  }
                }),
        new BrokenStore(
            "answers with the texts that were asked for",
            ObservationContract.class,
            List.of(
                "r3_addingReturnsTheTextsReallyAddedPerItem", "r3_aTextTwiceInOneCallIsAddedOnce"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public List<Observations> addObservations(
                      List<Observations> additions, Author author) {
                    super.addObservations(additions, author);
                    return additions;
                  }
                }),
        new BrokenStore(
            "keeps each text once",
            ObservationContract.class,
            List.of("r3_oneTextCanStandOnTwoEntities"),
            KeepsTextOnce::new),
        new BrokenStore(
            "sorts observations",
            ObservationContract.class,
            List.of("r3_textsAreAppendedInOrder"),
            store -> new BrokenReads.Reads(store, BrokenWrites::withSortedTexts)),
        new BrokenStore(
            "refuses to delete what is unknown",
            DeletionContract.class,
            List.of("r4_unknownNamesAreIgnored"),
            RefusesUnknown::new),
        new BrokenStore(
            "remembers what was deleted",
            DeletionContract.class,
            List.of("r5_aDeletedObservationCanBeAddedAgain"),
            KeepsTombstones::new),
        new BrokenStore(
            "deletes relations of any type",
            DeletionContract.class,
            List.of("r5_exactlyTheseRelationsGo"),
            DeletesAnyType::new));
  }

  private static Graph withSortedTexts(Graph graph) {
    return new Graph(
        graph.entities().stream()
            .map(e -> new Entity(e.name(), e.type(), e.observations().stream().sorted().toList()))
            .toList(),
        graph.relations());
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

  static final class Echoes extends ForwardingMemoryStore {
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

  private static final class KeepsTextOnce extends ForwardingMemoryStore {
    KeepsTextOnce(MemoryStore store) {
      super(store);
    }

    @Override
    public List<Observations> addObservations(List<Observations> additions, Author author) {
      List<Entity> entities = StoreContract.everything(this).entities();
      return super.addObservations(
          additions.stream()
              .map(
                  addition ->
                      new Observations(
                          addition.entity(),
                          addition.texts().stream()
                              .filter(
                                  text ->
                                      entities.stream()
                                          .noneMatch(e -> e.observations().contains(text)))
                              .toList()))
              .toList(),
          author);
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

  private static final class RefusesUnknown extends ForwardingMemoryStore {
    RefusesUnknown(MemoryStore store) {
      super(store);
    }

    @Override
    public long deleteEntities(List<String> names, Author author) {
      for (String name : names) {
        if (StoreContract.named(this, name).entities().isEmpty()) {
          throw new EntityNotFoundException(name);
        }
      }
      return super.deleteEntities(names, author);
    }
  }

  private static final class KeepsTombstones extends ForwardingMemoryStore {
    private final Set<String> deleted = new HashSet<>();

    KeepsTombstones(MemoryStore store) {
      super(store);
    }

    @Override
    public long deleteObservations(List<Observations> deletions, Author author) {
      deletions.forEach(deletion -> deleted.addAll(deletion.texts()));
      return super.deleteObservations(deletions, author);
    }

    @Override
    public List<Observations> addObservations(List<Observations> additions, Author author) {
      return super.addObservations(
          additions.stream()
              .map(
                  addition ->
                      new Observations(
                          addition.entity(),
                          addition.texts().stream()
                              .filter(text -> !deleted.contains(text))
                              .toList()))
              .toList(),
          author);
    }
  }

  private static final class DeletesAnyType extends ForwardingMemoryStore {
    DeletesAnyType(MemoryStore store) {
      super(store);
    }

    @Override
    public long deleteRelations(List<Relation> relations, Author author) {
      return super.deleteRelations(
          StoreContract.everything(this).relations().stream()
              .filter(
                  there ->
                      relations.stream()
                          .anyMatch(
                              r -> r.from().equals(there.from()) && r.to().equals(there.to())))
              .toList(),
          author);
    }
  }
}

package quire.conformance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreRefusedException;

/** Stores that break R6 to R8 and R22. */
final class BrokenReads {
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
            "keeps the names by themselves, and forgets the type",
            ReadingContract.class,
            List.of("r6_namesAndTypesComeAsTheirEntitiesDo"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public GraphSnapshot read(Selection selection) {
                    return new NamesAlone(StoreContract.read(store, selection));
                  }
                }),
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
            "finds what the standard server finds, and no more",
            SearchContract.class,
            List.of(
                "r8_aWordIsLettersMarksAndNumbersOfEveryKind",
                "r8_sharpSAndDoubleSAreTheSame",
                "r8_anAccentIsFoundHoweverItIsWritten",
                "r8_wordsOfScriptsWithoutBlanksAreFoundInARow",
                "r8_anyTextIsFoundAsByAPlainLookAtEveryFact"),
            store ->
                new Searches(
                    store,
                    (text, query) ->
                        text.toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT)))),
        new BrokenStore(
            "finds whole words only",
            SearchContract.class,
            List.of(
                "r8_aLongQueryIsAQueryLikeAnyOther",
                "r8_theEmptyQuerySelectsEverything",
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
            List.of("r8_literalHitsComeFirstInOrderOfCreation", "r8_whatIsNamedSoComesFirst"),
            store -> new Reads(store, BrokenReads::sorted)),
        new BrokenStore(
            "greets its first reader",
            ReadingContract.class,
            List.of("r6_aNewStoreIsEmpty"),
            store ->
                new Reads(
                    store,
                    graph ->
                        graph.entities().isEmpty()
                            ? new Graph(List.of(StoreContract.entity("Welcome")), List.of())
                            : graph)),
        new BrokenStore(
            "reads names in any case",
            ReadingContract.class,
            List.of("r7_unknownNamesAreSkippedAndSelectNoRelations"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public GraphSnapshot read(Selection selection) {
                    return super.read(
                        selection instanceof Selection.Named(List<String> names)
                            ? new Selection.Named(
                                Stream.concat(
                                        names.stream(),
                                        names.stream().map(name -> name.toLowerCase(Locale.ROOT)))
                                    .toList())
                            : selection);
                  }
                }),
        new BrokenStore(
            "takes no more than 999 names",
            ReadingContract.class,
            List.of("r7_manyNamesFitIntoOneCall"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public GraphSnapshot read(Selection selection) {
                    if (selection instanceof Selection.Named(List<String> names)
                        && names.size() > 999) {
                      throw new StoreRefusedException("Too many names");
                    }
                    return super.read(selection);
                  }
                }),
        new BrokenStore(
            "says without cause that something is missing",
            ReadingContract.class,
            List.of("r22_anAnswerThatMissesNothingNamesNothing"),
            store ->
                new ForwardingMemoryStore(store) {
                  @Override
                  public RecallPage recall(RecallQuery query) {
                    RecallPage page = super.recall(query);
                    return new RecallPage(page.facts(), page.left(), List.of("All is lost"));
                  }
                }),
        new BrokenStore(
            "remembers what it found once",
            SearchContract.class,
            List.of("r8_aSearchFollowsEveryWrite"),
            BrokenSharing.Remembers::new),
        new BrokenStore(
            "leaves out relations with only one end",
            SearchContract.class,
            List.of("r8_hitsComeWithEveryRelationThatTouchesThem"),
            store -> new Reads(store, BrokenReads::withoutLooseRelations)));
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

  /** A graph whose names come without their types. */
  private record NamesAlone(Graph graph) implements GraphSnapshot {
    @Override
    public void entities(Consumer<? super Entity> visitor) {
      graph.entities().forEach(visitor);
    }

    @Override
    public void names(BiConsumer<? super String, ? super String> visitor) {
      graph.entities().forEach(entity -> visitor.accept(entity.name(), ""));
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

  static final class Reads extends ForwardingMemoryStore {
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
}

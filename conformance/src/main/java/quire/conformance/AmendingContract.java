package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import quire.api.Amendment;
import quire.api.Change;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Graph;
import quire.api.LimitExceededException;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.RecallFilter;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Replacement;
import quire.api.StoreRefusedException;
import quire.api.Subject;

/** R24, R25 and R27: putting right, renaming and merging, and replacing. */
public abstract class AmendingContract extends StoreContract {
  protected AmendingContract(Backend backend) {
    super(backend);
  }

  @Test
  void r24_removalsAndAdditionsHappenInOneCall() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"), entity("b", "3"));
    relate(store, relation("a", "b"), relation("b", "c"));
    long before = store.lastSequence();
    long call =
        store.amend(
            new Amendment(
                List.of(
                    text("a", "1"),
                    ofEntity("b"),
                    text("b", "3"),
                    new Subject.OfRelation(relation("a", "b"))),
                List.of(
                    ofEntity("n"),
                    text("n", "new"),
                    text("a", "4"),
                    new Subject.OfRelation(relation("n", "a")))),
            AUTHOR);

    assertThat(everything(store).entities())
        .containsExactly(entity("a", "2", "4"), entity("n", "new"));
    assertRelations(everything(store).relations(), relation("b", "c"), relation("n", "a"));
    List<Change> changes = changesAfter(store, before);
    assertThat(changes).hasSize(8).allMatch(change -> change.call() == call);
    assertThat(store.amend(new Amendment(List.of(), List.of()), AUTHOR)).isZero();
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void r24_whatIsNotExactlySoIsRefusedAsAWhole() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"), entity("b"));
    relate(store, relation("a", "b"));
    Graph before = everything(store);
    long sequence = store.lastSequence();
    Subject harmless = text("a", "harmless");
    for (Amendment wrong :
        List.of(
            new Amendment(List.of(text("a", "3")), List.of(harmless)),
            new Amendment(List.of(text("x", "3")), List.of(harmless)),
            new Amendment(List.of(ofEntity("x")), List.of(harmless)),
            new Amendment(List.of(new Subject.OfEntity("b", "other")), List.of(harmless)),
            new Amendment(List.of(ofEntity("a"), text("a", "1")), List.of(text("b", "5"))),
            new Amendment(List.of(new Subject.OfRelation(relation("b", "a"))), List.of(harmless)),
            new Amendment(List.of(text("a", "1")), List.of(text("a", "2"))),
            new Amendment(List.of(text("a", "1")), List.of(ofEntity("b"))),
            new Amendment(List.of(text("a", "1")), List.of(text("x", "5"))),
            new Amendment(
                List.of(text("a", "1")), List.of(new Subject.OfRelation(relation("a", "b")))))) {
      assertThatThrownBy(() -> store.amend(wrong, AUTHOR))
          .as("%s", wrong)
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("nothing was written");
      assertThat(everything(store)).isEqualTo(before);
      assertThat(store.lastSequence()).isEqualTo(sequence);
    }
  }

  @Test
  void r24_anEntityThatGoesLeavesTheRelationsThatAreNotNamed() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b"));
    relate(store, relation("a", "b"), relation("b", "a"));
    store.amend(new Amendment(List.of(ofEntity("a"), text("a", "1")), List.of()), AUTHOR);

    assertThat(everything(store).entities()).containsExactly(entity("b"));
    assertRelations(everything(store).relations(), relation("a", "b"), relation("b", "a"));
    create(store, entity("a", "anew"));
    assertRelations(named(store, "a").relations(), relation("a", "b"), relation("b", "a"));

    store.amend(
        new Amendment(List.of(ofEntity("b")), List.of(new Subject.OfRelation(relation("b", "c")))),
        AUTHOR);
    assertThat(everything(open()).relations())
        .containsExactlyInAnyOrder(relation("a", "b"), relation("b", "a"), relation("b", "c"));

    store.amend(
        new Amendment(
            List.of(
                new Subject.OfRelation(relation("b", "a")),
                new Subject.OfRelation(relation("b", "c"))),
            List.of(ofEntity("b"), text("b", "again"))),
        AUTHOR);
    assertThat(named(open(), "b").entities()).containsExactly(entity("b", "again"));
  }

  @Test
  void r24_whatIsTooLargeIsRefused() {
    MemoryStore store = open(new Limits(10, 20, 100));
    create(store, entity("a"));
    Amendment large = new Amendment(List.of(), List.of(text("a", "x".repeat(21))));
    assertThatThrownBy(() -> store.amend(large, AUTHOR)).isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> store.renameEntity("a", "x".repeat(11), AUTHOR))
        .isInstanceOf(LimitExceededException.class);
    assertThat(everything(store).entities()).containsExactly(entity("a"));
  }

  @Test
  void r25_aRenamedEntityKeepsWhatItHas() {
    MemoryStore store = open();
    create(store, entity("old", "1", "2"), entity("b"));
    relate(
        store,
        relation("old", "b"),
        relation("b", "old"),
        relation("old", "old"),
        new Relation("old", "new", "likes"),
        relation("new", "b"),
        relation("c", "new"));
    long before = store.lastSequence();
    store.renameEntity("old", "new", AUTHOR);

    Graph graph = everything(open());
    assertThat(graph.entities()).containsExactlyInAnyOrder(entity("b"), entity("new", "1", "2"));
    assertThat(graph.relations())
        .containsExactlyInAnyOrder(
            relation("new", "b"),
            relation("b", "new"),
            relation("new", "new"),
            new Relation("new", "new", "likes"),
            relation("c", "new"));
    assertThat(changesAfter(store, before).stream().map(Change::call).distinct()).hasSize(1);
    assertThat(matching(store, "old").entities()).isEmpty();
    assertThat(names(matching(store, "new"))).contains("new");
    create(store, entity("old", "another"));
    assertThat(named(store, "old"))
        .isEqualTo(new Graph(List.of(entity("old", "another")), List.of()));
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void r25_aNameThatIsTakenOrMissingIsRefused() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b", "2"));
    Graph before = everything(store);
    assertThatThrownBy(() -> store.renameEntity("a", "b", AUTHOR))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("nothing was changed");
    assertThatThrownBy(() -> store.renameEntity("x", "y", AUTHOR))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> store.mergeEntities("x", "b", AUTHOR))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> store.mergeEntities("a", "x", AUTHOR))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> store.mergeEntities("a", "a", AUTHOR))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.renameEntity("a", "a", AUTHOR)).isZero();
    assertThat(everything(store)).isEqualTo(before);
  }

  @Test
  void r25_mergedEntitiesLoseNothing() {
    MemoryStore store = open();
    create(
        store,
        new Entity("from", "other", List.of("both", "only from")),
        entity("into", "only into", "both"),
        entity("c"));
    relate(
        store,
        relation("from", "c"),
        relation("into", "c"),
        relation("c", "from"),
        relation("from", "into"),
        new Relation("from", "c", "likes"));
    store.mergeEntities("from", "into", AUTHOR);

    Graph graph = everything(open());
    assertThat(graph.entities())
        .containsExactly(entity("into", "only into", "both", "only from"), entity("c"));
    assertThat(graph.relations())
        .containsExactlyInAnyOrder(
            relation("into", "c"), relation("c", "into"), new Relation("into", "c", "likes"));
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void r27_aTextTakesThePlaceOfAnotherInOneCall() {
    MemoryStore store = open();
    create(store, entity("a", "lives in Rome", "likes tea"), entity("b", "of b"));
    long before = store.lastSequence();
    assertThat(
            store.replaceObservations(
                List.of(
                    replacement("a", List.of("lives in Paris"), "lives in Rome"),
                    replacement("b", List.of("of b", "more of b"))),
                AUTHOR))
        .containsExactly(texts("a", "lives in Paris"), texts("b", "more of b"));

    assertThat(everything(open()).entities())
        .containsExactly(
            entity("a", "likes tea", "lives in Paris"), entity("b", "of b", "more of b"));
    assertThat(matching(store, "Rome").entities()).isEmpty();
    assertThat(recalled(store, "lives")).contains("lives in Paris").doesNotContain("lives in Rome");
    List<Change> changes = changesAfter(store, before);
    assertThat(changes.stream().map(Change::call).distinct()).hasSize(1);
    assertThat(changes)
        .extracting(Change::action, Change::subject)
        .containsExactlyInAnyOrder(
            Tuple.tuple(Change.Action.REMOVED, text("a", "lives in Rome")),
            Tuple.tuple(Change.Action.ADDED, text("a", "lives in Paris")),
            Tuple.tuple(Change.Action.ADDED, text("b", "more of b")));
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void r27_whatIsNotThereCannotBeReplacedAndNothingHappens() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b", "2"));
    Graph before = everything(store);
    Replacement harmless = replacement("b", List.of("harmless"), "2");
    assertThatThrownBy(
            () ->
                store.replaceObservations(
                    List.of(harmless, replacement("a", List.of("new"), "unknown")), AUTHOR))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("unknown")
        .hasMessageContaining("nothing was written");
    assertThatThrownBy(
            () ->
                store.replaceObservations(
                    List.of(harmless, replacement("x", List.of("new"), "1")), AUTHOR))
        .isInstanceOf(EntityNotFoundException.class);
    assertThat(everything(open())).isEqualTo(before);
    assertThat(changesAfter(store, 0)).hasSize(4);
  }

  @Test
  void r27_replacingCanBeRepeated() {
    MemoryStore store = open();
    create(store, entity("a", "1"));
    List<Replacement> call = List.of(replacement("a", List.of("2"), "1", "1"));
    assertThat(store.replaceObservations(call, AUTHOR)).containsExactly(texts("a", "2"));
    long before = store.lastSequence();
    assertThat(store.replaceObservations(call, AUTHOR)).containsExactly(texts("a"));
    assertThat(store.lastSequence()).isEqualTo(before);
    assertThat(everything(store).entities()).containsExactly(entity("a", "2"));
  }

  @Test
  void r27_aTextThatReplacesItselfStays() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"));
    long before = store.lastSequence();
    store.replaceObservations(List.of(replacement("a", List.of("1", "3"), "1", "2")), AUTHOR);
    assertThat(everything(store).entities()).containsExactly(entity("a", "1", "3"));
    assertThat(changesAfter(store, before)).hasSize(2);
  }

  @Test
  void r27_whatWasReplacedIsToldWithWhatTookItsPlace() {
    MovableClock clock = new MovableClock(NOW);
    MemoryStore store = open(clock);
    create(store, entity("a", "1", "gone", "kept"), entity("b", "of b"), entity("c"));
    clock.set(NOW.plusSeconds(60));
    store.replaceObservations(List.of(replacement("a", List.of("2"), "1")), AUTHOR);
    store.deleteObservations(List.of(texts("a", "gone")), AUTHOR);
    clock.set(NOW.plusSeconds(120));
    store.replaceObservations(
        List.of(replacement("a", List.of("3", "4"), "2"), replacement("b", List.of("new"), "of b")),
        AUTHOR);

    Replaced first = new Replaced("a", "1", NOW.plusSeconds(60), List.of("2"));
    Replaced second = new Replaced("a", "2", NOW.plusSeconds(120), List.of("3", "4"));
    Replaced other = new Replaced("b", "of b", NOW.plusSeconds(120), List.of("new"));
    MemoryStore another = open();
    if (lacks(Trait.KEPT_TEXTS)) {
      assertThat(another.replaced(List.of("a", "b"))).isEmpty();
      return;
    }
    assertThat(another.replaced(List.of("a"))).containsExactly(first, second);
    assertThat(another.replaced(List.of("b", "c", "x", "a", "b")))
        .containsExactlyInAnyOrder(first, second, other);
    assertThat(another.replaced(List.of())).isEmpty();

    store.addObservations(List.of(texts("a", "1")), AUTHOR);
    assertThat(another.replaced(List.of("a"))).containsExactly(second);
    store.deleteEntities(List.of("a"), AUTHOR);
    store.createEntities(List.of(entity("a", "anew")), AUTHOR);
    store.amend(new Amendment(List.of(text("a", "anew")), List.of(text("a", "newer"))), AUTHOR);
    assertThat(another.replaced(List.of("a"))).extracting(Replaced::text).contains("anew");
  }

  private static Replacement replacement(String entity, List<String> texts, String... replaced) {
    return new Replacement(entity, texts, List.of(replaced));
  }

  private static List<String> recalled(MemoryStore store, String query) {
    return store
        .recall(new RecallQuery(query, RecallFilter.NONE, 0, 10, 10_000, 1_000))
        .facts()
        .stream()
        .map(found -> found.fact().text().orElse(""))
        .toList();
  }

  private static Subject ofEntity(String name) {
    return new Subject.OfEntity(name, "thing");
  }

  private static Subject text(String entity, String text) {
    return new Subject.OfObservation(entity, Optional.of(text));
  }
}

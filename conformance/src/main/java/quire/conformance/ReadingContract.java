package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.api.Selection;
import quire.api.StoreInterruptedException;

/** R6, R7 and R22: reading everything, reading by name, and what a snapshot promises. */
public abstract class ReadingContract extends StoreContract {
  protected ReadingContract(Backend backend) {
    super(backend);
  }

  @Test
  void r6_aNewStoreIsEmpty() {
    MemoryStore store = open();

    assertThat(everything(store).entities()).isEmpty();
    assertThat(everything(store).relations()).isEmpty();
  }

  @Test
  void r6_everythingComesInOrderOfCreation() {
    MemoryStore store = open();
    create(store, entity("m"), entity("z"));
    create(store, entity("a"));
    relate(store, relation("z", "m"), relation("a", "z"));
    relate(store, relation("a", "a"));
    store.addObservations(List.of(texts("m", "late")), AUTHOR);

    assertThat(names(everything(store))).containsExactly("m", "z", "a");
    assertRelations(
        everything(store).relations(), relation("z", "m"), relation("a", "z"), relation("a", "a"));
  }

  @Test
  void r6_namesAndTypesComeAsTheirEntitiesDo() {
    MemoryStore store = open();
    create(
        store,
        new Entity("m", "a type", List.of("1", "2")),
        new Entity("\ud83d\ude00 z", "another", List.of()),
        new Entity("a", "a type", List.of("m is here")));
    for (Selection selection :
        List.of(
            new Selection.Everything(),
            new Selection.Named(List.of("a", "m", "nobody")),
            new Selection.Matching("m"))) {
      try (GraphSnapshot graph = store.read(selection)) {
        List<List<String>> entities = new ArrayList<>();
        graph.entities(entity -> entities.add(List.of(entity.name(), entity.type())));
        List<List<String>> names = new ArrayList<>();
        graph.names((name, type) -> names.add(List.of(name, type)));
        assertThat(names).as(selection.toString()).isNotEmpty().isEqualTo(entities);
      }
    }
  }

  @Test
  void r6_theOrderSurvivesReopening() {
    MemoryStore first = open();
    create(first, entity("m", "2", "1"), entity("a"), entity("z"));
    relate(first, relation("z", "m"), relation("a", "z"));
    first.close();

    MemoryStore second = open();
    assertThat(everything(second).entities())
        .containsExactly(entity("m", "2", "1"), entity("a"), entity("z"));
    assertRelations(everything(second).relations(), relation("z", "m"), relation("a", "z"));
  }

  @Test
  void r6_aSnapshotStaysAsItWas() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b"));
    relate(store, relation("a", "b"));

    try (GraphSnapshot snapshot = store.read(new Selection.Everything())) {
      store.addObservations(List.of(texts("a", "2")), AUTHOR);
      assertThat(snapshot.toGraph().entities()).containsExactly(entity("a", "1"), entity("b"));
      store.deleteEntities(List.of("b"), AUTHOR);
      store.createEntities(List.of(entity("c")), AUTHOR);
      assertThat(snapshot.toGraph().entities()).containsExactly(entity("a", "1"), entity("b"));
      assertThat(snapshot.toGraph().relations()).containsExactly(relation("a", "b"));
    }
    assertThat(everything(store).entities()).containsExactly(entity("a", "1", "2"), entity("c"));
  }

  @Test
  void r6_anInterruptEndsAWalk() {
    MemoryStore store = open();
    create(store, entity("a"), entity("b"));

    try (GraphSnapshot snapshot = store.read(new Selection.Everything())) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(StoreInterruptedException.class)
          .isThrownBy(() -> snapshot.entities(entity -> {}));
    } finally {
      Thread.interrupted();
    }
    assertThat(names(everything(store))).containsExactly("a", "b");
  }

  @Test
  void r7_namedEntitiesComeWithEveryRelationThatTouchesThem() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b"), entity("c"), entity("d"));
    relate(
        store, relation("a", "b"), relation("c", "a"), relation("c", "d"), relation("a", "ghost"));

    assertThat(named(store, "a").entities()).containsExactly(entity("a", "1"));
    assertRelations(
        named(store, "a").relations(),
        relation("a", "b"),
        relation("c", "a"),
        relation("a", "ghost"));
  }

  @Test
  void r7_unknownNamesAreSkippedAndSelectNoRelations() {
    MemoryStore store = open();
    create(store, entity("a"));
    relate(store, relation("ghost", "other"));

    assertThat(named(store, "ghost", "A", "a ").entities()).isEmpty();
    assertThat(named(store, "ghost").relations()).isEmpty();
    assertThat(names(named(store, "ghost", "a"))).containsExactly("a");
    assertThat(named(store).entities()).isEmpty();
  }

  @Test
  void r7_theOrderIsThatOfCreationAndNothingComesTwice() {
    MemoryStore store = open();
    create(store, entity("m"), entity("a"), entity("z"));
    relate(store, relation("a", "m"));

    assertThat(names(named(store, "z", "a", "m", "z"))).containsExactly("m", "a", "z");
    assertThat(named(store, "a", "m").relations()).containsExactly(relation("a", "m"));
  }

  @Test
  void r7_manyNamesFitIntoOneCall() {
    MemoryStore store = open();
    create(store, entity("a"), entity("z"));
    String[] names = new String[5_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "unknown " + i;
    }
    names[2_500] = "z";

    assertThat(names(named(store, names))).containsExactly("z");
  }

  @Test
  void r22_anAnswerThatMissesNothingNamesNothing() {
    MemoryStore store = open();
    create(store, entity("a", "1"));
    for (Selection selection :
        List.of(
            new Selection.Everything(),
            new Selection.Named(List.of("a", "unknown")),
            new Selection.Matching("1"))) {
      try (GraphSnapshot snapshot = store.read(selection)) {
        assertThat(snapshot.missing()).isEmpty();
      }
    }
    assertThat(store.recall(RecallQuery.of("a", 10)).missing()).isEmpty();
  }
}

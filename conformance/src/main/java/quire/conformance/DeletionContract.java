package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.api.Relation;

/** R4 and R5: deleting. */
public abstract class DeletionContract extends StoreContract {
  protected DeletionContract(Backend backend) {
    super(backend);
  }

  @Test
  void r4_anEntityGoesWithItsObservationsAndItsRelations() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"), entity("b", "3"), entity("c"));
    relate(store, relation("a", "b"), relation("b", "a"), relation("b", "c"));

    assertThat(store.deleteEntities(List.of("a"), AUTHOR)).isEqualTo(5);
    assertThat(everything(store).entities()).containsExactly(entity("b", "3"), entity("c"));
    assertRelations(everything(store).relations(), relation("b", "c"));
  }

  @Test
  void r4_relationsOfANameWithoutAnEntityGoAsWell() {
    MemoryStore store = open();
    create(store, entity("a"));
    relate(store, relation("a", "ghost"), relation("ghost", "other"), relation("a", "a"));

    assertThat(store.deleteEntities(List.of("ghost"), AUTHOR)).isEqualTo(2);
    assertRelations(everything(store).relations(), relation("a", "a"));
  }

  @Test
  void r4_unknownNamesAreIgnored() {
    MemoryStore store = open();
    create(store, entity("a", "1"));
    long before = store.lastSequence();

    assertThat(store.deleteEntities(List.of("b", "A"), AUTHOR)).isZero();
    assertThat(store.deleteEntities(List.of(), AUTHOR)).isZero();
    assertThat(store.lastSequence()).isEqualTo(before);
    assertThat(store.deleteEntities(List.of("b", "a", "a"), AUTHOR)).isEqualTo(2);
    assertThat(everything(store).entities()).isEmpty();
  }

  @Test
  void r4_aNameCanBeUsedAgainAndStartsEmpty() {
    MemoryStore store = open();
    create(store, entity("a", "old"), entity("b"));
    relate(store, relation("a", "b"));
    store.deleteEntities(List.of("a"), AUTHOR);

    create(store, entity("a", "new"));
    assertThat(everything(store).entities()).containsExactly(entity("b"), entity("a", "new"));
    assertThat(everything(store).relations()).isEmpty();
  }

  @Test
  void r5_exactlyTheseObservationsGo() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2", "3"), entity("b", "2"));

    assertThat(
            store.deleteObservations(
                List.of(texts("a", "2", "none", "2"), texts("nobody", "1")), AUTHOR))
        .isEqualTo(1);
    assertThat(everything(store).entities())
        .containsExactly(entity("a", "1", "3"), entity("b", "2"));
  }

  @Test
  void r5_aDeletedObservationCanBeAddedAgain() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"));
    store.deleteObservations(List.of(texts("a", "1")), AUTHOR);

    assertThat(store.addObservations(List.of(texts("a", "1")), AUTHOR))
        .containsExactly(texts("a", "1"));
    assertThat(everything(store).entities()).containsExactly(entity("a", "2", "1"));
  }

  @Test
  void r5_exactlyTheseRelationsGo() {
    MemoryStore store = open();
    Relation likes = new Relation("a", "b", "likes");
    relate(store, relation("a", "b"), likes, relation("b", "a"));

    assertThat(
            store.deleteRelations(
                List.of(relation("a", "b"), relation("x", "y"), relation("a", "b")), AUTHOR))
        .isEqualTo(1);
    assertRelations(everything(store).relations(), likes, relation("b", "a"));
  }

  @Test
  void r5_whatIsNotThereIsIgnored() {
    MemoryStore store = open();
    create(store, entity("a", "1"));
    long before = store.lastSequence();

    assertThat(store.deleteObservations(List.of(texts("a", "2"), texts("b", "1")), AUTHOR))
        .isZero();
    assertThat(store.deleteRelations(List.of(relation("a", "a")), AUTHOR)).isZero();
    assertThat(store.lastSequence()).isEqualTo(before);
  }
}

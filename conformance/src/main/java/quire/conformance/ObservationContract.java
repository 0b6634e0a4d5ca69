package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.EntityNotFoundException;
import quire.api.MemoryStore;

/** R3: adding observations. */
public abstract class ObservationContract extends StoreContract {
  protected ObservationContract(Backend backend) {
    super(backend);
  }

  @Test
  void r3_addingReturnsTheTextsReallyAddedPerItem() {
    MemoryStore store = open();
    create(store, entity("a", "one"), entity("b"));

    assertThat(
            store.addObservations(
                List.of(texts("b", "x"), texts("a", "one", "two", "three"), texts("a", "one")),
                AUTHOR))
        .containsExactly(texts("b", "x"), texts("a", "two", "three"), texts("a"));
  }

  @Test
  void r3_textsAreAppendedInOrder() {
    MemoryStore store = open();
    create(store, entity("a", "m"), entity("b"));
    store.addObservations(List.of(texts("a", "z", "a")), AUTHOR);
    store.addObservations(List.of(texts("a", "k")), AUTHOR);

    assertThat(everything(store).entities())
        .containsExactly(entity("a", "m", "z", "a", "k"), entity("b"));
  }

  @Test
  void r3_anUnknownEntityFailsTheWholeCall() {
    MemoryStore store = open();
    create(store, entity("a", "one"));
    long before = store.lastSequence();

    assertThatExceptionOfType(EntityNotFoundException.class)
        .isThrownBy(
            () ->
                store.addObservations(
                    List.of(texts("a", "two"), texts("Mira", "x"), texts("a", "three")), AUTHOR))
        .withMessageContaining("Entity with name Mira not found")
        .satisfies(failure -> assertThat(failure.entity()).isEqualTo("Mira"));
    assertThat(everything(store).entities()).containsExactly(entity("a", "one"));
    assertThat(store.lastSequence()).isEqualTo(before);
  }

  @Test
  void r3_anUnknownEntityFailsTheCallEvenWithoutTexts() {
    MemoryStore store = open();

    assertThatExceptionOfType(EntityNotFoundException.class)
        .isThrownBy(() -> store.addObservations(List.of(texts("Mira")), AUTHOR));
  }

  @Test
  void r3_aTextTwiceInOneCallIsAddedOnce() {
    MemoryStore store = open();
    create(store, entity("a"));

    assertThat(store.addObservations(List.of(texts("a", "x", "x"), texts("a", "x", "y")), AUTHOR))
        .containsExactly(texts("a", "x"), texts("a", "y"));
    assertThat(everything(store).entities()).containsExactly(entity("a", "x", "y"));
  }

  @Test
  void r3_oneTextCanStandOnTwoEntities() {
    MemoryStore store = open();
    create(store, entity("a", "x"), entity("b"));

    assertThat(store.addObservations(List.of(texts("b", "x")), AUTHOR))
        .containsExactly(texts("b", "x"));
    assertThat(everything(store).entities()).containsExactly(entity("a", "x"), entity("b", "x"));
  }

  @Test
  void r3_aRelationsEndIsNoEntity() {
    MemoryStore store = open();
    relate(store, relation("ghost", "other"));

    assertThatExceptionOfType(EntityNotFoundException.class)
        .isThrownBy(() -> store.addObservations(List.of(texts("ghost", "x")), AUTHOR));
  }
}

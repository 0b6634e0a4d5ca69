package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.MemoryStore;

/** R1: creating entities. */
public abstract class EntityContract extends StoreContract {
  protected EntityContract(Backend backend) {
    super(backend);
  }

  @Test
  void r1_creatingReturnsExactlyWhatWasNewInOrder() {
    MemoryStore store = open();
    create(store, entity("b", "first"));

    assertThat(
            store.createEntities(List.of(entity("c", "1", "2"), entity("b"), entity("a")), AUTHOR))
        .containsExactly(entity("c", "1", "2"), entity("a"));
    assertThat(everything(store).entities())
        .containsExactly(entity("b", "first"), entity("c", "1", "2"), entity("a"));
  }

  @Test
  void r1_anEntityThatExistsIsLeftUntouched() {
    MemoryStore store = open();
    create(store, new Entity("a", "person", List.of("one")));

    assertThat(
            store.createEntities(List.of(new Entity("a", "place", List.of("one", "two"))), AUTHOR))
        .isEmpty();
    assertThat(everything(store).entities())
        .containsExactly(new Entity("a", "person", List.of("one")));
  }

  @Test
  void r1_ofANameTwiceInOneCallTheFirstWins() {
    MemoryStore store = open();
    Entity first = new Entity("a", "person", List.of("one"));
    Entity second = new Entity("a", "place", List.of("two"));

    assertThat(store.createEntities(List.of(first, second), AUTHOR)).containsExactly(first);
    assertThat(everything(store).entities()).containsExactly(first);
  }

  @Test
  void r1_anObservationTwiceInOneEntityStandsOnce() {
    MemoryStore store = open();

    assertThat(store.createEntities(List.of(entity("a", "x", "y", "x")), AUTHOR))
        .containsExactly(entity("a", "x", "y"));
    assertThat(everything(store).entities()).containsExactly(entity("a", "x", "y"));
  }

  @Test
  void r1_creatingNothingIsACallLikeAnyOther() {
    MemoryStore store = open();

    assertThat(store.createEntities(List.of(), AUTHOR)).isEmpty();
    assertThat(store.lastSequence()).isZero();
  }

  @Test
  void r1_manyEntitiesFitIntoOneCall() {
    MemoryStore store = open();
    Entity[] many = new Entity[1_500];
    for (int i = 0; i < many.length; i++) {
      many[i] = entity("entity " + i, "observation " + i, "shared");
    }

    create(store, many);
    assertThat(everything(store).entities()).containsExactly(many);
  }
}

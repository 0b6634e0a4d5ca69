package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.MemoryStore;
import quire.api.Relation;

/** R2: creating relations. */
public abstract class RelationContract extends StoreContract {
  protected RelationContract(Backend backend) {
    super(backend);
  }

  @Test
  void r2_creatingReturnsExactlyWhatWasNewInOrder() {
    MemoryStore store = open();
    create(store, entity("a"), entity("b"), entity("c"));
    relate(store, relation("a", "b"));

    assertThat(
            store.createRelations(
                List.of(relation("c", "a"), relation("a", "b"), relation("b", "c")), AUTHOR))
        .containsExactly(relation("c", "a"), relation("b", "c"));
    assertRelations(
        everything(store).relations(), relation("a", "b"), relation("c", "a"), relation("b", "c"));
  }

  @Test
  void r2_aTripleTwiceInOneCallStandsOnce() {
    MemoryStore store = open();

    assertThat(store.createRelations(List.of(relation("a", "b"), relation("a", "b")), AUTHOR))
        .containsExactly(relation("a", "b"));
    assertRelations(everything(store).relations(), relation("a", "b"));
  }

  @Test
  void r2_directionAndTypeTellRelationsApart() {
    MemoryStore store = open();
    Relation likes = new Relation("a", "b", "likes");

    relate(store, relation("a", "b"), relation("b", "a"), likes);
    assertRelations(everything(store).relations(), relation("a", "b"), relation("b", "a"), likes);
  }

  @Test
  void r2_theEndsNeedNotExist() {
    MemoryStore store = open();

    relate(store, relation("nobody", "nothing"));
    assertThat(everything(store).entities()).isEmpty();
    assertRelations(everything(store).relations(), relation("nobody", "nothing"));
  }

  @Test
  void r2_aDanglingRelationIsConnectedOnceItsEntityAppears() {
    MemoryStore store = open();
    relate(store, relation("a", "b"));
    assertThat(named(store, "a", "b").relations()).isEmpty();

    create(store, entity("b"));
    assertThat(named(store, "b").relations()).containsExactly(relation("a", "b"));
    create(store, entity("a"));
    assertThat(named(store, "a").relations()).containsExactly(relation("a", "b"));
    assertThat(everything(store).relations()).containsExactly(relation("a", "b"));
  }

  @Test
  void r2_anEntityCanBeRelatedToItself() {
    MemoryStore store = open();
    create(store, entity("a"));
    relate(store, relation("a", "a"));

    assertThat(named(store, "a").relations()).containsExactly(relation("a", "a"));
  }
}

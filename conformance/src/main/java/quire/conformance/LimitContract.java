package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import quire.api.Entity;
import quire.api.LimitExceededException;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.Relation;

/** R17: what is too large is refused before anything is written. */
public abstract class LimitContract extends StoreContract {
  private static final Limits SMALL = new Limits(10, 20, 60);

  protected LimitContract(Backend backend) {
    super(backend);
  }

  @Test
  void r17_whatJustFitsIsAccepted() {
    MemoryStore store = open(SMALL);
    String ten = "\uD83D\uDE42".repeat(10);

    create(store, new Entity("0123456789", "t", List.of("a".repeat(20), "b".repeat(20))));
    create(store, new Entity(ten, "t", List.of()));
    relate(store, new Relation("0123456789", "a", "b"));
    store.addObservations(List.of(texts("0123456789", "é".repeat(10))), AUTHOR);
    assertThat(names(everything(store))).containsExactly("0123456789", ten);
  }

  @Test
  void r17_aNameOrTypeTooLongIsRefused() {
    MemoryStore store = open(SMALL);
    String eleven = "01234567890";

    assertRefused(
        store,
        () -> store.createEntities(List.of(entity("ok"), entity(eleven)), AUTHOR),
        () -> store.createEntities(List.of(new Entity("ok", eleven, List.of())), AUTHOR),
        () -> store.createRelations(List.of(relation("a", "b"), relation("a", eleven)), AUTHOR),
        () -> store.createRelations(List.of(relation(eleven, "a")), AUTHOR),
        () -> store.createRelations(List.of(new Relation("a", "b", eleven)), AUTHOR));
  }

  @Test
  void r17_anObservationTooLargeIsRefusedByItsBytes() {
    MemoryStore store = open(SMALL);
    create(store, entity("a"));
    String bytes22 = "é".repeat(11);

    assertRefused(
        store,
        () -> store.createEntities(List.of(entity("b"), entity("c", "x", bytes22)), AUTHOR),
        () -> store.addObservations(List.of(texts("a", "x", bytes22)), AUTHOR));
  }

  @Test
  void r17_aCallTooLargeIsRefused() {
    MemoryStore store = open(SMALL);
    create(store, entity("a"));
    String text = "x".repeat(19);

    assertRefused(
        store,
        () -> store.createEntities(List.of(entity("b", text + 1, text + 2, text + 3)), AUTHOR),
        () -> store.addObservations(List.of(texts("a", text + 1, text + 2, text + 3)), AUTHOR),
        () ->
            store.createRelations(
                List.of(
                    new Relation("0123456789", "0123456789", "0123456789"),
                    new Relation("0123456789", "0123456789", "9876543210"),
                    relation("a", "b")),
                AUTHOR));
  }

  private static void assertRefused(MemoryStore store, ThrowingCallable... calls) {
    long sequence = store.lastSequence();
    var graph = everything(store);
    for (ThrowingCallable call : calls) {
      assertThatExceptionOfType(LimitExceededException.class)
          .isThrownBy(call)
          .withMessageContaining("nothing was written");
    }
    assertThat(everything(store)).isEqualTo(graph);
    assertThat(store.lastSequence()).isEqualTo(sequence);
  }
}

package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import quire.api.Amendment;
import quire.api.Change;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.StoreReadOnlyException;
import quire.api.Subject;
import quire.api.spi.Relocatable;

/** R30: a store that has moved keeps what it has and takes no more. */
public abstract class MovingContract extends StoreContract {
  private static final String ELSEWHERE = "heap:elsewhere's";
  private static final int BEFORE = 20;

  /** A writer that is not refused by then never will be. */
  private static final int LATE = 20;

  protected MovingContract(Backend backend) {
    super(backend);
  }

  private Relocatable relocatable() {
    return (Relocatable) open();
  }

  @Test
  void r30_aStoreThatHasMovedIsReadAndRefusesEveryWriteWithTheNewAddress() {
    Relocatable store = relocatable();
    Relocatable other = relocatable();
    create(other, entity("a", "1"), entity("b"));
    relate(other, relation("a", "b"));
    List<Change> log = changesAfter(store, 0);
    assertThat(store.movedTo()).isEmpty();

    store.moveTo(ELSEWHERE, () -> assertThat(everything(store).entities()).hasSize(2));

    Relocatable late = relocatable();
    assertThat(late.movedTo()).contains(ELSEWHERE);
    for (MemoryStore each : List.of(store, other, late)) {
      for (Consumer<MemoryStore> write : writes()) {
        assertThatThrownBy(() -> write.accept(each))
            .isInstanceOf(StoreReadOnlyException.class)
            .hasMessageContaining(ELSEWHERE);
      }
      assertThat(named(each, "a").entities()).containsExactly(entity("a", "1"));
      assertThat(changesAfter(each, 0)).isEqualTo(log);
      assertThat(each.problems()).isEmpty();
    }
    assertThatThrownBy(() -> late.moveTo("heap:third", () -> {}))
        .isInstanceOf(StoreReadOnlyException.class)
        .hasMessageContaining(ELSEWHERE);
  }

  private static List<Consumer<MemoryStore>> writes() {
    Amendment amendment =
        new Amendment(List.of(), List.of(new Subject.OfEntity("amended", "thing")));
    return List.of(
        store -> store.createEntities(List.of(entity("new")), AUTHOR),
        store -> store.createRelations(List.of(relation("b", "a")), AUTHOR),
        store -> store.addObservations(List.of(texts("a", "2")), AUTHOR),
        store -> store.deleteEntities(List.of("a"), AUTHOR),
        store -> store.deleteObservations(List.of(texts("a", "1")), AUTHOR),
        store -> store.deleteRelations(List.of(relation("a", "b")), AUTHOR),
        store -> store.amend(amendment, AUTHOR),
        store -> store.renameEntity("a", "renamed", AUTHOR),
        store -> store.mergeEntities("a", "b", AUTHOR));
  }

  @Test
  void r30_theLastStepOfAMoveSeesEveryWriteThatWasAcknowledged() throws Exception {
    Relocatable store = relocatable();
    MemoryStore other = open();
    Set<String> acknowledged = new HashSet<>();
    Set<String> seen = new HashSet<>();
    AtomicReference<StoreException> refusal = new AtomicReference<>();
    CountDownLatch writing = new CountDownLatch(BEFORE);
    AtomicInteger late = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; late.get() < LATE; i++) {
                      create(other, entity("e" + i));
                      acknowledged.add("e" + i);
                      writing.countDown();
                      late.getAndUpdate(count -> count == 0 ? 0 : count + 1);
                    }
                  } catch (StoreException refused) {
                    refusal.set(refused);
                  }
                });
    assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
    store.moveTo(ELSEWHERE, () -> seen.addAll(names(everything(store))));
    late.set(1);
    writer.join();

    assertThat(refusal.get()).isInstanceOf(StoreReadOnlyException.class);
    assertThat(seen).containsAll(acknowledged);
    assertThat(names(everything(open()))).containsExactlyInAnyOrderElementsOf(seen);
  }

  @Test
  void r30_aMoveThatFailsLeavesTheStoreInForce() {
    Relocatable store = relocatable();
    create(store, entity("a"));
    assertThatThrownBy(
            () ->
                store.moveTo(
                    ELSEWHERE,
                    () -> {
                      throw new IllegalStateException("the new place is full");
                    }))
        .hasMessageContaining("the new place is full");

    assertThat(relocatable().movedTo()).isEmpty();
    create(store, entity("b"));
    create(open(), entity("c"));
    assertThat(names(everything(store))).containsExactly("a", "b", "c");
  }

  @Test
  void r30_aMoveThatIsTakenBackLeavesTheStoreInForce() {
    Relocatable store = relocatable();
    MemoryStore other = open();
    create(store, entity("a"));
    List<String> steps = new ArrayList<>();
    store.moveTo(ELSEWHERE, () -> steps.add("last"));
    assertThatThrownBy(() -> create(other, entity("b"))).isInstanceOf(StoreReadOnlyException.class);

    relocatable().moveBack();
    assertThat(steps).containsExactly("last");
    create(other, entity("b"));
    create(store, entity("c"));
    assertThat(relocatable().movedTo()).isEmpty();
    assertThat(names(everything(open()))).containsExactly("a", "b", "c");
    relocatable().moveBack();
    store.moveTo(ELSEWHERE, () -> steps.add("again"));
    assertThat(relocatable().movedTo()).contains(ELSEWHERE);
  }
}

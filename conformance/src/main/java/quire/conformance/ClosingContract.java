package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreUnavailableException;

/** Closing a store, and what a store says of itself. */
public abstract class ClosingContract extends StoreContract {
  protected ClosingContract(Backend backend) {
    super(backend);
  }

  @Test
  void r9_afterClosingEveryCallIsRefused() {
    MemoryStore store = open();
    create(store, entity("a"));
    store.close();
    store.close();

    List<ThrowingCallable> calls =
        List.of(
            () -> store.createEntities(List.of(entity("b")), AUTHOR),
            () -> store.createRelations(List.of(relation("a", "b")), AUTHOR),
            () -> store.addObservations(List.of(texts("a", "1")), AUTHOR),
            () -> store.deleteEntities(List.of("a"), AUTHOR),
            () -> store.deleteObservations(List.of(texts("a", "1")), AUTHOR),
            () -> store.deleteRelations(List.of(relation("a", "b")), AUTHOR),
            () -> store.read(new Selection.Everything()).close(),
            () -> store.changes(ChangeQuery.after(0, 1)),
            store::lastSequence,
            store::describe,
            store::problems);
    for (ThrowingCallable call : calls) {
      assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call);
    }
    assertThat(everything(open()).entities()).containsExactly(entity("a"));
  }

  @Test
  void r9_whatWasAcknowledgedBeforeClosingIsThere() throws Exception {
    MemoryStore store = open();
    CountDownLatch someWritten = new CountDownLatch(5);
    AtomicBoolean closed = new AtomicBoolean();
    Callable<List<String>> closing =
        () -> {
          someWritten.await(30, TimeUnit.SECONDS);
          store.close();
          closed.set(true);
          return List.of();
        };

    List<String> acknowledged =
        Together.run(List.of(() -> writeUntilClosed(store, someWritten, closed), closing))
            .getFirst();
    assertThat(names(everything(open()))).isEqualTo(acknowledged);
  }

  private static List<String> writeUntilClosed(
      MemoryStore store, CountDownLatch written, AtomicBoolean closed) {
    List<String> acknowledged = new ArrayList<>();
    try {
      boolean isClosed;
      do {
        isClosed = closed.get();
        String name = "e" + acknowledged.size();
        create(store, entity(name));
        acknowledged.add(name);
        written.countDown();
      } while (!isClosed);
      throw new AssertionError("The store still writes after it was closed");
    } catch (StoreUnavailableException _) {
      return acknowledged;
    }
  }

  @Test
  void r11_closingOneStoreLeavesTheOthersOpen() {
    MemoryStore one = open();
    MemoryStore other = open();
    create(one, entity("a"));
    one.close();

    create(other, entity("b"));
    assertThat(names(everything(other))).containsExactly("a", "b");
    assertThat(names(everything(open()))).containsExactly("a", "b");
  }

  @Test
  void r6_theDescriptionCountsWhatIsThere() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"), entity("b", "1"), entity("c"));
    relate(store, relation("a", "b"), relation("x", "y"));
    store.deleteEntities(List.of("c"), AUTHOR);

    StoreDescription description = store.describe();
    assertThat(description.backend()).isEqualTo(backend().provider().id());
    assertThat(description.entities()).isEqualTo(2);
    assertThat(description.observations()).isEqualTo(3);
    assertThat(description.relations()).isEqualTo(2);
    assertThat(description.lastSequence()).isEqualTo(store.lastSequence()).isPositive();
  }

  @Test
  void r14_aSoundStoreHasNoProblems() {
    MemoryStore store = open();
    assertThat(store.problems()).isEmpty();
    create(store, entity("a", "1"), entity("b"));
    relate(store, relation("a", "b"), relation("a", "ghost"));
    store.deleteEntities(List.of("b"), AUTHOR);

    assertThat(store.problems()).isEmpty();
  }
}

package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.StoreBusyException;
import quire.api.StoreUndecidedException;
import quire.conformance.FaultyMemoryStore.Call;
import quire.conformance.FaultyMemoryStore.Fault;

class FaultyMemoryStoreTest {
  private static final Author AUTHOR = new Author("test", "s1");
  private static final List<Entity> ONE = List.of(new Entity("a", "t", List.of()));

  private final FaultyMemoryStore store =
      new FaultyMemoryStore(new HeapMemoryStore(Clock.systemUTC()));

  @Test
  void failsOnlyTheChosenCallsWithoutEffect() {
    store.failWith(
        Fault.of(Call.CREATE_ENTITIES, 1, () -> new StoreBusyException("held")).afterCalls(1));

    assertThat(store.createEntities(List.of(), AUTHOR)).isEmpty();
    assertThat(store.lastSequence()).isZero();
    assertThatThrownBy(() -> store.createEntities(ONE, AUTHOR))
        .isInstanceOf(StoreBusyException.class);
    assertThat(store.createEntities(ONE, AUTHOR)).isEqualTo(ONE);
  }

  @Test
  void canFailAfterTheEffect() {
    store.failWith(Fault.ofAny(1, () -> new StoreUndecidedException("no answer")).afterTheEffect());

    assertThatThrownBy(() -> store.createEntities(ONE, AUTHOR))
        .isInstanceOf(StoreUndecidedException.class);
    assertThat(store.createEntities(ONE, AUTHOR)).isEmpty();
  }

  @Test
  void failsNoMoreOnceHealed() {
    store.failWith(Fault.ofAny(Integer.MAX_VALUE, () -> new StoreBusyException("held")));
    assertThatThrownBy(store::lastSequence).isInstanceOf(StoreBusyException.class);
    store.heal();

    assertThat(store.lastSequence()).isZero();
  }
}

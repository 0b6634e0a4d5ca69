package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.history.Undo;
import quire.api.history.UndoPlan;
import quire.api.history.UndoSelection;

class UndoTest {
  private static final Author ONE = new Author("one", "s1");
  private static final Author OTHER = new Author("other", "s2");

  /** {@code mvn -Pthorough} makes 1,000, {@code mvn -Pnightly} 100,000. */
  private static final int TRIALS =
      Math.min(100_000, Integer.getInteger("quire.recall.queries", 60) * 10 / 3);

  private static final Author UNDOING = new Author("quire", "undo");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final MemoryStore store = new HeapMemoryStore(clock);

  private static List<Entity> entity(String name, String... texts) {
    return List.of(StoreContract.entity(name, texts));
  }

  private static List<Observations> texts(String name, String... texts) {
    return List.of(StoreContract.texts(name, texts));
  }

  private Graph graph() {
    return StoreContract.everything(store);
  }

  private UndoPlan undo(UndoSelection selection) {
    return Undo.carryOut(store, selection.calls(store), false, UNDOING);
  }

  @Test
  void afterAnyUndoTheGraphIsThatInWhichTheCallsNeverHappened() {
    int carriedOut = 0;
    int trials = TRIALS;
    for (int seed = 0; seed < trials; seed++) {
      try (MemoryStore fresh = new HeapMemoryStore(Clock.systemUTC())) {
        carriedOut += UndoTrial.run(fresh, seed) ? 1 : 0;
      }
    }
    assertThat(carriedOut).isBetween(trials / 4, trials - 1);
  }

  @Test
  void theLastCallIsTakenBackByAWriteOfItsOwn() {
    store.createEntities(entity("a", "1"), ONE);
    store.deleteEntities(List.of("a"), OTHER);
    UndoPlan plan = undo(UndoSelection.LAST);

    assertThat(plan.calls()).extracting(UndoPlan.Call::author).containsExactly(OTHER);
    assertThat(graph().entities()).isEqualTo(entity("a", "1"));
    List<Change> changes = StoreContract.changesAfter(store, 4);
    assertThat(changes).extracting(Change::author).containsOnly(UNDOING);
    assertThat(undo(UndoSelection.LAST).obstacles()).isEmpty();
    assertThat(graph().entities()).isEmpty();
  }

  @Test
  void whatOthersBuiltUponRefusesAndGoesOnlyByForce() {
    store.createEntities(entity("a", "1"), ONE);
    store.addObservations(texts("a", "of the other"), OTHER);
    Set<Long> call = UndoSelection.ofChange(1).calls(store);
    UndoPlan refused = Undo.carryOut(store, call, false, UNDOING);

    assertThat(refused.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.fact())
                  .isEqualTo(new OfObservation("a", Optional.of("of the other")));
              assertThat(obstacle.reason()).contains("by other");
              assertThat(obstacle.call()).isEqualTo(3);
            });
    assertThat(graph().entities()).isEqualTo(entity("a", "1", "of the other"));
    assertThat(Undo.plan(store, call).amendment().removals())
        .containsExactlyInAnyOrder(
            new OfEntity("a", "thing"),
            new OfObservation("a", Optional.of("1")),
            new OfObservation("a", Optional.of("of the other")));
    Undo.carryOut(store, call, true, UNDOING);
    assertThat(graph().entities()).isEmpty();
  }

  @Test
  void anEntityThatWasCreatedAnewIsNotMixedWithTheFormerOne() {
    store.createEntities(entity("a", "old"), ONE);
    store.deleteEntities(List.of("a"), ONE);
    store.createEntities(entity("a", "new"), OTHER);
    Set<Long> deletion = UndoSelection.ofChange(3).calls(store);

    assertThat(Undo.carryOut(store, deletion, false, UNDOING).obstacles())
        .extracting(UndoPlan.Obstacle::fact)
        .containsExactly(new OfEntity("a", "thing"));
    assertThat(graph().entities()).isEqualTo(entity("a", "new"));
    Undo.carryOut(store, deletion, true, UNDOING);
    assertThat(graph().entities()).isEqualTo(entity("a", "new", "old"));
  }

  @Test
  void aSessionOrAClientSinceATimeIsTakenBackAsAWhole() {
    store.createEntities(entity("a", "1"), ONE);
    clock.set(clock.instant().plusSeconds(60));
    Instant then = clock.instant();
    store.addObservations(texts("a", "2"), OTHER);
    store.addObservations(texts("a", "3"), ONE);
    store.deleteObservations(texts("a", "1"), OTHER);

    undo(select(Optional.empty(), Optional.of("s2"), Optional.empty()));
    assertThat(graph().entities()).isEqualTo(entity("a", "3", "1"));
    undo(select(Optional.of("one"), Optional.empty(), Optional.of(then)));
    assertThat(graph().entities()).isEqualTo(entity("a", "1"));
  }

  @Test
  void whatFollowsARenameIsFound() {
    store.createEntities(entity("old", "1"), ONE);
    store.addObservations(texts("old", "2"), ONE);
    store.renameEntity("old", "new", OTHER);
    UndoPlan plan = undo(UndoSelection.ofChange(3));

    assertThat(plan.obstacles()).isEmpty();
    assertThat(graph().entities()).isEqualTo(entity("new", "1"));
  }

  @Test
  void aForgottenTextDoesNotComeBack() {
    store.createEntities(entity("a", "secret", "kept"), ONE);
    store.deleteEntities(List.of("a"), ONE);
    store.forget(texts("a", "secret"), ONE);
    UndoPlan plan = undo(UndoSelection.ofChange(6));

    assertThat(plan.obstacles()).isEmpty();
    assertThat(graph().entities()).isEqualTo(entity("a", "kept"));
  }

  @Test
  void nothingToTakeBackIsNothingDone() {
    assertThat(undo(UndoSelection.LAST).calls()).isEmpty();
    store.createEntities(entity("a"), ONE);
    store.deleteEntities(List.of("a"), ONE);
    assertThat(undo(UndoSelection.ofChange(1)).amendment().isEmpty()).isTrue();
    assertThat(store.lastSequence()).isEqualTo(2);
  }

  private static UndoSelection select(
      Optional<String> client, Optional<String> session, Optional<Instant> since) {
    return new UndoSelection(Optional.empty(), client, session, since, false);
  }
}

package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.history.PastGraph;

/** R23 and R26: what was removed stays in the log, until it is forgotten. */
public abstract class HistoryContract extends StoreContract {
  protected HistoryContract(Backend backend) {
    super(backend);
  }

  @Test
  void r23_whatWasRemovedStaysInTheLogWithItsText() {
    MemoryStore store = open();
    create(store, entity("a", "first", "kept"), entity("b", "of b"));
    store.deleteObservations(List.of(texts("a", "first")), AUTHOR);
    store.deleteEntities(List.of("b"), AUTHOR);

    List<Change> changes = changesAfter(open(), 0);
    if (lacks(Trait.KEPT_TEXTS)) {
      assertThat(changes).extracting(Change::subject).doesNotContain(observation("a", "first"));
      assertThat(store.historyStart()).isEqualTo(store.lastSequence());
      return;
    }
    assertThat(changes)
        .extracting(Change::action, Change::subject)
        .contains(
            Tuple.tuple(Change.Action.ADDED, observation("a", "first")),
            Tuple.tuple(Change.Action.REMOVED, observation("a", "first")),
            Tuple.tuple(Change.Action.ADDED, observation("b", "of b")),
            Tuple.tuple(Change.Action.REMOVED, observation("b", "of b")));
    assertThat(store.historyStart()).isZero();
  }

  /** Whoever looked for each text by itself took minutes, and no call was answered meanwhile. */
  @Test
  @Timeout(60)
  void r23_aVeryLargeEntityGoesInOneCallWithAllItsTexts() {
    MemoryStore store = open();
    List<String> facts = IntStream.range(0, 15_000).mapToObj(i -> "fact " + i).toList();
    create(store, new Entity("a", "t", facts));
    store.deleteEntities(List.of("a"), AUTHOR);

    List<String> removed =
        changesAfter(store, 0).stream()
            .filter(change -> change.action() == Change.Action.REMOVED)
            .map(Change::subject)
            .filter(OfObservation.class::isInstance)
            .flatMap(subject -> ((OfObservation) subject).text().stream())
            .toList();
    assertThat(removed)
        .containsExactlyInAnyOrderElementsOf(lacks(Trait.KEPT_TEXTS) ? List.of() : facts);
  }

  @Test
  void r23_theChangesOfOneCallHaveOneNumber() {
    MemoryStore store = open();
    create(store, entity("a", "1"), entity("b"));
    relate(store, relation("a", "b"));
    store.addObservations(List.of(texts("a", "2"), texts("b", "3")), AUTHOR);
    store.deleteEntities(List.of("a"), AUTHOR);

    List<Change> changes = changesAfter(store, 0);
    assertThat(changes).isSortedAccordingTo((one, next) -> Long.compare(one.call(), next.call()));
    assertThat(changes).allMatch(change -> change.call() <= change.sequence());
    assertThat(changes.stream().map(Change::call).distinct()).hasSize(4);
    long before = 0;
    for (long call : changes.stream().map(Change::call).distinct().toList()) {
      assertThat(call).isGreaterThan(before);
      before =
          changes.stream()
              .filter(change -> change.call() == call)
              .mapToLong(Change::sequence)
              .max()
              .orElseThrow();
    }
  }

  /** After each write, the graph is kept beside its sequence, and read again at the end. */
  @Test
  void r23_everyEarlierStateCanBeRead() {
    MemoryStore store = open();
    List<Long> sequences = new ArrayList<>();
    List<Graph> states = new ArrayList<>();
    List<Runnable> writes =
        List.of(
            () -> create(store, entity("a", "1", "2"), entity("b", "x")),
            () -> relate(store, relation("a", "b"), relation("c", "a")),
            () -> store.deleteObservations(List.of(texts("a", "1")), AUTHOR),
            () -> store.addObservations(List.of(texts("a", "3", "1")), AUTHOR),
            () -> store.deleteRelations(List.of(relation("a", "b")), AUTHOR),
            () -> store.deleteEntities(List.of("b"), AUTHOR),
            () -> create(store, entity("b", "anew")),
            () -> store.renameEntity("a", "renamed", AUTHOR),
            () -> store.mergeEntities("b", "renamed", AUTHOR),
            () -> store.deleteEntities(List.of("renamed"), AUTHOR));
    for (Runnable write : writes) {
      sequences.add(store.lastSequence());
      states.add(everything(store));
      write.run();
    }
    sequences.add(store.lastSequence());
    states.add(everything(store));

    MemoryStore again = open();
    for (int i = 0; i < states.size(); i++) {
      if (lacks(Trait.KEPT_TEXTS)) {
        long sequence = sequences.get(i);
        if (sequence < again.historyStart()) {
          assertThatThrownBy(() -> PastGraph.at(again, sequence))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("history");
        }
      } else {
        assertSame(states.get(i), PastGraph.at(again, sequences.get(i)));
      }
    }
  }

  private void assertSame(Graph expected, Graph actual) {
    assertThat(actual.entities()).containsExactlyInAnyOrderElementsOf(expected.entities());
    assertThat(actual.relations()).containsExactlyInAnyOrderElementsOf(expected.relations());
  }

  @Test
  void r23_aTimeLeadsToTheStateOfThen() {
    MemoryStore early = open();
    MemoryStore late = open(Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));
    create(early, entity("a", "1"));
    long then = early.lastSequence();
    late.addObservations(List.of(texts("a", "2")), AUTHOR);

    assertThat(PastGraph.sequenceAt(late, NOW)).isGreaterThanOrEqualTo(then);
    assertThat(PastGraph.sequenceAt(late, NOW)).isLessThan(late.lastSequence());
    assertThat(PastGraph.sequenceAt(late, NOW.plusSeconds(60))).isEqualTo(late.lastSequence());
    assertThat(PastGraph.sequenceAt(late, NOW.minusSeconds(1))).isLessThan(then);
  }

  @Test
  void r26_aForgottenTextIsNowhereAndTheLogSaysThatItWasForgotten() {
    MemoryStore store = open();
    create(store, entity("a", "secret", "kept"), entity("b", "secret"));
    store.deleteObservations(List.of(texts("b", "secret")), AUTHOR);
    Author eraser = new Author("eraser", "s");
    assertThat(store.forget(List.of(texts("a", "secret")), eraser)).isPositive();

    assertThat(named(store, "a").entities()).containsExactly(entity("a", "kept"));
    List<Change> changes = changesAfter(open(), 0);
    assertThat(changes)
        .extracting(Change::subject)
        .doesNotContain(observation("a", "secret"), observation("b", "secret"))
        .contains(observation("a", "kept"));
    Change last = changes.getLast();
    assertThat(last.action()).isEqualTo(Change.Action.FORGOTTEN);
    assertThat(last.subject()).isEqualTo(new OfObservation("a", Optional.empty()));
    assertThat(last.author()).isEqualTo(eraser);
    assertThat(last.sequence()).isEqualTo(store.lastSequence());
  }

  @Test
  void r26_aForgottenEntityTakesItsNameAlong() {
    MemoryStore store = open();
    create(store, entity("hidden name", "of it"), entity("b"));
    relate(store, relation("hidden name", "b"), relation("b", "hidden name"));
    store.addObservations(List.of(texts("hidden name", "removed")), AUTHOR);
    store.deleteObservations(List.of(texts("hidden name", "removed")), AUTHOR);
    assertThat(store.forget(List.of(texts("hidden name")), AUTHOR)).isPositive();

    assertThat(everything(store).entities()).containsExactly(entity("b"));
    assertThat(everything(store).relations()).isEmpty();
    List<Change> changes = changesAfter(open(), 0);
    assertThat(changes.toString()).doesNotContain("hidden name").doesNotContain("removed,");
    assertThat(changes.getLast().subject()).isEqualTo(new OfEntity("", ""));
  }

  @Test
  void r26_forgettingWhatNeverWasChangesNothing() {
    MemoryStore store = open();
    create(store, entity("a", "1"));
    long before = store.lastSequence();
    assertThat(store.forget(List.of(texts("a", "2"), texts("b")), AUTHOR)).isZero();
    assertThat(store.lastSequence()).isEqualTo(before);
    assertThat(everything(store).entities()).containsExactly(entity("a", "1"));
  }

  private static OfObservation observation(String entity, String text) {
    return new OfObservation(entity, Optional.of(text));
  }
}

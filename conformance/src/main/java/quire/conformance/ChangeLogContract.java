package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.api.Change.Action.ADDED;
import static quire.api.Change.Action.REMOVED;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;

/** R15: the change log. */
public abstract class ChangeLogContract extends StoreContract {
  protected ChangeLogContract(Backend backend) {
    super(backend);
  }

  @Test
  void r15_eachAddedFactLeavesOneChange() {
    MemoryStore store = open();
    create(store, entity("a", "1", "2"));
    relate(store, relation("a", "b"));
    store.addObservations(List.of(texts("a", "2", "3")), AUTHOR);

    assertThat(changesAfter(store, 0))
        .extracting(Change::action, Change::subject)
        .containsExactlyInAnyOrder(
            Tuple.tuple(ADDED, new OfEntity("a", "thing")),
            Tuple.tuple(ADDED, observation("a", "1")),
            Tuple.tuple(ADDED, observation("a", "2")),
            Tuple.tuple(ADDED, new OfRelation(relation("a", "b"))),
            Tuple.tuple(ADDED, observation("a", "3")));
  }

  @Test
  void r15_eachRemovedFactLeavesOneChange() {
    MemoryStore store = open();
    create(store, entity("a", "gone", "kept"), entity("b", "gone 2"), entity("c"));
    relate(store, relation("a", "b"), relation("a", "c"));
    long before = store.lastSequence();
    store.deleteObservations(List.of(texts("a", "gone")), AUTHOR);
    store.deleteEntities(List.of("b"), AUTHOR);
    store.deleteRelations(List.of(relation("a", "c")), AUTHOR);

    assertThat(changesAfter(store, before))
        .extracting(Change::action, change -> withoutText(change.subject()))
        .containsExactlyInAnyOrder(
            Tuple.tuple(REMOVED, new OfObservation("a", Optional.empty())),
            Tuple.tuple(REMOVED, new OfEntity("b", "thing")),
            Tuple.tuple(REMOVED, new OfObservation("b", Optional.empty())),
            Tuple.tuple(REMOVED, new OfRelation(relation("a", "b"))),
            Tuple.tuple(REMOVED, new OfRelation(relation("a", "c"))));
    assertThat(changesAfter(store, 0))
        .extracting(Change::subject)
        .contains(observation("a", "kept"));
  }

  /** {@return the fact; whether the log keeps a removed text is asked for by R23} */
  private static Subject withoutText(Subject subject) {
    return subject instanceof OfObservation(String entity, _)
        ? new OfObservation(entity, Optional.empty())
        : subject;
  }

  @Test
  void r15_whatAWriteSkippedLeavesNoChange() {
    MemoryStore store = open();
    create(store, entity("a", "1"));
    relate(store, relation("a", "a"));
    long before = store.lastSequence();
    store.createEntities(List.of(entity("a", "2")), AUTHOR);
    store.createRelations(List.of(relation("a", "a")), AUTHOR);
    store.addObservations(List.of(texts("a", "1")), AUTHOR);
    store.deleteEntities(List.of("b"), AUTHOR);
    store.deleteObservations(List.of(texts("a", "2")), AUTHOR);
    store.deleteRelations(List.of(relation("b", "a")), AUTHOR);

    assertThat(store.changes(ChangeQuery.after(before, 10))).isEmpty();
    assertThat(store.lastSequence()).isEqualTo(before);
  }

  @Test
  void r15_aChangeTellsWhenAndByWhom() {
    Instant later = NOW.plusSeconds(60);
    Author other = new Author("other client", "s2");
    open().createEntities(List.of(entity("a")), AUTHOR);
    open(Clock.fixed(later, ZoneOffset.UTC)).createEntities(List.of(entity("b")), other);

    assertThat(changesAfter(open(), 0))
        .extracting(Change::time, Change::author)
        .containsExactly(Tuple.tuple(NOW, AUTHOR), Tuple.tuple(later, other));
  }

  @Test
  void r15_sequencesIncreaseAndAreNeverUsedAgain() {
    MemoryStore first = open();
    assertThat(first.lastSequence()).isZero();
    create(first, entity("a", "1"), entity("b"));
    relate(first, relation("a", "b"));
    first.deleteEntities(List.of("a", "b"), AUTHOR);
    long before = first.lastSequence();
    first.close();

    MemoryStore second = open();
    assertThat(second.lastSequence()).isEqualTo(before);
    create(second, entity("a"));
    List<Change> changes = changesAfter(second, 0);
    assertThat(changes)
        .extracting(Change::sequence)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(sequence -> sequence > 0);
    assertThat(changes.getLast().sequence()).isGreaterThan(before);
    assertThat(second.lastSequence()).isEqualTo(changes.getLast().sequence());
  }

  @Test
  void r15_aQueryNarrowsTheLog() {
    MemoryStore store = open();
    MemoryStore later = open(Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));
    create(store, entity("a", "1"));
    create(later, entity("b"));
    later.createRelations(List.of(relation("b", "a")), new Author("other", "s"));
    create(store, entity("c"));

    assertThat(subjects(store, query(Optional.empty(), Optional.of("a"), Optional.empty())))
        .containsExactlyInAnyOrder(
            new OfEntity("a", "thing"), observation("a", "1"), new OfRelation(relation("b", "a")));
    assertThat(
            subjects(
                store, query(Optional.of(NOW.plusSeconds(60)), Optional.empty(), Optional.empty())))
        .containsExactly(new OfEntity("b", "thing"), new OfRelation(relation("b", "a")));
    assertThat(subjects(store, query(Optional.empty(), Optional.empty(), Optional.of("other"))))
        .containsExactly(new OfRelation(relation("b", "a")));
    assertThat(
            subjects(
                store,
                query(Optional.of(NOW.plusSeconds(1)), Optional.of("a"), Optional.of("kit"))))
        .isEmpty();
  }

  @Test
  void r15_theLogIsReadInPages() {
    MemoryStore store = open();
    create(store, entity("a"), entity("b"), entity("c"));
    List<Change> all = store.changes(ChangeQuery.after(0, 1000));

    assertThat(store.changes(ChangeQuery.after(0, 2))).isEqualTo(all.subList(0, 2));
    assertThat(store.changes(ChangeQuery.after(all.get(1).sequence(), 2)))
        .isEqualTo(all.subList(2, 3));
    assertThat(store.changes(ChangeQuery.after(all.get(2).sequence(), 2))).isEmpty();
    assertThat(store.changes(ChangeQuery.after(Long.MAX_VALUE, 2))).isEmpty();
  }

  @Test
  void r15_theLogGoesBackToTheFirstWriteOrLacksNothingAfterItsFirstChange() {
    MemoryStore store = open();
    int calls = 30;
    String[] facts = IntStream.range(0, 99).mapToObj(n -> "fact " + n).toArray(String[]::new);
    for (int i = 0; i < calls; i++) {
      create(store, entity("of call " + i, facts));
    }
    List<Change> changes = changesAfter(store, 0);
    List<String> logged =
        changes.stream().map(change -> change.subject().entity()).distinct().toList();

    List<String> created = names(everything(store));
    if (lacks(Trait.ENDLESS_CHANGE_LOG)) {
      assertThat(logged).isNotEmpty();
      assertThat(logged).isEqualTo(created.subList(created.size() - logged.size(), created.size()));
    } else {
      assertThat(logged).isEqualTo(created);
      assertThat(changes).hasSize(calls * (1 + facts.length));
    }
  }

  @Test
  void r15_whoFollowsTheLogMissesNothing() throws Exception {
    MemoryStore one = open();
    MemoryStore other = open();
    MemoryStore follower = open();
    int writes = 20;
    AtomicInteger running = new AtomicInteger(2);
    List<Callable<List<String>>> tasks =
        List.of(
            () -> write(one, "one ", writes, running),
            () -> write(other, "other ", writes, running),
            () -> follow(follower, running));

    List<List<String>> results = Together.run(tasks);
    List<String> written = new ArrayList<>(results.get(0));
    written.addAll(results.get(1));
    assertThat(results.get(2)).containsExactlyInAnyOrderElementsOf(written);
  }

  private static List<String> write(
      MemoryStore store, String prefix, int writes, AtomicInteger running) {
    List<String> written = new ArrayList<>();
    try {
      for (int i = 0; i < writes; i++) {
        create(store, entity(prefix + i));
        written.add(prefix + i);
      }
      return written;
    } finally {
      running.decrementAndGet();
    }
  }

  private static List<String> follow(MemoryStore store, AtomicInteger running) {
    List<String> seen = new ArrayList<>();
    long last = 0;
    boolean ended;
    do {
      ended = running.get() == 0;
      for (Change change : changesAfter(store, last)) {
        assertThat(change.sequence()).isGreaterThan(last);
        last = change.sequence();
        seen.add(change.subject().entity());
      }
    } while (!ended);
    return seen;
  }

  private static List<Subject> subjects(MemoryStore store, ChangeQuery query) {
    return store.changes(query).stream().map(Change::subject).toList();
  }

  private static ChangeQuery query(
      Optional<Instant> since, Optional<String> entity, Optional<String> client) {
    return new ChangeQuery(0, since, entity, client, 100);
  }

  private static Subject observation(String entity, String text) {
    return new OfObservation(entity, Optional.of(text));
  }
}

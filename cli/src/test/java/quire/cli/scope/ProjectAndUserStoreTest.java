package quire.cli.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.RecallFilter;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.RecalledFact;
import quire.api.Relation;
import quire.api.Replaced;
import quire.api.Replacement;
import quire.api.Selection;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreInterruptedException;
import quire.api.StoreRefusedException;
import quire.api.StoreUnavailableException;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Call;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStore;

class ProjectAndUserStoreTest {
  /** Whoever asks it is told another minute. */
  private static final class EachMinute extends Clock {
    private final AtomicInteger minutes = new AtomicInteger();

    @Override
    public Instant instant() {
      return Instant.parse("2026-11-29T10:00:00Z").plusSeconds(60L * minutes.incrementAndGet());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final Author AUTHOR = new Author("test", "s");

  private final Clock clock = new EachMinute();
  private final MemoryStore project = new HeapMemoryStore(clock);
  private final MemoryStore user = new HeapMemoryStore(clock);
  private final MemoryStore both = new ProjectAndUserStore(project, "heap:own", () -> user);

  @AfterEach
  void close() {
    both.close();
  }

  private static void add(MemoryStore store, String name, String... texts) {
    store.createEntities(List.of(new Entity(name, "t", List.of(texts))), AUTHOR);
  }

  private static void relate(MemoryStore store, String from, String to) {
    store.createRelations(List.of(new Relation(from, to, "uses")), AUTHOR);
  }

  private Graph graph(Selection selection) {
    try (GraphSnapshot snapshot = both.read(selection)) {
      Graph graph = snapshot.toGraph();
      assertThat(snapshot.toGraph()).as("a second walk").isEqualTo(graph);
      return graph;
    }
  }

  private Map<String, String> origins(Selection selection) {
    try (GraphSnapshot snapshot = both.read(selection)) {
      assertThat(snapshot.toGraph()).isNotNull();
      return Map.copyOf(snapshot.origins());
    }
  }

  private List<String> names(Selection selection) {
    return graph(selection).entities().stream().map(Entity::name).toList();
  }

  @Test
  void theProjectsEntitiesComeFirstAndTheUsersAreLabelled() {
    add(user, "Editor", "vim");
    add(project, "Checkout", "retries 3 times");
    assertThat(names(new Selection.Everything())).containsExactly("Checkout", "Editor");
    assertThat(origins(new Selection.Everything())).isEqualTo(Map.of("Editor", "user"));
    assertThat(names(new Selection.Named(List.of("Editor", "Nobody", "Checkout"))))
        .containsExactly("Checkout", "Editor");
    assertThat(names(new Selection.Matching("vim"))).containsExactly("Editor");
    assertThat(origins(new Selection.Matching("retries"))).isEmpty();
  }

  @Test
  void aNameThatBothHaveIsOneEntityWithTheProjectsFactsFirst() {
    project.createEntities(List.of(new Entity("Ada", "person", List.of("a", "shared"))), AUTHOR);
    user.createEntities(List.of(new Entity("Ada", "human", List.of("shared", "b", "c"))), AUTHOR);
    add(user, "Ben", "b");
    add(project, "Ben", "b");
    Entity ada = new Entity("Ada", "person", List.of("a", "shared", "b", "c"));
    Entity ben = new Entity("Ben", "t", List.of("b"));
    Map<String, String> label = Map.of("Ada", "user: the last 2 observations");

    Selection all = new Selection.Everything();
    assertThat(graph(all).entities()).containsExactly(ada, ben);
    assertThat(origins(all)).isEqualTo(label);
    Selection named = new Selection.Named(List.of("Ada"));
    assertThat(graph(named).entities()).containsExactly(ada);
    assertThat(origins(named)).isEqualTo(label);
  }

  @Test
  void whereOnlyOneHalfOfAnEntityMatchesItIsShownWhole() {
    add(project, "Ada", "builds engines");
    add(user, "Ada", "likes tea");
    Entity ada = new Entity("Ada", "t", List.of("builds engines", "likes tea"));
    for (String query : List.of("engines", "tea", "ada")) {
      assertThat(graph(new Selection.Matching(query)).entities()).as(query).containsExactly(ada);
      assertThat(origins(new Selection.Matching(query)))
          .as(query)
          .isEqualTo(Map.of("Ada", "user: the last observation"));
    }
  }

  @Test
  void relationsLeadFromOneStoreIntoTheOther() {
    add(project, "Checkout");
    add(project, "Ledger");
    add(user, "Editor");
    relate(project, "Checkout", "Editor");
    relate(project, "Checkout", "Ledger");
    relate(user, "Editor", "Ledger");
    relate(user, "Checkout", "Ledger");
    Relation mine = new Relation("Checkout", "Editor", "uses");
    Relation same = new Relation("Checkout", "Ledger", "uses");
    Relation others = new Relation("Editor", "Ledger", "uses");

    assertThat(graph(new Selection.Everything()).relations()).containsExactly(mine, same, others);
    assertThat(graph(new Selection.Named(List.of("Editor"))).relations())
        .containsExactly(mine, others);
    assertThat(graph(new Selection.Named(List.of("Ledger"))).relations())
        .containsExactly(same, others);
    assertThat(graph(new Selection.Matching("editor")).relations()).containsExactly(mine, others);
    assertThat(graph(new Selection.Matching("nobody")).relations()).isEmpty();
  }

  @Test
  void theBestFactsOfBothComeFirstEachWithItsLabel() {
    add(project, "Checkout", "the deploy runs on fridays");
    add(user, "Me", "deploy deploy deploy on mondays");
    RecallPage page = both.recall(RecallQuery.of("deploy", 10));
    assertThat(page.facts()).hasSize(2);
    assertThat(page.facts())
        .extracting(fact -> fact.fact().entity(), RecalledFact::origin)
        .containsExactlyInAnyOrder(
            tuple("Checkout", Optional.empty()), tuple("Me", Optional.of("user")));
    assertThat(page.facts())
        .extracting(fact -> fact.score().total())
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(page.left()).isZero();
  }

  @Test
  void withoutWordsTheNewestOfBothComeFirst() {
    add(project, "one", "1");
    add(user, "two", "2");
    add(project, "three", "3");
    assertThat(entities(both.recall(RecallQuery.of("", 2)))).containsExactly("three", "two");
    RecallQuery rest =
        new RecallQuery("", RecallFilter.NONE, 2, 10, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(entities(both.recall(rest))).containsExactly("one");
  }

  private static List<String> entities(RecallPage page) {
    return page.facts().stream().map(fact -> fact.fact().entity()).toList();
  }

  @Test
  void pagesCoverEveryFactOfBothOnce() {
    for (int i = 0; i < 15; i++) {
      add(project, "p" + i, "tea number " + i);
      add(user, "u" + i, "tea of kind " + i);
    }
    List<String> seen = new ArrayList<>();
    RecallPage page;
    do {
      page =
          both.recall(
              new RecallQuery(
                  "tea", RecallFilter.NONE, seen.size(), 4, Integer.MAX_VALUE, Integer.MAX_VALUE));
      assertThat(page.facts()).hasSizeBetween(1, 4);
      seen.addAll(entities(page));
      assertThat(page.left()).isEqualTo(30 - seen.size());
    } while (page.left() > 0);
    assertThat(seen).doesNotHaveDuplicates().hasSize(30);
  }

  @Test
  void aPageKeepsTheBudgetAndItsFirstFactIsCutToIt() {
    add(user, "Me", "tea " + "x".repeat(5_000));
    add(project, "Checkout", "tea for two");
    RecallPage small =
        both.recall(new RecallQuery("tea", RecallFilter.NONE, 0, 10, 400, Integer.MAX_VALUE));
    assertThat(small.facts()).hasSize(1);
    assertThat(small.left()).isEqualTo(1);
    RecallPage second =
        both.recall(
            new RecallQuery(
                "tea",
                new RecallFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("Me")),
                0,
                10,
                400,
                Integer.MAX_VALUE));
    assertThat(second.facts().getFirst().cut()).isTrue();
    assertThat(second.facts().getFirst().origin()).hasValue("user");
    assertThat(second.facts().getFirst().fact().text().orElseThrow().length()).isBetween(1, 400);
  }

  @Test
  void whatWasReplacedIsToldOfBoth() {
    add(project, "Ada", "old");
    add(user, "Ada", "former");
    user.replaceObservations(
        List.of(new Replacement("Ada", List.of("later"), List.of("former"))), AUTHOR);
    project.replaceObservations(
        List.of(new Replacement("Ada", List.of("new"), List.of("old"))), AUTHOR);
    assertThat(both.replaced(List.of("Ada")))
        .extracting(Replaced::text)
        .containsExactly("former", "old");
  }

  @Test
  void everyWriteGoesToTheProject() {
    add(user, "Ada", "likes tea");
    relate(user, "Ada", "Ben");
    Graph before = everythingOf(user);
    long sequence = user.lastSequence();

    add(both, "Ada", "likes tea", "new");
    relate(both, "Ada", "Ben");
    both.addObservations(List.of(new Observations("Ada", List.of("more"))), AUTHOR);
    both.replaceObservations(
        List.of(new Replacement("Ada", List.of("later"), List.of("more"))), AUTHOR);
    both.renameEntity("Ada", "Lady", AUTHOR);
    add(both, "Other");
    both.mergeEntities("Other", "Lady", AUTHOR);
    both.deleteObservations(List.of(new Observations("Lady", List.of("new"))), AUTHOR);
    assertThat(everythingOf(project).entities())
        .containsExactly(new Entity("Lady", "t", List.of("likes tea", "later")));
    both.deleteRelations(List.of(new Relation("Lady", "Ben", "uses")), AUTHOR);
    both.forget(List.of(new Observations("Lady", List.of("later"))), AUTHOR);
    both.deleteEntities(List.of("Lady", "Ada"), AUTHOR);
    assertThat(everythingOf(project).entities()).isEmpty();
    assertThat(everythingOf(user)).isEqualTo(before);
    assertThat(user.lastSequence()).isEqualTo(sequence);
    assertThat(both.written()).isSameAs(project);
    assertThat(project.written()).isSameAs(project);
  }

  private static Graph everythingOf(MemoryStore store) {
    try (GraphSnapshot snapshot = store.read(new Selection.Everything())) {
      return snapshot.toGraph();
    }
  }

  @Test
  void whoWritesToAnEntityOfTheUserIsToldWhereItIs() {
    add(user, "Editor", "vim");
    assertThatThrownBy(
            () -> both.addObservations(List.of(new Observations("Editor", List.of("x"))), AUTHOR))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("\"Editor\" is in the user's own memory, which is only read here")
        .hasMessageContaining("nothing was written. To keep facts about it in this project:");
    assertThatThrownBy(() -> both.renameEntity("Editor", "Vim", AUTHOR))
        .isInstanceOf(StoreRefusedException.class);
    assertThatThrownBy(
            () -> both.addObservations(List.of(new Observations("Nobody", List.of("x"))), AUTHOR))
        .isInstanceOf(EntityNotFoundException.class);
  }

  @Test
  void logAndCountsAreTheProjects() {
    add(user, "Editor", "vim");
    add(project, "Checkout", "a", "b");
    assertThat(both.changes(ChangeQuery.after(0, 10)))
        .extracting(Change::subject)
        .allMatch(subject -> subject.entity().equals("Checkout"))
        .hasSize(3);
    assertThat(both.lastSequence()).isEqualTo(project.lastSequence());
    assertThat(both.historyStart()).isEqualTo(project.historyStart());
    assertThat(both.describe().entities()).isEqualTo(1);
    assertThat(both.describe().observations()).isEqualTo(2);
    assertThat(both.describe().details())
        .containsEntry("read along", "heap:own: 1 entity, 1 observation, 0 relations");
    assertThat(both.problems()).isEmpty();
  }

  @Test
  void aUsersStoreThatCannotBeReadEmptiesNothingAndIsNamed() {
    add(project, "Checkout", "tea");
    AtomicInteger tries = new AtomicInteger();
    MemoryStore store =
        new ProjectAndUserStore(
            project,
            "heap:own",
            () -> {
              if (tries.incrementAndGet() < 3) {
                throw new StoreDamagedException("It is damaged");
              }
              return user;
            });
    String reason = "The user's own memory heap:own was not read: It is damaged";
    try (GraphSnapshot snapshot = store.read(new Selection.Everything())) {
      assertThat(snapshot.toGraph().entities()).hasSize(1);
      assertThat(snapshot.missing()).containsExactly(reason);
    }
    RecallPage page = store.recall(RecallQuery.of("tea", 10));
    assertThat(entities(page)).containsExactly("Checkout");
    assertThat(page.missing()).containsExactly(reason);
    assertThat(store.recall(RecallQuery.of("tea", 10)).missing()).isEmpty();
    assertThat(tries).hasValue(3);
  }

  @Test
  void aBusyUsersStoreIsNamedAndAStoppedCallEnds() {
    add(project, "Checkout", "tea");
    FaultyMemoryStore faulty = new FaultyMemoryStore(user);
    MemoryStore store = new ProjectAndUserStore(project, "heap:own", () -> faulty);
    faulty.failWith(Fault.ofAny(1, () -> new StoreBusyException("Somebody writes")));
    assertThat(store.recall(RecallQuery.of("tea", 10)).missing())
        .containsExactly("The user's own memory heap:own was not read: Somebody writes");
    faulty.failWith(Fault.of(Call.READ, 1, () -> new StoreInterruptedException("stopped")));
    assertThatThrownBy(() -> store.read(new Selection.Everything()))
        .isInstanceOf(StoreInterruptedException.class);
  }

  @Test
  void aFaultOfTheProjectsIsNotTakenForTheUsers() {
    FaultyMemoryStore faulty = new FaultyMemoryStore(project);
    add(user, "Editor", "vim");
    MemoryStore store = new ProjectAndUserStore(faulty, "heap:own", () -> user);
    faulty.failWith(
        Fault.of(Call.READ, 1, () -> new StoreDamagedException("The project's")).afterCalls(1));
    assertThatThrownBy(() -> store.read(new Selection.Named(List.of("Editor"))))
        .isInstanceOf(StoreDamagedException.class);
    faulty.failWith(Fault.of(Call.RECALL, 1, () -> new StoreDamagedException("The project's")));
    assertThatThrownBy(() -> store.recall(RecallQuery.of("tea", 10)))
        .isInstanceOf(StoreDamagedException.class);
  }

  @Test
  void bothAreClosedAndNothingIsOpenedAfterwards() {
    add(user, "Editor", "vim");
    assertThat(names(new Selection.Everything())).hasSize(1);
    both.close();
    assertThatThrownBy(() -> user.lastSequence()).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> both.read(new Selection.Everything()))
        .isInstanceOf(StoreUnavailableException.class);
  }
}

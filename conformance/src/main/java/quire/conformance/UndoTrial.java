package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Graph;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.StoreRefusedException;
import quire.api.history.Undo;
import quire.api.history.UndoPlan;

/**
 * Lets three sessions write at random, takes some calls of one or of all back, and compares the
 * graph with that of a store in which these calls never happened.
 */
public final class UndoTrial {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final int CALLS = 25;

  private final Random random;
  private final MemoryStore store;
  private final List<Call> calls = new ArrayList<>();
  private int texts;

  private record Call(Author author, long number, BiConsumer<MemoryStore, Author> write) {}

  private UndoTrial(MemoryStore store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  /** {@return whether the calls that were chosen could be taken back} */
  public static boolean run(MemoryStore store, long seed) {
    UndoTrial trial = new UndoTrial(store, seed);
    for (int i = 0; i < CALLS; i++) {
      trial.write();
    }
    return trial.undoSome(seed);
  }

  private void write() {
    Author author = new Author("client", "session-" + random.nextInt(3));
    BiConsumer<MemoryStore, Author> write = chosen(StoreContract.everything(store));
    long before = store.lastSequence();
    write.accept(store, author);
    if (store.lastSequence() > before) {
      Change first = store.changes(ChangeQuery.after(before, 1)).getFirst();
      calls.add(new Call(author, first.call(), write));
    }
  }

  /** Only what has an effect is chosen: the log does not know who found a fact there already. */
  private BiConsumer<MemoryStore, Author> chosen(Graph graph) {
    Set<String> existing =
        graph.entities().stream().map(Entity::name).collect(Collectors.toCollection(HashSet::new));
    String name = NAMES.get(random.nextInt(NAMES.size()));
    String other = NAMES.get(random.nextInt(NAMES.size()));
    int kind = random.nextInt(10);
    if (!existing.contains(name) || kind == 0) {
      List<Entity> created =
          List.of(new Entity(name, "type " + random.nextInt(2), List.of(text(), text())));
      return existing.contains(name)
          ? relating(graph, name, other)
          : (to, author) -> to.createEntities(created, author);
    }
    Entity entity =
        graph.entities().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    if (kind == 1) {
      return (to, author) -> to.deleteEntities(List.of(name), author);
    }
    if (kind == 2 && !existing.contains(other)) {
      return (to, author) -> to.renameEntity(name, other, author);
    }
    if (kind < 5 && !entity.observations().isEmpty()) {
      String gone = entity.observations().get(random.nextInt(entity.observations().size()));
      return (to, author) ->
          to.deleteObservations(List.of(new Observations(name, List.of(gone))), author);
    }
    if (kind < 7) {
      return relating(graph, name, other);
    }
    List<Observations> added = List.of(new Observations(name, List.of(text())));
    return (to, author) -> to.addObservations(added, author);
  }

  private static BiConsumer<MemoryStore, Author> relating(Graph graph, String from, String to) {
    List<Relation> relation = List.of(new Relation(from, to, "knows"));
    return graph.relations().containsAll(relation)
        ? (store, author) -> store.deleteRelations(relation, author)
        : (store, author) -> store.createRelations(relation, author);
  }

  private String text() {
    return "text " + texts++;
  }

  private boolean undoSome(long seed) {
    Author undoing = calls.get(random.nextInt(calls.size())).author();
    boolean ofAll = random.nextInt(3) == 0;
    Set<Long> undone = new LinkedHashSet<>();
    for (Call call : calls) {
      if ((ofAll || call.author().equals(undoing)) && random.nextInt(3) == 0) {
        undone.add(call.number());
      }
    }
    Graph before = StoreContract.everything(store);
    UndoPlan plan = Undo.carryOut(store, undone, false, undoing);
    if (!plan.obstacles().isEmpty()) {
      assertThat(StoreContract.everything(store)).as("seed %s", seed).isEqualTo(before);
      return false;
    }
    assertSame(expected(undone), seed, "without the calls " + undone);
    long undo = store.lastSequence();
    if (!plan.amendment().isEmpty()) {
      Set<Long> undoCall = Set.of(store.changes(ChangeQuery.after(undo - 1, 1)).getFirst().call());
      assertThat(Undo.carryOut(store, undoCall, false, undoing).obstacles()).isEmpty();
    }
    assertSame(before, seed, "with the undo undone");
    return true;
  }

  private Graph expected(Set<Long> undone) {
    try (MemoryStore other = new HeapMemoryStore(Clock.systemUTC())) {
      for (Call call : calls) {
        if (!undone.contains(call.number())) {
          try {
            call.write().accept(other, call.author());
          } catch (EntityNotFoundException | StoreRefusedException e) {
            // Without the undone calls, this one would have failed too; it has left nothing.
          }
        }
      }
      return StoreContract.everything(other);
    }
  }

  private void assertSame(Graph expected, long seed, String what) {
    assertThat(facts(StoreContract.everything(store)))
        .as("seed %s: the graph %s", seed, what)
        .isEqualTo(facts(expected));
  }

  /** Facts that were restored stand behind those that stayed. */
  private static Set<Object> facts(Graph graph) {
    Set<Object> facts = new HashSet<>(graph.relations());
    for (Entity entity : graph.entities()) {
      facts.add(List.of(entity.name(), entity.type(), Set.copyOf(entity.observations())));
    }
    return facts;
  }
}

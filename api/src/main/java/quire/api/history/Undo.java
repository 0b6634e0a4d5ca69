package quire.api.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.Change.Action;
import quire.api.ChangePages;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.api.Subject.OfEntity;
import quire.api.Subject.OfObservation;
import quire.api.Subject.OfRelation;

/**
 * Takes calls back by writing: it replays the log twice, with these calls and without them, and the
 * difference is what has to be written. So the graph becomes the one in which they never happened,
 * and the log keeps both them and the taking back.
 */
public final class Undo {
  /** So often a plan is made anew when others write what it touches meanwhile. */
  private static final int ATTEMPTS = 5;

  /**
   * Of so few entities the changes are read one entity after the other, which most backends find by
   * the name; of more, the whole log is read.
   */
  private static final int FEW = 4;

  private final MemoryStore store;
  private final Set<Long> undone;
  private Replay actual = new Replay();
  private Replay without = new Replay();
  private final Map<Long, UndoPlan.Call> calls = new LinkedHashMap<>();
  private final List<UndoPlan.Obstacle> obstacles = new ArrayList<>();
  private final List<UndoPlan.Obstacle> lost = new ArrayList<>();

  /** The entities that the calls touched, and what these were called later. */
  private final Set<String> names = new HashSet<>();

  private Undo(MemoryStore store, Set<Long> undone) {
    this.store = store;
    this.undone = undone;
  }

  /** {@return what taking these calls back would do now; nothing is written} */
  public static UndoPlan plan(MemoryStore store, Set<Long> calls) {
    return new Undo(store, Set.copyOf(calls)).plan();
  }

  /**
   * Takes the calls back in one write.
   *
   * @param force also where something speaks against it; facts that were built on theirs go too
   * @return the plan that was carried out; or one with obstacles that was not, because it is not
   *     forced
   */
  public static UndoPlan carryOut(
      MemoryStore store, Set<Long> calls, boolean force, Author author) {
    for (int attempt = 1; ; attempt++) {
      UndoPlan plan = plan(store, calls);
      if (!plan.obstacles().isEmpty() && !force) {
        return plan;
      }
      try {
        var _ = store.amend(plan.amendment(), author);
        return plan;
      } catch (StoreRefusedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private UndoPlan plan() {
    if (undone.isEmpty()) {
      return new UndoPlan(List.of(), new Amendment(List.of(), List.of()), List.of());
    }
    findNames();
    int known;
    do {
      // What came before an entity had one of our names counts as well, so it starts anew.
      known = names.size();
      actual = new Replay();
      without = new Replay();
      obstacles.clear();
      replay();
    } while (names.size() > known);
    List<Subject> removals = new ArrayList<>(actual.without(without));
    List<Subject> additions = new ArrayList<>(without.without(actual));
    obstacles.removeIf(obstacle -> isSettled(obstacle.fact()));
    obstacles.addAll(lost);
    reconcile(removals, additions);
    if (undone.stream().anyMatch(call -> call <= store.historyStart())) {
      obstacles.add(
          new UndoPlan.Obstacle(
              new OfEntity("", ""), 0, "the history of that time is not kept any more"));
    }
    return new UndoPlan(List.copyOf(calls.values()), new Amendment(removals, additions), obstacles);
  }

  /** What would have stood in the way may be gone again. */
  private boolean isSettled(Subject fact) {
    return fact instanceof OfEntity
        ? !actual.holds(fact) && !without.holds(fact)
        : !actual.holds(fact) || without.holds(fact);
  }

  private void findNames() {
    long first = undone.stream().mapToLong(Long::longValue).min().orElseThrow();
    long last = undone.stream().mapToLong(Long::longValue).max().orElseThrow();
    ChangePages.each(
        store,
        first - 1,
        change -> {
          if (undone.contains(change.call())) {
            note(change);
          }
          return change.call() <= last;
        });
  }

  private void note(Change change) {
    names.add(change.subject().entity());
    if (change.subject() instanceof OfRelation(Relation relation)) {
      names.add(relation.to());
    }
    calls.merge(
        change.call(),
        new UndoPlan.Call(change.call(), change.time(), change.author(), 1),
        (one, other) ->
            new UndoPlan.Call(one.number(), one.time(), one.author(), one.changes() + 1));
    boolean unknown =
        change.action() == Action.FORGOTTEN
            || (change.subject() instanceof OfObservation(_, var text) && text.isEmpty());
    if (unknown) {
      lost.add(new UndoPlan.Obstacle(change.subject(), 0, "its text was forgotten or never kept"));
    }
  }

  /** Call by call, because what a call removes may decide about what it adds. */
  private void replay() {
    List<Change> call = new ArrayList<>();
    Predicate<Change> visitor =
        change -> {
          if (!call.isEmpty() && call.getFirst().call() != change.call()) {
            replay(call);
            call.clear();
          }
          call.add(change);
          return true;
        };
    if (names.size() <= FEW) {
      for (Change change : changesOfNames()) {
        var _ = visitor.test(change);
      }
    } else {
      ChangePages.each(store, 0, visitor);
    }
    replay(call);
  }

  /** {@return what concerns the entities; of a call that made or removed one of them, the whole} */
  private Collection<Change> changesOfNames() {
    TreeMap<Long, Change> changes = new TreeMap<>();
    for (String name : names) {
      ChangePages.ofEntity(store, name, change -> kept(change, changes));
    }
    Set<Long> whole = new TreeSet<>();
    for (Change change : changes.values()) {
      if (change.subject() instanceof OfEntity) {
        whole.add(change.call());
      }
    }
    for (long call : whole) {
      ChangePages.each(store, call - 1, change -> change.call() == call && kept(change, changes));
    }
    return changes.values();
  }

  private static boolean kept(Change change, Map<Long, Change> changes) {
    changes.put(change.sequence(), change);
    return true;
  }

  private void replay(List<Change> call) {
    if (call.isEmpty()) {
      return;
    }
    followRename(call);
    List<Change> changes = call.stream().filter(this::concerns).toList();
    assumeRemoved(changes);
    changes.forEach(actual::apply);
    if (!undone.contains(call.getFirst().call())) {
      replayOther(changes);
    }
  }

  /** What was removed was there, be it that a person wrote it and no call. */
  private void assumeRemoved(List<Change> call) {
    List<Subject> unknown = new ArrayList<>();
    for (Change change : call) {
      if (change.action() == Action.REMOVED && !actual.holds(change.subject())) {
        unknown.add(change.subject());
      }
    }
    unknown.sort(Comparator.comparing(fact -> !(fact instanceof OfEntity)));
    for (Subject fact : unknown) {
      actual.add(fact);
      without.add(fact);
    }
  }

  private void followRename(List<Change> call) {
    Optional<Rename> rename = renamed(call);
    if (rename.isPresent() && call.stream().anyMatch(this::concerns)) {
      names.add(rename.get().from());
      names.add(rename.get().to());
    }
  }

  private boolean concerns(Change change) {
    return names.contains(change.subject().entity())
        || (change.subject() instanceof OfRelation(Relation relation)
            && names.contains(relation.to()));
  }

  /** A call that took one entity away and brought another one with what it had. */
  private record Rename(String from, String to) {}

  /** {@return the renaming that the call is, if it is one} */
  private Optional<Rename> renamed(List<Change> call) {
    List<String> gone = entities(call, Action.REMOVED);
    List<String> come = entities(call, Action.ADDED);
    return gone.size() == 1
            && come.size() == 1
            && texts(call, Action.REMOVED).equals(texts(call, Action.ADDED))
        ? Optional.of(new Rename(gone.getFirst(), come.getFirst()))
        : Optional.empty();
  }

  private static List<Optional<String>> texts(List<Change> call, Action action) {
    return call.stream()
        .filter(change -> change.action() == action)
        .flatMap(
            change ->
                change.subject() instanceof OfObservation(_, var text)
                    ? Stream.of(text)
                    : Stream.empty())
        .toList();
  }

  private static List<String> entities(List<Change> call, Action action) {
    return call.stream()
        .filter(change -> change.action() == action && change.subject() instanceof OfEntity)
        .map(change -> change.subject().entity())
        .toList();
  }

  /** What the call of somebody else does to a graph in which the undone calls never happened. */
  private void replayOther(List<Change> call) {
    Optional<Rename> rename = renamed(call);
    if (rename.isPresent()) {
      rename(rename.get(), call);
      return;
    }
    Set<Optional<String>> neverThere = new HashSet<>();
    for (Change change : call) {
      if (change.action() == Action.REMOVED
          && change.subject() instanceof OfObservation(_, var text)
          && !without.holds(change.subject())) {
        neverThere.add(text);
      }
    }
    call.stream()
        .filter(change -> change.action() == Action.REMOVED)
        .forEach(change -> without.remove(change.subject()));
    for (Change change : call) {
      boolean moved =
          change.subject() instanceof OfObservation(_, var text) && neverThere.contains(text);
      if (change.action() == Action.ADDED && !moved) {
        add(change);
      }
    }
    for (String gone : entities(call, Action.REMOVED)) {
      // Whoever deletes an entity takes along the relations that touch it.
      if (!actual.isRelated(gone)) {
        without.unrelate(gone);
      }
    }
  }

  /** Without the entity it would have been refused; what it had then moves along. */
  private void rename(Rename rename, List<Change> call) {
    if (!without.holds(new OfEntity(rename.from(), ""))) {
      return;
    }
    if (without.holds(new OfEntity(rename.to(), ""))) {
      obstacles.add(
          new UndoPlan.Obstacle(
              new OfEntity(rename.to(), ""),
              call.getFirst().call(),
              "its name was given to another one since, by " + call.getFirst().author().client()));
    }
    without.rename(rename.from(), rename.to());
  }

  private void add(Change change) {
    Subject fact = change.subject();
    boolean takenPlace = fact instanceof OfEntity && without.holds(fact);
    boolean orphan =
        fact instanceof OfObservation && !without.holds(new OfEntity(fact.entity(), ""));
    if (takenPlace) {
      obstacles.add(
          new UndoPlan.Obstacle(
              fact, change.call(), "it was created anew since, by " + change.author().client()));
    }
    if (orphan) {
      obstacles.add(
          new UndoPlan.Obstacle(
              fact,
              change.call(),
              "it was added since, by "
                  + change.author().client()
                  + ", and would go with its entity"));
    }
    without.add(fact);
  }

  /** Leaves out what people did by hand meanwhile, where the store lets them. */
  private void reconcile(List<Subject> removals, List<Subject> additions) {
    Replay present = present();
    removals.removeIf(fact -> !(fact instanceof OfRelation) && !present.holds(fact));
    Set<Subject> going = new HashSet<>(removals);
    for (Subject fact : List.copyOf(removals)) {
      if (fact instanceof OfEntity) {
        for (Subject left : present.textsOf(fact.entity())) {
          if (going.add(left)) {
            removals.add(left);
            obstacles.add(
                new UndoPlan.Obstacle(
                    left, 0, "it was written by hand or just now, and would go with its entity"));
          }
        }
      }
    }
    removals.forEach(present::remove);
    additions.removeIf(fact -> !(fact instanceof OfRelation) && present.holds(fact));
  }

  private Replay present() {
    Replay present = new Replay();
    try (GraphSnapshot graph = store.read(new Selection.Named(List.copyOf(names)))) {
      graph.entities(entity -> add(entity, present));
    }
    return present;
  }

  private static void add(Entity entity, Replay present) {
    present.add(new OfEntity(entity.name(), entity.type()));
    for (String text : entity.observations()) {
      present.add(new OfObservation(entity.name(), Optional.of(text)));
    }
  }
}

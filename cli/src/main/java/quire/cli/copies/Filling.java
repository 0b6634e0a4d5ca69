package quire.cli.copies;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreRefusedException;
import quire.api.Subject;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreSettings;

/**
 * Writes all that another store or an archive holds into a store that is empty, or that was left in
 * the middle of the same. Each call is written again as what it was, by its author, and the store's
 * clock says the time that it said then: so times, authors, order and history come along, on every
 * backend, and no backend needs to know.
 */
public final class Filling implements AutoCloseable {
  private static final int BATCH = 500;

  /** Whoever wrote what is in the graph and in no call of the log is not known. */
  private static final Author UNKNOWN = new Author("quire copy", "not in the log");

  private final RepeatedTime clock = new RepeatedTime();
  private final MemoryStore store;
  private Live live = new Live();
  private long calls;
  private long entities;
  private long reconciled;

  public Filling(MemoryStoreProvider provider, StoreSettings settings) {
    provider.make(settings);
    store = provider.open(settings, clock);
  }

  /** Says a time that is over. */
  private static final class RepeatedTime extends Clock {
    private Instant time = Clock.systemUTC().instant();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return time;
    }
  }

  public MemoryStore store() {
    return store;
  }

  long entities() {
    return entities;
  }

  /** {@return how many facts the log of the source did not account for} */
  long reconciled() {
    return reconciled;
  }

  /**
   * Fills the store.
   *
   * @throws StoreRefusedException if it holds something else; nothing was written
   */
  public void from(Whole source, String named) throws IOException {
    calls(source, named);
    reconcile(source);
  }

  /** Fills the store with what the log tells, and no more: the source is written meanwhile. */
  void calls(Whole source, String named) throws IOException {
    List<Long> done = written(named);
    source.calls(
        call -> {
          Call whole = new Call(call.time(), call.author(), live.take(call));
          if (whole.steps().isEmpty()) {
            return;
          }
          if (calls < done.size()) {
            if (whole.digest() != done.get((int) calls)) {
              throw holdsOthers(named);
            }
          } else {
            write(whole);
          }
          calls++;
        });
    if (calls < done.size()) {
      throw holdsOthers(named);
    }
  }

  /** Goes on with the calls after those, then makes the graph that of the source. */
  void rest(Whole later) throws IOException {
    later.calls(
        call -> {
          Call whole = new Call(call.time(), call.author(), live.take(call));
          if (!whole.steps().isEmpty()) {
            write(whole);
          }
        });
    reconcile(later);
  }

  /**
   * {@return whether the store is empty, or holds what an earlier attempt with this source wrote
   * and nothing that people wrote by hand}
   */
  boolean fits(Whole source) throws IOException {
    return fits(store, source);
  }

  /** {@return the same of a store that is open already} */
  public static boolean fits(MemoryStore store, Whole source) throws IOException {
    List<Long> done = written(store);
    if (done.isEmpty() || !isAsLogged(store)) {
      return isEmpty(store);
    }
    Live then = new Live();
    int[] same = {0};
    boolean[] fits = {true};
    source.calls(
        call -> {
          Call whole = new Call(call.time(), call.author(), then.take(call));
          if (!whole.steps().isEmpty() && same[0] < done.size()) {
            fits[0] &= whole.digest() == done.get(same[0]++);
          }
        });
    return fits[0] && same[0] == done.size();
  }

  private static boolean isAsLogged(MemoryStore store) {
    try (OpenStore open = new OpenStore(store)) {
      Live logged = new Live();
      open.calls(logged::take);
      return logged.isAll(open);
    }
  }

  private static boolean isEmpty(MemoryStore store) {
    StoreDescription held = store.describe();
    return held.entities() + held.relations() == 0;
  }

  /** {@return what an earlier attempt wrote} */
  private List<Long> written(String named) {
    List<Long> done = written(store);
    if (done.isEmpty() && !isEmpty(store)) {
      throw holdsOthers(named);
    }
    return done;
  }

  private static List<Long> written(MemoryStore store) {
    List<Long> done = new ArrayList<>();
    try (OpenStore open = new OpenStore(store)) {
      Live before = new Live();
      open.calls(
          call -> {
            if (!call.author().equals(UNKNOWN)) {
              done.add(new Call(call.time(), call.author(), before.take(call)).digest());
            }
          });
    }
    return done;
  }

  private StoreRefusedException holdsOthers(String named) {
    return new StoreRefusedException(
        "Cannot write %s into the store %s: it holds something else already. Nothing was written to it. Choose a place where there is no store"
            .formatted(named, store.describe().location()));
  }

  private void write(Call call) {
    clock.time = call.time();
    List<Subject> removals = facts(call, Change.Action.REMOVED);
    List<Subject> additions = facts(call, Change.Action.ADDED);
    if (removals.isEmpty() && additions.stream().allMatch(Subject.OfRelation.class::isInstance)) {
      store.createRelations(
          additions.stream().map(fact -> ((Subject.OfRelation) fact).relation()).toList(),
          call.author());
    } else if (removals.isEmpty() && isWholeEntities(additions)) {
      store.createEntities(wholeEntities(additions), call.author());
    } else {
      store.amend(new Amendment(removals, additions), call.author());
    }
  }

  private static List<Subject> facts(Call call, Change.Action action) {
    return call.steps().stream()
        .filter(step -> step.action() == action)
        .map(Call.Step::fact)
        .toList();
  }

  private static boolean isWholeEntities(List<Subject> additions) {
    Set<String> names = new HashSet<>();
    for (Subject fact : additions) {
      boolean fits =
          fact instanceof Subject.OfEntity
              ? names.add(fact.entity())
              : fact instanceof Subject.OfObservation && names.contains(fact.entity());
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static List<Entity> wholeEntities(List<Subject> additions) {
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Subject fact : additions) {
      if (fact instanceof Subject.OfEntity(String name, String type)) {
        types.put(name, type);
        texts.put(name, new ArrayList<>());
      } else if (fact instanceof Subject.OfObservation(String name, var text)) {
        texts.getOrDefault(name, new ArrayList<>()).add(text.orElseThrow());
      }
    }
    List<Entity> entities = new ArrayList<>();
    types.forEach(
        (name, type) -> entities.add(new Entity(name, type, texts.getOrDefault(name, List.of()))));
    return entities;
  }

  /** Makes the graph that of the source, whatever its log could not tell. */
  private void reconcile(Whole source) throws IOException {
    live = new Live(); // what the calls needed is needed no more
    clock.time = Clock.systemUTC().instant();
    NumberTable names = new NumberTable();
    List<Entity> batch = new ArrayList<>();
    source.entities(
        entity -> {
          boolean _ = names.add(Digests.of(entity.name()));
          batch.add(entity);
          entities++;
          if (batch.size() == BATCH) {
            reconcile(batch);
            batch.clear();
          }
        });
    reconcile(batch);
    removeOtherEntities(names);
    reconcileRelations(source);
  }

  private void reconcile(List<Entity> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, Entity> there = new LinkedHashMap<>();
    try (GraphSnapshot graph =
        store.read(new Selection.Named(wanted.stream().map(Entity::name).toList()))) {
      graph.entities(entity -> there.put(entity.name(), entity));
    }
    List<Subject> removals = new ArrayList<>();
    List<Subject> additions = new ArrayList<>();
    for (Entity entity : wanted) {
      Entity now = there.get(entity.name());
      if (!entity.equals(now)) {
        if (now != null) {
          replaced(now, entity, removals);
        }
        boolean same = now != null && now.type().equals(entity.type());
        if (!same) {
          additions.add(new Subject.OfEntity(entity.name(), entity.type()));
        }
        Set<String> kept = now != null && same ? new HashSet<>(now.observations()) : Set.of();
        entity.observations().stream()
            .filter(text -> !kept.contains(text))
            .forEach(text -> additions.add(observation(entity.name(), text)));
      }
    }
    amend(removals, additions);
  }

  private static void replaced(Entity now, Entity wanted, List<Subject> removals) {
    boolean same = now.type().equals(wanted.type());
    Set<String> kept = same ? new HashSet<>(wanted.observations()) : Set.of();
    now.observations().stream()
        .filter(text -> !kept.contains(text))
        .forEach(text -> removals.add(observation(now.name(), text)));
    if (!same) {
      removals.add(new Subject.OfEntity(now.name(), now.type()));
    }
  }

  private static Subject observation(String entity, String text) {
    return new Subject.OfObservation(entity, Optional.of(text));
  }

  private void removeOtherEntities(NumberTable names) {
    List<Subject> removals = new ArrayList<>();
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      graph.entities(
          entity -> {
            if (!names.has(Digests.of(entity.name()))) {
              entity.observations().forEach(text -> removals.add(observation(entity.name(), text)));
              removals.add(new Subject.OfEntity(entity.name(), entity.type()));
            }
          });
    }
    amend(removals, List.of());
  }

  private void reconcileRelations(Whole source) throws IOException {
    NumberTable there = new NumberTable();
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      graph.relations(
          relation -> {
            boolean _ = there.add(Digests.of(new Subject.OfRelation(relation)));
          });
    }
    List<Subject> additions = new ArrayList<>();
    NumberTable wanted = new NumberTable();
    source.relations(
        relation -> {
          Subject fact = new Subject.OfRelation(relation);
          long digest = Digests.of(fact);
          boolean _ = wanted.add(digest);
          if (!there.has(digest)) {
            additions.add(fact);
          }
          if (additions.size() == BATCH) {
            amend(List.of(), additions);
            additions.clear();
          }
        });
    amend(List.of(), additions);
    removeOtherRelations(wanted);
  }

  private void removeOtherRelations(NumberTable wanted) {
    List<Subject> removals = new ArrayList<>();
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      graph.relations(
          relation -> {
            Subject fact = new Subject.OfRelation(relation);
            if (!wanted.has(Digests.of(fact))) {
              removals.add(fact);
            }
          });
    }
    amend(removals, List.of());
  }

  private void amend(List<Subject> removals, List<Subject> additions) {
    if (!removals.isEmpty() || !additions.isEmpty()) {
      reconciled += removals.size() + additions.size();
      store.amend(new Amendment(removals, additions), UNKNOWN);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}

package quire.conformance;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import quire.api.Amendment;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Observations;
import quire.api.RecallPage;
import quire.api.RecallQuery;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreStatistics;
import quire.api.StoreUnavailableException;
import quire.api.Subject;
import quire.api.spi.Relocatable;
import quire.api.spi.StoreSettings;
import quire.ranking.FactList;
import quire.ranking.Ranking;

/**
 * The contract on plain maps: what every other backend is compared with, and a store for the tests
 * of the layers above. Nothing survives the process (of R9, only the kill of other processes).
 */
public final class HeapMemoryStore implements Relocatable {
  private static final AtomicLong COUNT = new AtomicLong();

  private final HeapGraph graph;
  private final String name = "heap " + COUNT.incrementAndGet();
  private final StoreSettings settings;
  private final Clock clock;
  private volatile boolean closed;

  /** Opens an empty store of its own. */
  public HeapMemoryStore(Clock clock) {
    this(new HeapGraph(), StoreSettings.at("heap"), clock);
  }

  HeapMemoryStore(HeapGraph graph, StoreSettings settings, Clock clock) {
    this.graph = graph;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public List<Entity> createEntities(List<Entity> entities, Author author) {
    settings.limits().checkEntities(entities);
    return write(author, write -> write.createEntities(entities));
  }

  @Override
  public List<Relation> createRelations(List<Relation> relations, Author author) {
    settings.limits().checkRelations(relations);
    return write(author, write -> write.createRelations(relations));
  }

  @Override
  public List<Observations> addObservations(List<Observations> additions, Author author) {
    settings.limits().checkObservations(additions);
    return write(author, write -> write.addObservations(additions));
  }

  @Override
  public long deleteEntities(List<String> names, Author author) {
    return write(author, write -> write.deleteEntities(names));
  }

  @Override
  public long deleteObservations(List<Observations> deletions, Author author) {
    return write(author, write -> write.deleteObservations(deletions));
  }

  @Override
  public long deleteRelations(List<Relation> relations, Author author) {
    return write(author, write -> write.removeRelations(relations));
  }

  @Override
  public long amend(Amendment amendment, Author author) {
    amendment.check(settings.limits());
    return write(author, write -> write.amend(amendment));
  }

  @Override
  public long renameEntity(String from, String to, Author author) {
    settings.limits().checkEntities(List.of(new Entity(to, "", List.of())));
    return write(author, write -> write.rename(from, to));
  }

  @Override
  public long mergeEntities(String from, String into, Author author) {
    return write(author, write -> write.merge(from, into));
  }

  @Override
  public long forget(List<Observations> items, Author author) {
    return write(author, write -> write.forget(items));
  }

  private <T> T write(Author author, Function<HeapWrite, T> operation) {
    return graph.write(
        settings.location(),
        author,
        clock.instant(),
        write -> {
          checkOpen();
          return operation.apply(write);
        });
  }

  @Override
  public Optional<String> movedTo() {
    return graph.movedTo();
  }

  @Override
  public void moveTo(String address, Runnable last) {
    checkOpen();
    graph.moveTo(settings.location(), address, last);
  }

  @Override
  public void moveBack() {
    checkOpen();
    graph.moveBack();
  }

  @Override
  public GraphSnapshot read(Selection selection) {
    HeapGraph.State state = state();
    List<Entity> all = List.copyOf(state.entities().values());
    return switch (selection) {
      case Selection.Everything() -> new HeapSnapshot(all, List.copyOf(state.relations()));
      case Selection.Named(List<String> names) -> connected(state, named(state, names));
      case Selection.Matching(String query) when query.isEmpty() ->
          new HeapSnapshot(all, List.copyOf(state.relations()));
      case Selection.Matching(String query) -> connected(state, HeapSearch.of(query).select(all));
    };
  }

  private static List<Entity> named(HeapGraph.State state, List<String> names) {
    Set<String> wanted = new HashSet<>(names);
    return state.entities().values().stream()
        .filter(entity -> wanted.contains(entity.name()))
        .toList();
  }

  private static GraphSnapshot connected(HeapGraph.State state, List<Entity> entities) {
    Set<String> names = entities.stream().map(Entity::name).collect(Collectors.toSet());
    return new HeapSnapshot(
        entities,
        state.relations().stream()
            .filter(relation -> names.contains(relation.from()) || names.contains(relation.to()))
            .toList());
  }

  @Override
  public RecallPage recall(RecallQuery query) {
    return Ranking.recall(query, facts());
  }

  @Override
  public boolean canPrepareRecall() {
    return Ranking.isLearning();
  }

  @Override
  public boolean prepareRecall() {
    return Ranking.learn(facts());
  }

  private FactList facts() {
    HeapGraph.State now = state();
    return new FactList(name, now.changes().size(), HeapFacts.of(now), HeapFacts.relationsOf(now));
  }

  @Override
  public List<Change> changes(ChangeQuery query) {
    return state().changes().stream()
        .filter(change -> change.sequence() > query.after())
        .filter(change -> query.since().stream().noneMatch(since -> change.time().isBefore(since)))
        .filter(change -> query.entity().stream().allMatch(name -> concerns(change, name)))
        .filter(change -> query.client().stream().allMatch(change.author().client()::equals))
        .limit(query.limit())
        .toList();
  }

  private static boolean concerns(Change change, String entity) {
    return change.subject().entity().equals(entity)
        || (change.subject() instanceof Subject.OfRelation(Relation relation)
            && relation.to().equals(entity));
  }

  @Override
  public long lastSequence() {
    return state().sequence();
  }

  @Override
  public long historyStart() {
    checkOpen();
    return 0;
  }

  @Override
  public StoreDescription describe() {
    HeapGraph.State state = state();
    List<String> texts = new ArrayList<>();
    state.entities().values().forEach(entity -> texts.addAll(entity.observations()));
    return new StoreDescription(
        "heap",
        settings.location(),
        state.entities().size(),
        texts.size(),
        state.relations().size(),
        state.sequence(),
        StoreStatistics.NONE,
        Map.of());
  }

  @Override
  public List<String> problems() {
    checkOpen();
    return List.of();
  }

  private HeapGraph.State state() {
    checkOpen();
    return graph.state();
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreUnavailableException(
          "The heap store at " + settings.location() + " was closed; open it again");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

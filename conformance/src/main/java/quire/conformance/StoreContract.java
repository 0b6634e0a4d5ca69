package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Change;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.spi.StoreSettings;

/** What every contract starts from: one new store, opened as often as a test likes. */
abstract class StoreContract {
  static final Author AUTHOR = new Author("kit", "session-1");
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Backend backend;
  private final List<MemoryStore> opened = new ArrayList<>();
  private StoreSettings settings;

  StoreContract(Backend backend) {
    this.backend = backend;
  }

  @BeforeEach
  void prepareStore(@TempDir Path directory) {
    settings = backend.newStore(directory);
  }

  @AfterEach
  void closeStores() {
    opened.reversed().forEach(MemoryStore::close);
    backend.discard(settings);
  }

  /** Opens the test's store once more; it is closed after the test. */
  final MemoryStore open() {
    return open(settings, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  final MemoryStore open(Clock clock) {
    return open(settings, clock);
  }

  final MemoryStore open(Limits limits) {
    StoreSettings limited =
        new StoreSettings(
            settings.location(),
            settings.durability(),
            limits,
            settings.options(),
            settings.patience());
    return open(limited, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private MemoryStore open(StoreSettings chosen, Clock clock) {
    MemoryStore store = backend.provider().open(chosen, clock);
    synchronized (opened) {
      opened.add(store);
    }
    return store;
  }

  final Backend backend() {
    return backend;
  }

  final StoreSettings settings() {
    return settings;
  }

  final boolean lacks(Trait trait) {
    return backend.lacks().contains(trait);
  }

  /** Demands these relations, in this order as far as the backend keeps one. */
  final void assertRelations(List<Relation> actual, Relation... expected) {
    if (lacks(Trait.GLOBAL_RELATION_ORDER)) {
      assertThat(bySource(actual)).isEqualTo(bySource(Arrays.asList(expected)));
    } else {
      assertThat(actual).containsExactly(expected);
    }
  }

  private static Map<String, List<Relation>> bySource(List<Relation> relations) {
    Map<String, List<Relation>> bySource = new LinkedHashMap<>();
    for (Relation relation : relations) {
      bySource.computeIfAbsent(relation.from(), from -> new ArrayList<>()).add(relation);
    }
    return bySource;
  }

  static Graph read(MemoryStore store, Selection selection) {
    try (GraphSnapshot snapshot = store.read(selection)) {
      return snapshot.toGraph();
    }
  }

  static Graph everything(MemoryStore store) {
    return read(store, new Selection.Everything());
  }

  static Graph named(MemoryStore store, String... names) {
    return read(store, new Selection.Named(List.of(names)));
  }

  static Graph matching(MemoryStore store, String query) {
    return read(store, new Selection.Matching(query));
  }

  static List<String> names(Graph graph) {
    return graph.entities().stream().map(Entity::name).toList();
  }

  static Entity entity(String name, String... observations) {
    return new Entity(name, "thing", List.of(observations));
  }

  static Relation relation(String from, String to) {
    return new Relation(from, to, "knows");
  }

  static Observations texts(String entity, String... texts) {
    return new Observations(entity, List.of(texts));
  }

  static void create(MemoryStore store, Entity... entities) {
    assertThat(store.createEntities(List.of(entities), AUTHOR)).containsExactly(entities);
  }

  static void relate(MemoryStore store, Relation... relations) {
    assertThat(store.createRelations(List.of(relations), AUTHOR)).containsExactly(relations);
  }

  /** {@return all changes after this sequence, page by page} */
  static List<Change> changesAfter(MemoryStore store, long sequence) {
    List<Change> all = new ArrayList<>();
    long last = sequence;
    for (List<Change> page = store.changes(ChangeQuery.after(last, 1000));
        !page.isEmpty();
        page = store.changes(ChangeQuery.after(last, 1000))) {
      assertThat(page.getLast().sequence()).as("the log goes on").isGreaterThan(last);
      all.addAll(page);
      last = page.getLast().sequence();
    }
    return all;
  }
}

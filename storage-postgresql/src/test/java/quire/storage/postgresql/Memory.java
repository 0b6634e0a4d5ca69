package quire.storage.postgresql;

import java.time.Clock;
import java.util.List;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Selection;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Address;

/** A new memory on the tests' server; closing takes it away. */
record Memory(StoreSettings settings) implements AutoCloseable {
  static final Author AUTHOR = new Author("test", "session");

  static Memory make() {
    StoreSettings settings = PostgresBackend.memory();
    var _ = new PostgresMemoryStoreProvider(TestServer.environment()).make(settings);
    return new Memory(settings);
  }

  MemoryStore open() {
    return open(settings);
  }

  static MemoryStore open(StoreSettings settings) {
    return new PostgresMemoryStoreProvider(TestServer.environment())
        .open(settings, Clock.systemUTC());
  }

  /** {@return its schema, quoted} */
  String schema() {
    return Address.of(settings.location(), TestServer.environment()).schema();
  }

  static List<Entity> entities(MemoryStore store, String name) {
    try (var snapshot = store.read(new Selection.Named(List.of(name)))) {
      return snapshot.toGraph().entities();
    }
  }

  static void create(MemoryStore store, String name) {
    var _ = store.createEntities(List.of(new Entity(name, "thing", List.of("text"))), AUTHOR);
  }

  static void add(MemoryStore store, String entity, String text) {
    var _ = store.addObservations(List.of(new Observations(entity, List.of(text))), AUTHOR);
  }

  @Override
  public void close() {
    PostgresBackend.drop(settings);
  }
}

package quire.storage.postgresql;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Selection;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.address.Environment;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Session;

/** A new memory on the tests' server; closing takes it away. */
public record Memory(StoreSettings settings) implements AutoCloseable {
  public static final Author AUTHOR = new Author("test", "session");

  public static Memory make() {
    StoreSettings settings = PostgresBackend.memory();
    var _ = new PostgresMemoryStoreProvider(TestServer.environment()).make(settings);
    return new Memory(settings);
  }

  public MemoryStore open() {
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

  /** {@return another connection to it} */
  public Session connect() throws SQLException {
    Environment environment = TestServer.environment();
    return new Connector(Address.of(settings.location(), environment), environment).connect();
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

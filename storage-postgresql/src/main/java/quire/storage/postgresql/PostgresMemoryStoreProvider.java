package quire.storage.postgresql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import quire.api.MemoryStore;
import quire.api.spi.HealthCheck;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreFolders;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.address.DriverSettings;
import quire.storage.postgresql.address.Environment;
import quire.storage.postgresql.server.Connector;
import quire.storage.postgresql.server.Schema;
import quire.storage.postgresql.server.Session;

/** Opens memories that are one schema of a PostgreSQL database each. */
public final class PostgresMemoryStoreProvider implements MemoryStoreProvider {
  static final String ID = "postgresql";

  private final Environment environment;

  /** Connects to nothing. */
  public PostgresMemoryStoreProvider() {
    this(Environment.ofThisProcess());
  }

  PostgresMemoryStoreProvider(Environment environment) {
    this.environment = environment;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public String location(String written, StoreFolders folders) {
    return Address.of(written, environment).text();
  }

  /** {@return the database that psql would connect to, and there the memory of the project} */
  @Override
  public String usualLocation(StoreFolders folders) {
    Address usual = Address.of("", environment);
    return folders.project().map(root -> usual.withMemory(memory(root))).orElse(usual).text();
  }

  /** {@return the folder's name as far as a memory may be called so} */
  private static String memory(Path project) {
    String name =
        String.valueOf(project.getFileName())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_-]+", "-")
            .replaceAll("^[^a-z]+|-+$", "");
    String cut = name.substring(0, Math.min(name.length(), 59));
    return cut.isEmpty() || cut.equals("public") || cut.startsWith("pg_")
        ? Address.USUAL_MEMORY
        : cut;
  }

  private Connector connector(StoreSettings settings) {
    return new Connector(Address.of(settings.location(), environment), environment);
  }

  @Override
  public boolean exists(StoreSettings settings) {
    return with(
        connector(settings),
        "look for",
        (schema, session) -> schema.look(session) == Schema.State.PRESENT);
  }

  @Override
  public boolean make(StoreSettings settings) {
    return with(connector(settings), "make", Schema::make);
  }

  private interface Work {
    boolean run(Schema schema, Session session) throws SQLException;
  }

  private static boolean with(Connector connector, String action, Work work) {
    try (Session session = connector.connect(action)) {
      return work.run(new Schema(connector.address()), session);
    } catch (SQLException e) {
      throw connector.failures().reading(e, action);
    }
  }

  @Override
  public MemoryStore open(StoreSettings settings, Clock clock) {
    return PostgresMemoryStore.open(connector(settings), settings, clock);
  }

  @Override
  public List<HealthCheck> healthChecks(StoreSettings settings, boolean deep) {
    Connector connector = connector(settings);
    String tls = new DriverSettings(connector.address(), environment).tlsMode();
    return new PostgresHealthChecks(connector, settings.durability(), tls, Clock.systemUTC())
        .all(deep);
  }
}

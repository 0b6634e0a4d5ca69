import org.jspecify.annotations.NullMarked;

/** Keeps the graph in a schema of a PostgreSQL database that a team shares. */
@NullMarked
module quire.storage.postgresql {
  requires java.sql;
  requires org.postgresql.jdbc;
  requires quire.api;
  requires quire.ranking;
  requires quire.text;
  requires static org.jspecify;

  provides quire.api.spi.MemoryStoreProvider with
      quire.storage.postgresql.PostgresMemoryStoreProvider;
  provides quire.api.spi.StoreCommand with
      quire.storage.postgresql.InitCommand;
}

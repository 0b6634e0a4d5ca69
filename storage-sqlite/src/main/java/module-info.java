import org.jspecify.annotations.NullMarked;

/** Keeps the graph in one SQLite file that many processes write. */
@NullMarked
module quire.storage.sqlite {
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires quire.api;
  requires quire.ranking;
  requires quire.text;
  requires static org.jspecify;

  provides quire.api.spi.ForeignDatabase with
      quire.storage.sqlite.foreign.SqliteForeignDatabase;
  provides quire.api.spi.MemoryStoreProvider with
      quire.storage.sqlite.SqliteMemoryStoreProvider;
}

import org.jspecify.annotations.NullMarked;

/** Answers SQL about the graph of any store, from a copy in an H2 database in memory. */
@NullMarked
module quire.query {
  requires com.h2database;
  requires java.sql;
  requires quire.api;
  requires static org.jspecify;

  provides quire.api.spi.GraphSql with
      quire.query.H2GraphSql;
}

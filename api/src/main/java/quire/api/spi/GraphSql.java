package quire.api.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quire.api.MemoryStore;

/**
 * Answers SQL about the graph of any store. The module that provides this service is optional, and
 * never on the path of a server.
 */
public interface GraphSql {
  /** Takes the answer to a statement. */
  interface Rows {
    /** Comes once and first; names may repeat. */
    void columns(List<String> names);

    /**
     * Comes once per row.
     *
     * @param values each a number, a boolean or a text; empty where it is NULL
     * @return whether further rows are wanted
     */
    boolean row(List<Optional<Object>> values);
  }

  /**
   * Answers one statement that reads, from a copy of the graph in memory; the store is only read.
   *
   * @param limit how long finding the answer may take, once the copy is made
   * @throws GraphSqlException if the statement is refused, wrong, or takes too long; rows may have
   *     been handed over before
   * @throws quire.api.StoreException if the store cannot be read
   */
  void select(MemoryStore store, String statement, Duration limit, Rows rows);
}

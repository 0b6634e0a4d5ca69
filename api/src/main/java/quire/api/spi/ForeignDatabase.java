package quire.api.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import quire.api.Entity;
import quire.api.Relation;

/**
 * Reads the databases in which other memory programs keep what they know, so that {@code quire
 * import} can take it over. A database is opened to read only, also while its program runs; nothing
 * in it is changed, and nothing is left beside it.
 */
public interface ForeignDatabase {
  /** Takes what is found, row by row. */
  interface Rows {
    /**
     * An entity, or more observations of one that came before.
     *
     * @param table where it stands
     * @param row its number there
     * @param time when it was written, if the program knows
     */
    void entity(String table, long row, Entity entity, Optional<Instant> time);

    /** A relation. Its ends may come later, or be no entities. */
    void relation(String table, long row, Relation relation, Optional<Instant> time);

    /**
     * Something that has no place in a graph.
     *
     * @param columns what it is, by the names of its columns
     */
    void left(String table, long row, String reason, Map<String, String> columns);
  }

  /**
   * {@return the program whose database this is; empty if it is none that is known here}
   *
   * @throws IOException if the file cannot be read
   */
  Optional<String> program(Path file) throws IOException;

  /** {@return the programs whose databases are known here} */
  String programs();

  /**
   * Hands out all that the database holds: by time, where the program knows that.
   *
   * @throws IOException if the file cannot be read; the message says why
   */
  void read(Path file, Rows rows) throws IOException;
}

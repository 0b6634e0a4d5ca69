package quire.api.spi;

import java.nio.file.Path;
import java.util.List;

/**
 * What a module keeps outside of all stores, computed from the texts of facts: it may be lost at
 * any time and is computed again, but it tells something of the texts.
 */
public interface Traces {
  /** {@return the files that hold it, of those that are there} */
  List<Path> files();

  /** {@return what {@code quire doctor} asks about it and about what computes it} */
  List<HealthCheck> healthChecks();

  /**
   * Overwrites and removes all of it, of every store; servers that run keep nothing of it on the
   * disk, and write nothing that they read before.
   *
   * @return where some of it may still be, each with what to do; empty if all is gone
   */
  List<String> erase();
}

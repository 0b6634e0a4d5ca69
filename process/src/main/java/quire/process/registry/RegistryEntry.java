package quire.process.registry;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One entry as another process finds it.
 *
 * @param instance empty if the file cannot be read or is no entry
 */
public record RegistryEntry(Path file, Lock lock, Optional<Instance> instance) {
  /** What became of the lock that a server holds as long as it lives. */
  public enum Lock {
    HELD,
    FREE,
    /** Held, but not by the process that the entry names. */
    FOREIGN,
    /** Another user's, or on a file system without locks. */
    UNKNOWN
  }
}

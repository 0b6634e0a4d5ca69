package quire.api.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import quire.api.Durability;
import quire.api.Limits;

/**
 * How to open a store.
 *
 * @param location the store's file or folder, absolute
 * @param options settings of one backend by the names that its provider lists
 * @param patience how long a call may wait for other writers, where the backend itself waits
 */
public record StoreSettings(
    Path location,
    Durability durability,
    Limits limits,
    Map<String, String> options,
    Duration patience) {
  /** 10 s, which is below the tool limit of every client. */
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  public StoreSettings {
    if (!location.isAbsolute()) {
      throw new IllegalArgumentException("The store's location must be absolute: " + location);
    }
    options = Map.copyOf(options);
  }

  /** With the usual patience. */
  public StoreSettings(
      Path location, Durability durability, Limits limits, Map<String, String> options) {
    this(location, durability, limits, options, USUAL_PATIENCE);
  }

  /** {@return the standard settings for a store at this place} */
  public static StoreSettings at(Path location) {
    return new StoreSettings(location, Durability.FULL, Limits.STANDARD, Map.of());
  }
}

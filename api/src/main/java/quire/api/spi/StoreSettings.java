package quire.api.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import quire.api.Durability;
import quire.api.Limits;

/**
 * How to open a store.
 *
 * @param location where the store is, in the one form that its provider gives it: an absolute file
 *     or folder, or an address. It is shown to people and written into the list of servers, so it
 *     holds no password
 * @param options settings of one backend by the names that its provider lists
 * @param patience how long a call may wait for other writers, where the backend itself waits
 */
public record StoreSettings(
    String location,
    Durability durability,
    Limits limits,
    Map<String, String> options,
    Duration patience) {
  /** 10 s, which is below the tool limit of every client. */
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  public StoreSettings {
    if (location.isBlank()) {
      throw new IllegalArgumentException("The store's location must not be empty");
    }
    options = Map.copyOf(options);
  }

  /** With the usual patience. */
  public StoreSettings(
      String location, Durability durability, Limits limits, Map<String, String> options) {
    this(location, durability, limits, options, USUAL_PATIENCE);
  }

  /** {@return the standard settings for the store at this location} */
  public static StoreSettings at(String location) {
    return new StoreSettings(location, Durability.FULL, Limits.STANDARD, Map.of());
  }

  /** {@return the standard settings for a store that is this file or folder} */
  public static StoreSettings at(Path place) {
    if (!place.isAbsolute()) {
      throw new IllegalArgumentException("The store's location must be absolute: " + place);
    }
    return at(place.toString());
  }

  /** {@return the same settings for a store somewhere else} */
  public StoreSettings withLocation(String other) {
    return new StoreSettings(other, durability, limits, options, patience);
  }
}

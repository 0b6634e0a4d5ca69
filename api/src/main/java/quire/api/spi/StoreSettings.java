package quire.api.spi;

import java.nio.file.Path;
import java.util.Map;
import quire.api.Durability;
import quire.api.Limits;

/**
 * How to open a store.
 *
 * @param location the store's file or folder, absolute
 * @param options settings of one backend by the names that its provider lists
 */
public record StoreSettings(
    Path location, Durability durability, Limits limits, Map<String, String> options) {
  public StoreSettings {
    if (!location.isAbsolute()) {
      throw new IllegalArgumentException("The store's location must be absolute: " + location);
    }
    options = Map.copyOf(options);
  }

  /** {@return the standard settings for a store at this place} */
  public static StoreSettings at(Path location) {
    return new StoreSettings(location, Durability.FULL, Limits.STANDARD, Map.of());
  }
}

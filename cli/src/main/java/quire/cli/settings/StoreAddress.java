package quire.cli.settings;

import java.util.Optional;

/**
 * A store as people write it: {@code sqlite:notes.db}, or {@code sqlite} for its usual place.
 *
 * @param location as written, possibly relative
 */
record StoreAddress(String backend, Optional<String> location) {
  /** {@return the address, or empty if the text is none} */
  static Optional<StoreAddress> of(String text) {
    int colon = text.indexOf(':');
    String backend = colon < 0 ? text : text.substring(0, colon);
    if (!backend.matches("[a-z][a-z0-9-]+") || colon == text.length() - 1) {
      return Optional.empty(); // one letter before a colon is a Windows drive
    }
    return Optional.of(
        new StoreAddress(
            backend, colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1))));
  }
}

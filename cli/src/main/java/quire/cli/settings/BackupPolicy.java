package quire.cli.settings;

import java.util.Locale;
import java.util.Optional;

/** Whether a store is backed up by itself. */
public enum BackupPolicy {
  DAILY,
  OFF;

  /** {@return the policy of this word of the settings} */
  static Optional<BackupPolicy> of(String word) {
    return switch (word) {
      case "daily" -> Optional.of(DAILY);
      case "off" -> Optional.of(OFF);
      default -> Optional.empty();
    };
  }

  /** {@return the word of the settings} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

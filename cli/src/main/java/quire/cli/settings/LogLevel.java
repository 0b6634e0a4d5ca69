package quire.cli.settings;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Logger;
import quire.cli.base.ConfigurationException;

/** How much is said on standard error. */
public final class LogLevel {
  private static final Set<String> NAMES = Set.of("error", "warning", "info", "debug", "trace");

  private LogLevel() {}

  /** {@return the level that was asked for, by the flag or by QUIRE_LOG; libraries obey it too} */
  public static Level inForce(Optional<String> flag) {
    return flag.or(() -> Optional.ofNullable(System.getenv("QUIRE_LOG")))
        .map(LogLevel::set)
        .orElse(Level.WARNING);
  }

  private static Level set(String name) {
    if (!NAMES.contains(name)) {
      throw new ConfigurationException(
          "The log level must be error, warning, info, debug or trace, not \"" + name + "\"");
    }
    Level level = Level.valueOf(name.toUpperCase(Locale.ROOT));
    var libraries = java.util.logging.Level.parse(String.valueOf(level.getSeverity()));
    Logger root = Logger.getLogger("");
    root.setLevel(libraries);
    for (Handler handler : root.getHandlers()) {
      handler.setLevel(libraries);
    }
    return level;
  }
}

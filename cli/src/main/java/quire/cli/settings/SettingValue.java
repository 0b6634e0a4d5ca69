package quire.cli.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import quire.cli.base.ConfigurationException;

/**
 * A value that was given for a setting.
 *
 * @param value text, a number, or a truth value
 * @param origin where it was given, for people
 * @param base what a relative path in the value starts from; empty where no folder is meant
 */
record SettingValue(Object value, String origin, Optional<Path> base) {
  /** {@return the value of an environment variable, which carries numbers as text} */
  static SettingValue variable(String name, String text, Optional<Path> base) {
    boolean number = text.matches("[0-9]{1,9}(\\.[0-9]+)?");
    return new SettingValue(number ? Double.valueOf(text) : text, name, base);
  }

  /**
   * {@return what a reading finds}
   *
   * @throws ConfigurationException naming the origin, if the reading does not understand it
   */
  static <T> T understood(String origin, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException unclear) {
      throw new ConfigurationException(origin + ": " + unclear.getMessage(), unclear);
    }
  }
}

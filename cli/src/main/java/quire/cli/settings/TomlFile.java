package quire.cli.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Distributions;
import quire.text.Nearest;

/** Reads a quire.toml. The only class that touches the TOML library, so that it loads last. */
final class TomlFile {
  /** A longer one would cost the memory that the calls need. */
  private static final int LONGEST = 64 << 10;

  private final Path file;
  private final Set<String> allowed;

  /**
   * @param backendOptions the options of each backend at hand, by its id
   */
  TomlFile(Path file, Map<String, Set<String>> backendOptions) {
    this.file = file;
    allowed = new TreeSet<>();
    Key.ALL.forEach(key -> allowed.add(key.name()));
    backendOptions.forEach(
        (backend, options) -> options.forEach(option -> allowed.add(backend + "." + option)));
  }

  /**
   * {@return the values by key}
   *
   * @throws ConfigurationException naming file and line of the first thing not understood
   */
  Map<String, SettingValue> read() {
    TomlParseResult toml = parse();
    Map<String, SettingValue> values = new HashMap<>();
    for (List<String> path : toml.keyPathSet()) {
      String key = String.join(".", path);
      String origin = file + ":" + line(toml, path);
      if (isForAnotherFlavour(key)) {
        continue;
      }
      if (!allowed.contains(key)) {
        throw new ConfigurationException(origin + ": " + unknown(key));
      }
      values.put(
          key,
          new SettingValue(
              scalar(toml.get(path), key, origin), origin, Optional.of(file).map(Path::getParent)));
    }
    Key.ALL.forEach(key -> Optional.ofNullable(values.get(key.name())).ifPresent(key::read));
    return values;
  }

  /** {@return the line that names the store; 0 if none does} */
  static int lineOfStore(String text) {
    TomlParseResult toml = Toml.parse(text);
    TomlPosition position = toml.inputPositionOf(Key.STORE.name());
    return position == null ? 0 : position.line();
  }

  /** {@return the store that a file with this text would name; empty if it is not understood} */
  static Optional<String> store(String text) {
    TomlParseResult toml = Toml.parse(text);
    return toml.hasErrors() ? Optional.empty() : Optional.ofNullable(toml.getString("store"));
  }

  /**
   * A file that colleagues share may have a table for a backend that only some of them installed.
   */
  private boolean isForAnotherFlavour(String key) {
    String table = key.substring(0, Math.max(0, key.indexOf('.')));
    return Distributions.remedy(table).isPresent()
        && allowed.stream().noneMatch(other -> other.startsWith(table + "."));
  }

  private String unknown(String key) {
    return "unknown key '%s'; %s"
        .formatted(
            key,
            Nearest.like(key, allowed)
                .map("the nearest valid key is '%s'"::formatted)
                .orElse("valid are " + String.join(", ", allowed)));
  }

  private TomlParseResult parse() {
    TomlParseResult toml;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new ConfigurationException(
            "%s has more than %d KiB, and settings are a few lines: nothing of it was taken. Shorten it, or move it away"
                .formatted(file, LONGEST >> 10));
      }
      toml = Toml.parse(new ByteArrayInputStream(bytes));
    } catch (IOException failure) {
      throw new ConfigurationException("Cannot read " + file + ": " + failure, failure);
    }
    if (toml.hasErrors()) {
      var error = toml.errors().getFirst();
      throw new ConfigurationException(
          "%s:%d: %s".formatted(file, error.position().line(), error.getMessage()));
    }
    return toml;
  }

  private static int line(TomlParseResult toml, List<String> path) {
    TomlPosition position = toml.inputPositionOf(path);
    return position == null ? 1 : position.line();
  }

  private static Object scalar(@Nullable Object value, String key, String origin) {
    return switch (value) {
      case String text -> text;
      case Number number -> number;
      case Boolean truth -> truth;
      case null, default ->
          throw new ConfigurationException(
              "%s: %s must be a single value, not a list or a date".formatted(origin, key));
    };
  }
}

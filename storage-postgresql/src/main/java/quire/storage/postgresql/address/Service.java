package quire.storage.postgresql.address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A section of a connection service file
 * (https://www.postgresql.org/docs/current/libpq-pgservice.html).
 */
final class Service {
  private Service() {}

  /**
   * {@return the settings of the service}
   *
   * @throws IllegalArgumentException if no file has it
   */
  static Map<Keyword, String> read(String name, Environment environment) {
    List<Path> files = files(environment);
    for (Path file : files) {
      Map<Keyword, String> values = new EnumMap<>(Keyword.class);
      if (Files.isRegularFile(file) && find(file, name, values)) {
        return values;
      }
    }
    throw new IllegalArgumentException(
        "No service \"%s\" in %s"
            .formatted(name, String.join(" or ", files.stream().map(Path::toString).toList())));
  }

  private static List<Path> files(Environment environment) {
    List<Path> files = new ArrayList<>();
    files.add(
        environment
            .variable("PGSERVICEFILE")
            .map(Path::of)
            .orElse(environment.home().resolve(".pg_service.conf")));
    environment
        .variable("PGSYSCONFDIR")
        .ifPresent(folder -> files.add(Path.of(folder, "pg_service.conf")));
    return files;
  }

  private static boolean find(Path file, String name, Map<Keyword, String> values) {
    boolean found = false;
    boolean inside = false;
    for (String line : lines(file)) {
      String text = line.strip();
      if (text.startsWith("[")) {
        inside = text.equals("[" + name + "]");
        found |= inside;
      } else if (inside && !text.startsWith("#") && text.indexOf('=') > 0) {
        int equals = text.indexOf('=');
        Keyword.of(text.substring(0, equals).strip())
            .ifPresent(keyword -> values.put(keyword, text.substring(equals + 1).strip()));
      }
    }
    return found;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read the service file " + file, e);
    }
  }
}

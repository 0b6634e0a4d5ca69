package quire.storage.postgresql.address;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a process knows of its surroundings before it connects.
 *
 * @param variables the environment variables
 * @param home the user's own folder
 * @param user the user's name in the operating system
 */
public record Environment(Map<String, String> variables, Path home, String user) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** {@return the surroundings of this process} */
  public static Environment ofThisProcess() {
    Map<String, String> variables = System.getenv();
    String home = variables.getOrDefault("HOME", System.getProperty("user.home", ""));
    return new Environment(variables, Path.of(home), System.getProperty("user.name", ""));
  }

  /** {@return the variable's value; an empty one counts as none, as with psql} */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}

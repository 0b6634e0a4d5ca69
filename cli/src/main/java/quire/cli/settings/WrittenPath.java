package quire.cli.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;

/**
 * A path as somebody wrote it, who may have counted on a shell to replace variables in it. A client
 * starts its servers without one, and a folder of the name {@code ${HOME}} is what nobody means.
 *
 * @param origin where it was written, for people
 */
record WrittenPath(String text, String origin) {
  /** A {@code $NAME} further behind may be a folder's name: shells do not make such, people do. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{[^}/]*}|^\\$[A-Za-z_]\\w*(?=/|$)|%[A-Z][A-Z0-9_()]+%");

  private static final Pattern WINDOWS = Pattern.compile("^([A-Za-z]:[\\\\/]|\\\\\\\\).*");

  /**
   * {@return the path, which may be relative}
   *
   * @throws ConfigurationException if it cannot be meant as it is written
   */
  Path in(Surroundings surroundings) {
    variable()
        .ifPresent(
            name -> {
              throw refused(
                  "%s was not replaced, because no shell reads this".formatted(name),
                  "Write the folder itself, or ~/ for your home");
            });
    if (WINDOWS.matcher(text).matches() && !surroundings.system().startsWith("Windows")) {
      throw refused("this is a path of Windows", "Write one of this system, such as /home/...");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      return surroundings.home().resolve(text.substring(Math.min(2, text.length())));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException unusable) {
      throw refused("no file can be called so", "Write another path");
    }
  }

  private Optional<String> variable() {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private ConfigurationException refused(String why, String remedy) {
    return new ConfigurationException(
        "%s: \"%s\": %s; nothing was opened. %s".formatted(origin, text, why, remedy));
  }
}

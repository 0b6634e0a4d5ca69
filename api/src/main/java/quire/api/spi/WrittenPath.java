package quire.api.spi;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path as somebody wrote it, who may have counted on a shell to replace variables in it. A client
 * starts its servers without one, and a folder of the name {@code ${HOME}} is what nobody means.
 */
public record WrittenPath(String text) {
  /** A {@code $NAME} further behind may be a folder's name: shells do not make such, people do. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{[^}/]*}|^\\$[A-Za-z_]\\w*(?=/|$)|%[A-Z][A-Z0-9_()]+%");

  private static final Pattern WINDOWS = Pattern.compile("^([A-Za-z]:[\\\\/]|\\\\\\\\).*");

  /**
   * {@return the absolute path: {@code ~/} is the home, a relative name is below the base}
   *
   * @throws IllegalArgumentException if it cannot be meant as it is written; the message says what
   *     to write
   */
  public Path in(StoreFolders folders) {
    Path path = in(folders.home());
    if (!path.isAbsolute() && folders.base().isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is relative and there is no project here: give an absolute path".formatted(text));
    }
    return folders.base().map(base -> base.resolve(path)).orElse(path).normalize();
  }

  /**
   * {@return the path, which may be relative}
   *
   * @throws IllegalArgumentException if it cannot be meant as it is written
   */
  public Path in(Path home) {
    variable()
        .ifPresent(
            name -> {
              throw refused(
                  "%s was not replaced, because no shell reads this".formatted(name),
                  "Write the folder itself, or ~/ for your home");
            });
    if (WINDOWS.matcher(text).matches() && File.separatorChar != '\\') {
      throw refused("this is a path of Windows", "Write one of this system, such as /home/...");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      return home.resolve(text.substring(Math.min(2, text.length())));
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

  private IllegalArgumentException refused(String why, String remedy) {
    return new IllegalArgumentException(
        "\"%s\": %s; nothing was opened. %s".formatted(text, why, remedy));
  }
}

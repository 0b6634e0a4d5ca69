package quire.cli.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quire.cli.base.Flags;

/**
 * The command line of {@code quire serve}.
 *
 * @param log the level of messages on standard error
 */
public record ServeFlags(Flags flags, Optional<String> log) {
  private static final List<String> NAMES = List.of("--store", "--project", "--log-level");

  /**
   * Understands the usual forms of the command line without the library for command lines, whose
   * loading would take longer than everything else that happens before the first answer.
   *
   * @return empty for any other form, which is then the library's to understand or to refuse
   */
  public static Optional<ServeFlags> ofUsualForm(String[] arguments) {
    if (arguments.length % 2 == 0 || !arguments[0].equals("serve")) {
      return Optional.empty();
    }
    String[] values = new String[NAMES.size()];
    for (int i = 1; i < arguments.length; i += 2) {
      int name = NAMES.indexOf(arguments[i]);
      if (name < 0 || arguments[i + 1].startsWith("-")) {
        return Optional.empty();
      }
      values[name] = arguments[i + 1];
    }
    return Optional.of(
        new ServeFlags(
            new Flags(Optional.ofNullable(values[0]), Optional.ofNullable(values[1]).map(Path::of)),
            Optional.ofNullable(values[2])));
  }
}

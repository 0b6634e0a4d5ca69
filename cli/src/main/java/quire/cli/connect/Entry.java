package quire.cli.connect;

import java.util.List;
import java.util.Optional;

/**
 * How a client is told of Quire: by an absolute program with its words, which it starts, or by the
 * address of a server that runs.
 *
 * @param command empty for an address
 * @param url empty for a program
 * @param authorization the header that goes with the address; empty if none is there
 */
record Entry(String command, List<String> arguments, String url, String authorization) {
  /** The name under which Quire stands in every client's file. */
  static final String NAME = "quire";

  /** Where every shared server is found at its address. */
  static final String PATH = "/mcp";

  private static final String BEARER = "Bearer ";

  /** What a server is that Quire knows nothing of. */
  static final Entry OTHER = new Entry("", List.of(), "", "");

  Entry {
    arguments = List.copyOf(arguments);
  }

  Entry(String command, List<String> arguments) {
    this(command, arguments, "", "");
  }

  static Entry serving(String command) {
    return new Entry(command, List.of("serve"));
  }

  static Entry at(String url, String token) {
    return new Entry("", List.of(), url, BEARER + token);
  }

  boolean isAddress() {
    return !url.isEmpty();
  }

  /** {@return the token as it stands in the file, unless a variable or nothing stands there} */
  Optional<String> token() {
    return Optional.of(authorization)
        .filter(value -> value.startsWith(BEARER) && value.matches("[^${}]*"))
        .map(value -> value.substring(BEARER.length()));
  }

  /**
   * {@return whether a client that has this entry under that name reaches a Quire server} A program
   * is known by its command and not by its name, which is the user's to choose. An address says
   * nothing of what is there, so the name has to.
   */
  boolean isOurs(String name) {
    return isAddress() ? name.equals(NAME) && url.endsWith(PATH) : startsQuire(command, arguments);
  }

  private static boolean startsQuire(String command, List<String> arguments) {
    String program =
        command.substring(1 + Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')));
    boolean quire =
        program.equals("quire") || program.equals("quire.cmd") || program.equals("quire.exe");
    boolean wrapped =
        arguments.stream().anyMatch(word -> word.matches("quire-memory(@.*)?"))
            && program.matches("npx(\\.cmd)?|npm|bunx|pnpm");
    return (quire && arguments.contains("serve")) || wrapped;
  }

  /**
   * {@return this with what the user chose in the present entry: the words behind {@code serve}, or
   * a header that takes the token from a variable, or none}
   */
  Entry keeping(Entry present) {
    if (isAddress()) {
      return present.token().isPresent()
          ? this
          : new Entry("", List.of(), url, present.authorization());
    }
    List<String> words = present.arguments();
    int serve = words.indexOf("serve");
    return serve < 0 ? this : new Entry(command, words.subList(serve, words.size()));
  }
}

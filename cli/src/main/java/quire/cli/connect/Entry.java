package quire.cli.connect;

import java.util.List;

/** How a client is told to start Quire: an absolute program and its words. */
record Entry(String command, List<String> arguments) {
  /** The name under which Quire stands in every client's file. */
  static final String NAME = "quire";

  Entry {
    arguments = List.copyOf(arguments);
  }

  static Entry serving(String command) {
    return new Entry(command, List.of("serve"));
  }

  /**
   * {@return whether a client that starts this starts a Quire server} An entry is known by its
   * command and not by its name, which is the user's to choose.
   */
  static boolean isOurs(String command, List<String> arguments) {
    String program =
        command.substring(1 + Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')));
    boolean quire =
        program.equals("quire") || program.equals("quire.cmd") || program.equals("quire.exe");
    boolean wrapped =
        arguments.stream().anyMatch(word -> word.matches("quire-memory(@.*)?"))
            && program.matches("npx(\\.cmd)?|npm|bunx|pnpm");
    return (quire && arguments.contains("serve")) || wrapped;
  }

  /** {@return this with the words that the user put behind {@code serve} in the present entry} */
  Entry keeping(List<String> present) {
    int serve = present.indexOf("serve");
    return serve < 0 ? this : new Entry(command, present.subList(serve, present.size()));
  }
}

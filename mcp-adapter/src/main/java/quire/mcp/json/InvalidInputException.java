package quire.mcp.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;

/** A value is not as its schema wants it; the message names the member and what it must be. */
public final class InvalidInputException extends Exception {
  private static final long serialVersionUID = 1;

  private final String path;
  private final String problem;

  public InvalidInputException(String path, String problem) {
    super((path.isEmpty() ? "the arguments" : path) + " " + problem, null, false, false);
    this.path = path;
    this.problem = problem;
  }

  /** {@return the message for a value that is a member of something else} */
  public String within(String member) {
    return member + (path.isEmpty() || path.startsWith("[") ? path : "." + path) + " " + problem;
  }

  /** {@return the same fault, found in JSON within the string at which the parser stands} */
  public InvalidInputException inside(JsonParser around) {
    String outer = pathOf(around.streamReadContext());
    String whole =
        outer.isEmpty() || path.isEmpty() || path.startsWith("[")
            ? outer + path
            : outer + "." + path;
    return new InvalidInputException(whole, problem);
  }

  /** {@return the same fault, with what else is to be said of it} */
  public InvalidInputException and(String more) {
    return new InvalidInputException(path, problem + more);
  }

  /** {@return the place of a token as people write it: entities[2].name} */
  public static String pathOf(TokenStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    TokenStreamContext parent = context.getParent();
    String outer = parent == null ? "" : pathOf(parent);
    if (context.inArray()) {
      return context.hasCurrentIndex() ? outer + "[" + context.getCurrentIndex() + "]" : outer;
    }
    if (!context.hasCurrentName()) {
      return outer;
    }
    return outer.isEmpty() ? context.currentName() : outer + "." + context.currentName();
  }
}

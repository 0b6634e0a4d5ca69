package quire.mcp.catalog;

import quire.mcp.json.Ignored;
import quire.mcp.json.InvalidInputException;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.Result;

/**
 * One tool: what it is called and takes, and what it does.
 *
 * @param <A> its arguments once they are read
 */
public interface Tool<A> extends Operation<A> {
  ToolDescription<A> description();

  /** Does what the tool does. */
  @Override
  Result call(A arguments, ToolContext context);

  @Override
  default A arguments(Params params, Ignored ignored) throws InvalidInputException {
    try {
      A arguments = params.input("arguments", description().input(), ignored);
      if (strict() && ignored.count() > 0) {
        throw description().unknown(ignored.paths());
      }
      return arguments;
    } catch (InvalidInputException wrong) {
      throw wrong.and(". Nothing was done. Example: " + description().example());
    }
  }

  /**
   * {@return whether a member that nothing knows is refused} That of a filter must not be passed
   * over: the answer would be one to another question.
   */
  default boolean strict() {
    return false;
  }

  /** What is wrong with its input, or refused by the store, is the agent's to correct: a result. */
  @Override
  default Result refusal(String message) {
    return ToolResult.failure(message);
  }

  @Override
  default String kind() {
    return description().effect().writes() ? description().name() : "";
  }
}

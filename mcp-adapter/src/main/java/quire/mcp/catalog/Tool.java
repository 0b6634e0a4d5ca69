package quire.mcp.catalog;

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
  default A arguments(Params params) throws InvalidInputException {
    return params.input("arguments", description().input());
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

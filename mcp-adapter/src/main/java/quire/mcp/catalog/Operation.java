package quire.mcp.catalog;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.Ignored;
import quire.mcp.json.InvalidInputException;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/**
 * What a request can ask of the store: the call of a tool, the reading of a resource and the like.
 *
 * @param <A> what it is asked with
 */
public interface Operation<A> {
  /**
   * Reads what it is asked with; the store is opened only for arguments that are sound.
   *
   * @param ignored takes note of members that nothing knows
   */
  A arguments(Params params, Ignored ignored) throws InvalidInputException;

  /** {@return the result, or null if all there is to send was sent} */
  @Nullable Result call(A arguments, ToolContext context);

  /** {@return what is answered when the store or the arguments are the reason of a failure} */
  default Result refusal(String message) {
    throw ProtocolException.of(ProtocolException.INTERNAL_ERROR, message);
  }

  /**
   * {@return what kind of write it is; empty if it only reads} Writes of one kind that follow each
   * other may take effect in any order.
   */
  default String kind() {
    return "";
  }

  /** {@return whether it walks over everything there is, which only some may do at a time} */
  default boolean walks() {
    return false;
  }

  default boolean writes() {
    return !kind().isEmpty();
  }
}

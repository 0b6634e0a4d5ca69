package quire.mcp.catalog;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.Ignored;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.Result;

/** An operation whose arguments were read while it was looked up. */
public interface Inquiry extends Operation<Params> {
  @Nullable Result call(ToolContext context);

  @Override
  default Params arguments(Params params, Ignored ignored) {
    return params;
  }

  @Override
  default @Nullable Result call(Params params, ToolContext context) {
    return call(context);
  }
}

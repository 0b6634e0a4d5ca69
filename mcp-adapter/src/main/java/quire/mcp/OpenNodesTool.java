package quire.mcp;

import java.util.List;
import quire.api.Selection;
import quire.mcp.ToolDescription.Effect;

/** {@code open_nodes}. */
final class OpenNodesTool implements Tool<List<String>> {
  private static final ToolDescription<List<String>> DESCRIPTION =
      new ToolDescription<>(
          "open_nodes",
          "Open Nodes",
          "Returns the entities with exactly these names, with every relation that "
              + "touches one of them. Unknown names are skipped. Follow relations by opening "
              + "the names at their other ends.",
          GraphSchemas.single("names", Schema.listOf(Schemas.TEXT)),
          GraphSchemas.GRAPH_RESULT,
          Effect.READS);

  @Override
  public ToolDescription<List<String>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<String> names, Call call) {
    return new GraphResult(call, new Selection.Named(names));
  }
}

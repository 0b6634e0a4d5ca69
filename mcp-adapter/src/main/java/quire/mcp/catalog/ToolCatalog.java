package quire.mcp.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;
import quire.text.Nearest;

/** The tools on offer, in the order in which they are listed. */
public final class ToolCatalog {
  /** A longer name is none that was misspelled. */
  private static final int LONGEST_NAME = 100;

  private final Map<String, Tool<?>> tools = new LinkedHashMap<>();

  public ToolCatalog(List<Tool<?>> tools) {
    for (Tool<?> tool : tools) {
      this.tools.put(tool.description().name(), tool);
    }
  }

  public Result list(Params params, int pageSize) {
    return Pages.page(
        "tools",
        List.copyOf(tools.values()),
        (json, tool) -> tool.description().write(json),
        params,
        pageSize);
  }

  /** {@return the tool that the params name} */
  public Tool<?> named(Params params) {
    String name = params.required("name", Schemas.TEXT);
    Tool<?> tool = tools.get(name);
    if (tool == null) {
      throw ProtocolException.invalidParams(
          "Unknown tool: %s%s. There are %s"
              .formatted(
                  ProtocolException.shortened(name),
                  name.length() > LONGEST_NAME
                      ? ""
                      : Nearest.to(name, tools.keySet())
                          .map(nearest -> ", perhaps " + nearest)
                          .orElse(""),
                  String.join(", ", tools.keySet())));
    }
    return tool;
  }
}

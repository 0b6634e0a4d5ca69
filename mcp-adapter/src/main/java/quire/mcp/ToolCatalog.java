package quire.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools on offer, in the order in which they are listed. */
final class ToolCatalog {
  private final Map<String, Tool<?>> tools = new LinkedHashMap<>();

  ToolCatalog(List<Tool<?>> tools) {
    for (Tool<?> tool : tools) {
      this.tools.put(tool.description().name(), tool);
    }
  }

  /** {@return the nine tools of the standard memory server} */
  static List<Tool<?>> standard() {
    return List.of(
        new CreateEntitiesTool(),
        new CreateRelationsTool(),
        new AddObservationsTool(),
        new DeleteEntitiesTool(),
        new DeleteObservationsTool(),
        new DeleteRelationsTool(),
        new ReadGraphTool(),
        new SearchNodesTool(),
        new OpenNodesTool());
  }

  /** {@return the standard tools and those that only Quire has} */
  static List<Tool<?>> all() {
    List<Tool<?>> tools = new ArrayList<>(standard());
    tools.add(new RecallTool());
    tools.add(new ExploreTool());
    tools.add(new RecentChangesTool());
    tools.add(new DescribeMemoryTool());
    return tools;
  }

  Result list(Params params, int pageSize) {
    return Pages.page(
        "tools",
        List.copyOf(tools.values()),
        (json, tool) -> tool.description().write(json),
        params,
        pageSize);
  }

  /** {@return the work that a request for a call of a tool asks for} */
  ToolWork<?> work(Params params) {
    String name = params.required("name", Schemas.TEXT);
    Tool<?> tool = tools.get(name);
    if (tool == null) {
      throw ProtocolException.invalidParams("Unknown tool: " + ProtocolException.shortened(name));
    }
    return new ToolWork<>(tool, params);
  }

  /** A call of one tool. What is wrong with its input is the agent's to correct: a result. */
  record ToolWork<A>(Tool<A> tool, Params params) implements Work {
    @Override
    public Result answer(Call call) throws InvalidInputException {
      return tool.call(params.input("arguments", tool.description().input()), call);
    }

    @Override
    public Result failure(String message) {
      return ToolResult.failure(message);
    }

    boolean writes() {
      return tool.description().effect().writes();
    }
  }
}

package quire.mcp.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** The prompts on offer. */
public record PromptCatalog(List<Prompt> prompts) {
  public Result list(Params params, int pageSize) {
    return Pages.page("prompts", prompts, (json, prompt) -> prompt.write(json), params, pageSize);
  }

  public Result get(Params params) {
    String name = params.required("name", Schemas.TEXT);
    Prompt prompt = find(name);
    if (prompt == null) {
      throw ProtocolException.invalidParams("Unknown prompt: " + ProtocolException.shortened(name));
    }
    return prompt.messages().of(params);
  }

  @Nullable Prompt find(String name) {
    for (Prompt prompt : prompts) {
      if (prompt.name().equals(name)) {
        return prompt;
      }
    }
    return null;
  }
}

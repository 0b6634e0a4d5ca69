package quire.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The prompts on offer. */
record PromptCatalog(List<Prompt> prompts) {
  Result list(Params params, int pageSize) {
    return Pages.page("prompts", prompts, (json, prompt) -> prompt.write(json), params, pageSize);
  }

  Result get(Params params) {
    String name = params.required("name", Schemas.TEXT);
    Prompt prompt = find(name);
    if (prompt == null) {
      throw ProtocolException.invalidParams("Unknown prompt: " + ProtocolException.shortened(name));
    }
    return prompt.messages(params);
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

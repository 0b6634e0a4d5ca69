package quire.mcp;

/** What is offered to clients, whatever their era and transport. */
record Service(
    ServerSetup setup,
    String instructions,
    ToolCatalog tools,
    ResourceCatalog resources,
    PromptCatalog prompts,
    Extension extension,
    AnswerRoom room) {
  Service(
      ServerSetup setup,
      String instructions,
      ToolCatalog tools,
      ResourceCatalog resources,
      PromptCatalog prompts,
      Extension extension) {
    this(setup, instructions, tools, resources, prompts, extension, new AnswerRoom());
  }

  ServerIdentity identity() {
    return setup.identity();
  }

  ServerLimits limits() {
    return setup.limits();
  }
}

package quire.mcp;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;
import quire.mcp.Structure.Member;

/** The server that the official conformance suite wants, on this protocol layer, over HTTP. */
public final class FixtureServer {
  private FixtureServer() {}

  /** Serves on the port given as the only argument until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    new HttpFixture(service()).serve(Integer.parseInt(arguments[0]));
  }

  static Service service() {
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    FixtureExtension extension = new FixtureExtension();
    ServerSetup setup =
        new ServerSetup(
            new ServerIdentity("quire-fixture", "Quire's fixture", "1"),
            () -> store,
            "fixture",
            ServerLimits.STANDARD,
            new ServerLog(System.err, Level.WARNING),
            client -> {});
    return new Service(
        setup,
        "A fixture.",
        new ToolCatalog(FixtureTools.all(extension)),
        new FixtureResources(),
        new PromptCatalog(prompts()),
        extension);
  }

  private static List<Prompt> prompts() {
    return List.of(
        new FixturePrompt(
            "test_simple_prompt",
            List.of(),
            params -> messages(textMessage("This is a simple prompt for testing."))),
        new FixturePrompt(
            "test_prompt_with_arguments", List.of("arg1", "arg2"), FixtureServer::withArguments),
        new FixturePrompt(
            "test_prompt_with_embedded_resource",
            List.of("resourceUri"),
            FixtureServer::withResource),
        new FixturePrompt(
            "test_prompt_with_image",
            List.of(),
            params ->
                messages(
                    "{\"role\":\"user\",\"content\":{\"type\":\"image\",\"data\":\"%s\",\"mimeType\":\"image/png\"}},"
                            .formatted(FixtureTools.PNG)
                        + textMessage("Please analyze the image above."))),
        new FixturePrompt(
            "test_input_required_result_prompt", List.of(), FixtureServer::withContext));
  }

  private static Result withArguments(Params params) {
    Member<String> one = Structure.required("arg1", Schemas.TEXT);
    Member<String> two = Structure.required("arg2", Schemas.TEXT);
    String text =
        params.required(
            "arguments",
            Structure.open(
                values ->
                    "Prompt with arguments: arg1='%s', arg2='%s'"
                        .formatted(values.get(one), values.get(two)),
                one,
                two));
    return messages(textMessage(text));
  }

  private static Result withResource(Params params) {
    String uri = params.required("arguments", GraphSchemas.single("resourceUri", Schemas.TEXT));
    return messages(
        "{\"role\":\"user\",\"content\":{\"type\":\"resource\",\"resource\":{\"uri\":\"%s\",\"mimeType\":\"text/plain\",\"text\":\"Embedded resource content for testing.\"}}},"
                .formatted(uri)
            + textMessage("Please process the embedded resource above."));
  }

  private static Result withContext(Params params) {
    String question =
        FixtureTools.asked(
            "user_context",
            "elicitation/create",
            FixtureTools.form("What context should the prompt use?", "context"));
    return FixtureTools.once(
        params, question, "user_context", null, messages(textMessage("With the context given.")));
  }

  private static String textMessage(String text) {
    return "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}".formatted(text);
  }

  private static Result messages(String messages) {
    return json ->
        json.name("messages").copy(("[" + messages + "]").getBytes(StandardCharsets.UTF_8));
  }

  /** A prompt of the suite. */
  private record FixturePrompt(String name, List<String> names, Prompting prompting)
      implements Prompt {
    @Override
    public String title() {
      return name;
    }

    @Override
    public String description() {
      return "A prompt of the suite";
    }

    @Override
    public List<Argument> arguments() {
      return names.stream().map(argument -> new Argument(argument, argument, true)).toList();
    }

    @Override
    public Result messages(Params params) {
      return prompting.prompt(params);
    }
  }

  /** Makes the messages of a prompt. */
  private interface Prompting {
    Result prompt(Params params);
  }

  /** The resources of the suite. */
  private static final class FixtureResources implements ResourceCatalog {
    @Override
    public List<ResourceDescription> resources() {
      return List.of(
          described("test://static-text", "text/plain"),
          described("test://static-binary", "image/png"),
          described("test://watched-resource", "text/plain"));
    }

    @Override
    public List<ResourceDescription> templates() {
      return List.of(described("test://template/{id}/data", "application/json"));
    }

    @Override
    public @Nullable Resource find(String uri) {
      if (uri.startsWith("test://template/") && uri.endsWith("/data")) {
        String id = uri.substring("test://template/".length(), uri.length() - "/data".length());
        return new FixtureResource(
            uri,
            "{\"uri\":\"%s\",\"mimeType\":\"application/json\",\"text\":\"{\\\"id\\\":\\\"%s\\\",\\\"templateTest\\\":true,\\\"data\\\":\\\"Data for ID: %s\\\"}\"}"
                .formatted(uri, id, id));
      }
      return switch (uri) {
        case "test://static-text", "test://watched-resource" ->
            new FixtureResource(
                uri,
                "{\"uri\":\"%s\",\"mimeType\":\"text/plain\",\"text\":\"This is the content of the static text resource.\"}"
                    .formatted(uri));
        case "test://static-binary" ->
            new FixtureResource(
                uri,
                "{\"uri\":\"%s\",\"mimeType\":\"image/png\",\"blob\":\"%s\"}"
                    .formatted(uri, FixtureTools.PNG));
        default -> null;
      };
    }

    private static ResourceDescription described(String address, String mimeType) {
      String name = address.replaceAll("[^a-z]+", "-");
      return new ResourceDescription(address, name, name, "A resource of the suite", mimeType);
    }
  }

  /** A resource of the suite, which never changes. */
  private record FixtureResource(String uri, String content) implements Resource {
    @Override
    public Result read(Call call) {
      Result result =
          json ->
              json.name("contents").copy(("[" + content + "]").getBytes(StandardCharsets.UTF_8));
      return result.cached(CacheHint.NEVER);
    }

    @Override
    public boolean changedSince(long sequence, MemoryStore store) {
      return false;
    }
  }
}

package quire.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;
import quire.mcp.catalog.Prompt;
import quire.mcp.catalog.Prompt.Argument;
import quire.mcp.catalog.PromptCatalog;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.ResourceCatalog;
import quire.mcp.catalog.ResourceDescription;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.ServerLog;
import quire.mcp.catalog.Service;
import quire.mcp.catalog.Service.Offer;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolCatalog;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.AnswerBuffers;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.protocol.CacheHint;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.Result;
import quire.mcp.protocol.ServerIdentity;

/** What the official conformance suite wants a server to offer. */
public final class FixtureServer {
  private FixtureServer() {}

  /** Serves on a port, with its files in a folder, until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    List<String> names = List.of("127.0.0.1:" + port, "localhost:" + port);
    Service service = service(FixtureTools.all(), ServerLimits.STANDARD);
    RunningServer server = RunningServer.fixture(service, Path.of(arguments[1]), names);
    new TokenFront(server.port(), server.token()).serve(port);
  }

  static Service service(List<Tool<?>> tools, ServerLimits limits) {
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    return new Service(
        new Offer(
            "A fixture.",
            new ToolCatalog(tools),
            FixtureResources.catalog(),
            new PromptCatalog(prompts())),
        new ServerIdentity("quire-fixture", "Quire's fixture", "1"),
        () -> store,
        "fixture",
        limits,
        new ServerLog(System.err, Level.WARNING),
        client -> {},
        new AnswerBuffers());
  }

  private static List<Prompt> prompts() {
    return List.of(
        prompt(
            "test_simple_prompt",
            List.of(),
            params -> messages(textMessage("This is a simple prompt for testing."))),
        prompt("test_prompt_with_arguments", List.of("arg1", "arg2"), FixtureServer::withArguments),
        prompt(
            "test_prompt_with_embedded_resource",
            List.of("resourceUri"),
            FixtureServer::withResource),
        prompt(
            "test_prompt_with_image",
            List.of(),
            params ->
                messages(
                    "{\"role\":\"user\",\"content\":{\"type\":\"image\",\"data\":\"%s\",\"mimeType\":\"image/png\"}},"
                            .formatted(FixtureTools.PNG)
                        + textMessage("Please analyze the image above."))),
        prompt("test_input_required_result_prompt", List.of(), FixtureServer::withContext));
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
    String uri = params.required("arguments", Structure.single("resourceUri", Schemas.TEXT));
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

  private static Prompt prompt(String name, List<String> names, Prompt.Messages messages) {
    return new Prompt(
        name,
        name,
        "A prompt of the suite",
        names.stream().map(argument -> new Argument(argument, argument, true)).toList(),
        messages);
  }

  /** The resources of the suite. */
  private static final class FixtureResources {
    static ResourceCatalog catalog() {
      return new ResourceCatalog(
          List.of(
              described("test://static-text", "text/plain"),
              described("test://static-binary", "image/png"),
              described("test://watched-resource", "text/plain")),
          List.of(described("test://template/{id}/data", "application/json")),
          FixtureResources::find);
    }

    private static @Nullable Resource find(String uri) {
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
    public Result read(ToolContext context) {
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

package quire.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.RequestId;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** The tools that the official conformance suite calls. */
final class FixtureTools {
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
  private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
  private static final String IMAGE =
      "{\"type\":\"image\",\"data\":\"" + PNG + "\",\"mimeType\":\"image/png\"}";
  private static final String STATE = "fixture-state-7";

  /** The tool that may be called by clients alone that can sample. */
  static final String NEEDS_SAMPLING = "test_missing_capability";

  private static final Member<RequestId> TOKEN = Structure.optional("progressToken", Schemas.ID);
  private static final Schema<Optional<RequestId>> META =
      Structure.open(values -> Optional.ofNullable(values.find(TOKEN)), TOKEN);

  private FixtureTools() {}

  /** A tool of the suite. */
  record FixtureTool(String name, Function<FixtureCall, Result> action) implements Tool<Boolean> {
    @Override
    public ToolDescription<Boolean> description() {
      return new ToolDescription<>(
          name,
          name,
          "A tool of the suite",
          "{}",
          Structure.open(v -> Boolean.TRUE),
          null,
          Effect.READS);
    }

    @Override
    public Result call(Boolean none, ToolContext context) {
      return action.apply(FixtureCall.CURRENT.get());
    }
  }

  static List<Tool<?>> all() {
    List<Tool<?>> tools = new ArrayList<>();
    tools.add(
        new FixtureTool(
            "test_simple_text", call -> text("This is a simple text response for testing.")));
    tools.add(new FixtureTool("test_image_content", call -> content("[" + IMAGE + "]")));
    tools.add(
        new FixtureTool(
            "test_audio_content",
            call ->
                content(
                    "[{\"type\":\"audio\",\"data\":\"" + WAV + "\",\"mimeType\":\"audio/wav\"}]")));
    tools.add(
        new FixtureTool(
            "test_embedded_resource",
            call ->
                content(
                    "[{\"type\":\"resource\",\"resource\":{\"uri\":\"test://embedded-resource\",\"mimeType\":\"text/plain\",\"text\":\"This"
                        + " is an embedded resource content.\"}}]")));
    tools.add(
        new FixtureTool(
            "test_multiple_content_types",
            call ->
                content(
                    "[{\"type\":\"text\",\"text\":\"Multiple content types test:\"},"
                        + IMAGE
                        + ",{\"type\":\"resource\",\"resource\":{\"uri\":\"test://mixed-content-resource\",\"mimeType\":\"application/json\",\"text\":\"{}\"}}]")));
    tools.add(
        new FixtureTool(
            "test_error_handling",
            call -> ToolResult.failure("This tool intentionally returns an error for testing")));
    tools.add(new FixtureTool("test_tool_with_logging", FixtureTools::logging));
    tools.add(new FixtureTool("test_logging_tool", call -> text("No level was asked for")));
    tools.add(new FixtureTool("test_tool_with_progress", FixtureTools::progress));
    tools.add(new FixtureTool(NEEDS_SAMPLING, call -> text("The client can sample")));
    tools.add(new FixtureTool("test_streaming_elicitation", call -> text("Nothing is asked")));
    tools.addAll(asking());
    tools.addAll(rounds());
    return tools;
  }

  static Result text(String text) {
    return json -> ToolResult.text(json, text);
  }

  static Result content(String blocks) {
    return json -> json.name("content").copy(blocks.getBytes(StandardCharsets.UTF_8));
  }

  private static Result logging(FixtureCall call) {
    for (String step : List.of("started", "processing data", "completed")) {
      notify(
          call,
          "notifications/message",
          "{\"level\":\"info\",\"data\":\"Tool execution %s\"}".formatted(step));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return text("Logged");
  }

  private static Result progress(FixtureCall call) {
    Params params = call.params();
    Optional<RequestId> token = params.optional("_meta", META).flatMap(known -> known);
    for (int progress = 0; progress <= 100 && token.isPresent(); progress += 50) {
      MessageBytes bytes = MessageBytes.unlimited();
      int now = progress;
      Envelope.notification(
          new JsonWriter(bytes),
          "notifications/progress",
          json -> {
            token.get().write(json.name("progressToken"));
            json.name("progress").number(now).name("total").number(100);
          });
      call.send(bytes.copy(0, bytes.position()));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return text("Done");
  }

  private static void notify(FixtureCall call, String method, String params) {
    call.send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}\n"
            .formatted(method, params)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The tools that ask the client by requests of their own, as the legacy revisions allow. */
  private static List<Tool<?>> asking() {
    return List.of(
        new FixtureTool(
            "test_sampling",
            call ->
                call.ask(
                    "sampling/createMessage",
                    "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"Say"
                        + " something\"}}],\"maxTokens\":100}")),
        new FixtureTool(
            "test_elicitation",
            call ->
                call.ask(
                    "elicitation/create",
                    "{\"message\":\"Who are"
                        + " you?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"username\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"}},\"required\":[\"username\",\"email\"]}}")),
        new FixtureTool(
            "test_elicitation_sep1034_defaults",
            call ->
                call.ask(
                    "elicitation/create",
                    "{\"message\":\"Defaults\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"default\":\"John"
                        + " Doe\"},\"age\":{\"type\":\"integer\",\"default\":30},\"score\":{\"type\":\"number\",\"default\":95.5},\"status\":{\"type\":\"string\",\"enum\":[\"active\",\"inactive\",\"pending\"],\"default\":\"active\"},\"verified\":{\"type\":\"boolean\",\"default\":true}}}}")),
        new FixtureTool(
            "test_elicitation_sep1330_enums",
            call ->
                call.ask(
                    "elicitation/create",
                    "{\"message\":\"Choices\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"untitledSingle\":{\"type\":\"string\",\"enum\":[\"option1\",\"option2\",\"option3\"]},\"titledSingle\":{\"type\":\"string\",\"oneOf\":[{\"const\":\"value1\",\"title\":\"First"
                        + " Option\"},{\"const\":\"value2\",\"title\":\"Second"
                        + " Option\"},{\"const\":\"value3\",\"title\":\"Third"
                        + " Option\"}]},\"legacyEnum\":{\"type\":\"string\",\"enum\":[\"opt1\",\"opt2\",\"opt3\"],\"enumNames\":[\"Option"
                        + " One\",\"Option Two\",\"Option"
                        + " Three\"]},\"untitledMulti\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"option1\",\"option2\",\"option3\"]}},\"titledMulti\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"const\":\"value1\",\"title\":\"First"
                        + " Choice\"},{\"const\":\"value2\",\"title\":\"Second"
                        + " Choice\"},{\"const\":\"value3\",\"title\":\"Third Choice\"}]}}}}}")));
  }

  /** The tools that need several rounds, as the modern revision does it. */
  private static List<Tool<?>> rounds() {
    String elicit = asked("user_name", "elicitation/create", form("What is your name?", "name"));
    String sample = asked("greeting", "sampling/createMessage", sampling("Generate a greeting"));
    String capital =
        asked(
            "capital_question",
            "sampling/createMessage",
            sampling("What is the capital of France?"));
    String roots = asked("client_roots", "roots/list", "{}");
    String confirm = asked("confirm", "elicitation/create", form("Please confirm", "ok"));
    return List.of(
        new FixtureTool(
            "test_input_required_result_elicitation",
            call -> once(call, elicit, "user_name", null)),
        new FixtureTool(
            "test_input_required_result_sampling",
            call -> once(call, capital, "capital_question", null)),
        new FixtureTool(
            "test_input_required_result_list_roots",
            call -> once(call, roots, "client_roots", null)),
        new FixtureTool(
            "test_input_required_result_request_state",
            call -> once(call, confirm, "confirm", STATE)),
        new FixtureTool(
            "test_input_required_result_tampered_state",
            call -> once(call, confirm, "confirm", STATE)),
        new FixtureTool(
            "test_input_required_result_multiple_inputs",
            call -> once(call, elicit + "," + sample + "," + roots, "client_roots", STATE)),
        new FixtureTool("test_input_required_result_multi_round", FixtureTools::multiRound),
        new FixtureTool(
            "test_input_required_result_capabilities",
            call ->
                inputRequired(
                    List.of(elicit, sample, roots).stream()
                        .filter(asked -> declared(asked, call.clientCapabilities()))
                        .collect(Collectors.joining(",")),
                    null)));
  }

  /** {@return the answer once the client gave a sound response under the key, else the question} */
  static Result once(FixtureCall call, String questions, String key, @Nullable String state) {
    return once(call.params(), questions, key, state, text("state-ok Hello, given!"));
  }

  static Result once(
      Params params, String questions, String key, @Nullable String state, Result answer) {
    if (state != null && params.has("requestState")) {
      checkState(params, state);
    }
    return responded(params, key) ? answer : inputRequired(questions, state);
  }

  static String asked(String key, String method, String params) {
    return "\"%s\":{\"method\":\"%s\",\"params\":%s}".formatted(key, method, params);
  }

  static String form(String message, String member) {
    String type = member.equals("ok") ? "boolean" : "string";
    return ("{\"message\":\"%s\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"%s\":{\"type\":\"%s\"}},"
                + "\"required\":[\"%s\"]}}")
        .formatted(message, member, type, member);
  }

  private static String sampling(String text) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}],\"maxTokens\":100}"
        .formatted(text);
  }

  private static Result multiRound(FixtureCall call) {
    Params params = call.params();
    if (responded(params, "step2")) {
      checkState(params, "round-2");
      return text("Both steps are done");
    }
    if (responded(params, "step1")) {
      checkState(params, "round-1");
      return inputRequired(
          asked(
              "step2", "elicitation/create", form("Step 2: What is your favorite color?", "color")),
          "round-2");
    }
    return inputRequired(
        asked("step1", "elicitation/create", form("Step 1: What is your name?", "name")),
        "round-1");
  }

  private static boolean declared(String asked, Set<String> capabilities) {
    return (asked.contains("elicitation/") && capabilities.contains("elicitation"))
        || (asked.contains("sampling/") && capabilities.contains("sampling"))
        || (asked.contains("roots/") && capabilities.contains("roots"));
  }

  private static void checkState(Params params, String state) {
    if (!params.required("requestState", Schemas.TEXT).equals(state)) {
      throw ProtocolException.invalidParams("Invalid params: requestState is not what was given");
    }
  }

  private static boolean responded(Params params, String key) {
    if (!params.has("inputResponses")) {
      return false;
    }
    try {
      params.required("inputResponses", Structure.single(key, Schemas.NAMES));
      return true;
    } catch (ProtocolException unsound) {
      return false;
    }
  }

  private static Result inputRequired(String questions, @Nullable String state) {
    byte[] requests = ("{" + questions + "}").getBytes(StandardCharsets.UTF_8);
    return new Result() {
      @Override
      public void write(JsonWriter json) {
        json.name("inputRequests").copy(requests);
        if (state != null) {
          json.name("requestState").string(state);
        }
      }

      @Override
      public String type() {
        return "input_required";
      }
    };
  }
}

package quire.cli.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import quire.cli.base.Surroundings;
import quire.cli.base.Version;
import quire.mcp.Reply;
import quire.mcp.StdioClient;
import tools.jackson.core.JsonGenerator;

/** Two agents, each with a server process of its own, on one store. */
final class DemoScript {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOTES_EACH = 100;

  private final Launcher launcher;
  private final Surroundings surroundings;
  private final Consumer<String> audience;
  private final List<Step> steps = new ArrayList<>();

  DemoScript(Launcher launcher, Surroundings surroundings, Consumer<String> audience) {
    this.launcher = launcher;
    this.surroundings = surroundings;
    this.audience = audience;
  }

  private record Step(String what, double millis, boolean asExpected) {}

  /** {@return whether everything was as it should be} */
  boolean play() throws IOException {
    audience.accept("Two agents, two server processes, one memory:");
    try (Scratch scratch = new Scratch()) {
      String project = scratch.folder().toString();
      scratch.becomeProject("", surroundings);
      try (StdioClient scout = enter("scout", scratch.server(launcher, "--project", project));
          StdioClient builder = enter("builder", scratch.server(launcher, "--project", project))) {
        talk(scout, builder);
        writeTogether(scout, builder);
      } catch (UncheckedIOException failure) {
        throw failure.getCause();
      }
    }
    return steps.stream().allMatch(Step::asExpected);
  }

  private StdioClient enter(String agent, ProcessBuilder command) throws IOException {
    long start = System.nanoTime();
    StdioClient client = StdioClient.start(command);
    Reply hello = client.initialize(agent, Version.number(), PATIENCE);
    note(
        "%s starts its server, process %d".formatted(agent, client.pid()), start, !hello.isError());
    return client;
  }

  private void talk(StdioClient scout, StdioClient builder) {
    step(
        "scout writes: billing service deploys on Thursdays only",
        () ->
            call(
                scout,
                "create_entities",
                """
                {"entities": [{"name": "billing service", "entityType": "project", "observations": \
                ["deploys on Thursdays only", "owned by the platform team"]}]}\
                """),
        reply -> reply.count("entities") == 1);
    step(
        "builder asks: \"when may I deploy billing?\" and is told it",
        () -> call(builder, "recall", "{\"query\": \"when may I deploy billing?\"}"),
        reply -> reply.text().contains("deploys on Thursdays only"));
    step(
        "builder adds: the staging database is a copy of last week",
        () ->
            call(
                builder,
                "add_observations",
                """
                {"observations": [{"entityName": "billing service", "contents": \
                ["the staging database is a copy of last week"]}]}\
                """),
        reply -> !reply.isError());
    step(
        "scout opens the billing service: 3 facts",
        () -> call(scout, "open_nodes", "{\"names\": [\"billing service\"]}"),
        reply -> reply.observations("billing service").size() == 3);
  }

  private void writeTogether(StdioClient scout, StdioClient builder) {
    step(
        "both write %d notes each, all at once".formatted(NOTES_EACH),
        () -> allAtOnce(scout, builder),
        failures -> failures == 0);
    step(
        "scout counts the notes of both",
        () -> call(scout, "search_nodes", "{\"query\": \"demo-note\"}"),
        reply -> reply.entityNames().size() == 2 * NOTES_EACH);
  }

  private static long allAtOnce(StdioClient... agents) {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < NOTES_EACH; i++) {
      for (StdioClient agent : agents) {
        calls.add(
            agent.callLater(
                "create_entities",
                """
                {"entities": [{"name": "note %d of %d", "entityType": "demo-note", \
                "observations": []}]}\
                """
                    .formatted(i, agent.pid())));
      }
    }
    return calls.stream().filter(call -> call.join().isError()).count();
  }

  private static Reply call(StdioClient agent, String tool, String arguments) {
    return agent.call(tool, arguments, PATIENCE);
  }

  private <T> void step(String what, Supplier<T> action, Predicate<T> expectation) {
    long start = System.nanoTime();
    T result = action.get();
    note(what, start, expectation.test(result));
  }

  private void note(String what, long start, boolean asExpected) {
    double millis = (System.nanoTime() - start) / 1e6;
    steps.add(new Step(what, millis, asExpected));
    audience.accept(
        "%8.1f ms  %s%s".formatted(millis, what, asExpected ? "" : "  -- NOT AS EXPECTED"));
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("steps");
    for (Step step : steps) {
      json.writeStartObject();
      json.writeStringProperty("step", step.what());
      json.writeNumberProperty("milliseconds", Math.round(step.millis() * 10) / 10.0);
      json.writeBooleanProperty("asExpected", step.asExpected());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

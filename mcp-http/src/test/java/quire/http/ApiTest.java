package quire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.conformance.HeapMemoryStore;
import quire.http.RunningServer.Events;
import quire.mcp.json.JsonTree;

/** What a page is told. */
@Timeout(120)
class ApiTest {
  private static final Author ADA = new Author("ada's client", "s1");

  @TempDir private Path folder;

  private final MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(store, folder);
    store.createEntities(
        List.of(
            new Entity("Ada", "person", List.of("wrote a program")),
            new Entity("Charles", "person", List.of("made the engine")),
            new Entity("Engine", "machine", List.of())),
        ADA);
    store.createRelations(
        List.of(
            new Relation("Ada", "Charles", "knows"),
            new Relation("Charles", "Engine", "made"),
            new Relation("Engine", "nowhere", "leads to")),
        ADA);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(server.address().resolve(path))
        .header("Authorization", "Bearer " + server.token());
  }

  private Object get(String path) {
    HttpResponse<String> answer = server.send(to(path).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return tree(answer);
  }

  private static Object tree(HttpResponse<String> answer) {
    Object tree = JsonTree.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    assertThat(tree).isInstanceOf(Map.class);
    return tree == null ? Map.of() : tree;
  }

  private HttpResponse<String> post(String path, String body) {
    return server.send(
        to(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private int status(String path) {
    return server.send(to(path).build()).statusCode();
  }

  @Test
  void theOverviewCountsWhatThereIsAndWhoWrote() {
    Object overview = get("/api/overview");
    assertThat(JsonTree.at(overview, "store", "entities")).hasToString("3");
    assertThat(JsonTree.at(overview, "changes", "clients", 0, "client")).isEqualTo("ada's client");
    assertThat(JsonTree.at(overview, "server", "visitor")).isEqualTo("http");
    assertThat(JsonTree.at(overview, "readAt")).isInstanceOf(String.class);
    assertThat(JsonTree.at(overview, "doctor", 0, "verdict")).isEqualTo("OK");
  }

  @Test
  void theOverviewSaysHowManyOfTheChangesItTellsOf() {
    store.createEntities(
        IntStream.range(0, 1_200).mapToObj(i -> new Entity("of " + i, "t", List.of())).toList(),
        new Author("bob's client", "many"));
    Object changes = JsonTree.at(get("/api/overview"), "changes");
    int counted = Integer.parseInt(String.valueOf(JsonTree.at(changes, "counted")));
    assertThat(JsonTree.at(changes, "of")).hasToString(Long.toString(store.lastSequence()));
    // The newest ones; on a busy machine the time may be over before the older ones.
    assertThat(counted).isBetween(500, (int) store.lastSequence());
    Object newest = JsonTree.at(changes, "clients", counted <= 1_200 ? 0 : 1);
    assertThat(JsonTree.at(newest, "client")).isEqualTo("bob's client");
    assertThat(JsonTree.at(newest, "changes")).hasToString("" + Math.min(counted, 1_200));
  }

  @Test
  void theBriefOverviewHasWhatIsKnownAtOnceAndLeavesOutTheRest() {
    Object brief = get("/api/overview?brief=1");
    assertThat(JsonTree.at(brief, "store", "entities")).hasToString("3");
    assertThat(JsonTree.at(brief, "store", "observations")).hasToString("2");
    assertThat(JsonTree.at(brief, "store", "relations")).hasToString("3");
    assertThat(JsonTree.at(brief, "server", "visitor")).isEqualTo("http");
    assertThat(JsonTree.at(brief, "findings")).isEqualTo(List.of());
    for (String slow : List.of("types", "changes", "doctor")) {
      assertThat(JsonTree.at(brief, slow)).as(slow).isNull();
    }
    assertThat(status("/api/overview?brief=2")).isEqualTo(400);
  }

  @Test
  void theOverviewHasTheTypesAsSoonAsTheyAreCounted() {
    // An answer does not wait for them: on a busy machine it may come without.
    Object overview = get("/api/overview");
    while (!overview.toString().contains("types")) {
      overview = get("/api/overview");
    }
    assertThat(JsonTree.at(overview, "types", 0, "type")).isEqualTo("person");
    assertThat(JsonTree.at(overview, "types", 0, "entities")).hasToString("2");
  }

  @Test
  void aHitSaysWhyItWasFound() {
    Object found = get("/api/search?q=who%20wrote+a%20program&limit=5");
    assertThat(JsonTree.at(found, "hits", 0, "entity")).isEqualTo("Ada");
    assertThat(JsonTree.at(found, "hits", 0, "client")).isEqualTo("ada's client");
    assertThat(JsonTree.at(found, "hits", 0, "words", 0)).isInstanceOf(String.class);
    assertThat(JsonTree.at(found, "hits", 0, "score", "text")).isNotNull();
    assertThat(JsonTree.at(get("/api/search?q=engine&mode=literal"), "found")).hasToString("2");
  }

  @Test
  void anEntityHasItsFactsWithTheirAuthorsAndItsRelationsBothWays() {
    store.addObservations(
        List.of(new Observations("Charles", List.of("<script>alert(1)</script>"))),
        new Author("other", "s2"));
    Object page = get("/api/entity?name=Charles");
    assertThat(JsonTree.at(page, "observations", 0, "client")).isEqualTo("ada's client");
    assertThat(JsonTree.at(page, "observations", 1, "text")).isEqualTo("<script>alert(1)</script>");
    assertThat(JsonTree.at(page, "observations", 1, "client")).isEqualTo("other");
    assertThat(JsonTree.at(page, "out", 0, "to")).isEqualTo("Engine");
    assertThat(JsonTree.at(page, "in", 0, "from")).isEqualTo("Ada");
    assertThat(status("/api/entity?name=nobody")).isEqualTo(404);
    assertThat(status("/api/entity")).isEqualTo(400);
  }

  @Test
  void thePartThatIsDrawnSaysOfHowMuchItIsAPart() {
    Object near = get("/api/graph?around=Ada");
    assertThat(JsonTree.at(near, "names")).isEqualTo(List.of("Ada", "Charles"));
    assertThat(JsonTree.at(near, "from")).asString().isEqualTo("[0]");
    assertThat(JsonTree.at(near, "to")).asString().isEqualTo("[1]");
    assertThat(JsonTree.at(near, "drawn", "entities")).hasToString("2");
    assertThat(JsonTree.at(near, "total", "entities")).hasToString("3");
    assertThat(JsonTree.at(near, "total", "relations"))
        .as("as many as the overview has, with the one that leads nowhere")
        .hasToString("3");
    assertThat(JsonTree.at(near, "hidden")).isEqualTo("1 entities and 2 relations are not drawn");
    assertThat(JsonTree.at(get("/api/graph?around=Ada&depth=2"), "names"))
        .isEqualTo(List.of("Ada", "Charles", "Engine"));
    assertThat(JsonTree.at(get("/api/graph?limit=1"), "names")).isEqualTo(List.of("Charles"));
    Object clusters = get("/api/graph?by=type");
    assertThat(JsonTree.at(clusters, "clusters", 0, "examples", 0)).isEqualTo("Charles");
    assertThat(JsonTree.at(clusters, "links", 0, "relations")).hasToString("1");
    assertThat(status("/api/graph?around=nobody")).isEqualTo(404);
    assertThat(status("/api/graph?limit=100000")).isEqualTo(400);
  }

  @Test
  void aLargeGraphIsDrawnInPartWithinASecond() {
    List<Entity> entities = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < 11_037; i++) {
      entities.add(new Entity("n" + i, "t" + i % 12, List.of()));
      for (int j = 1; j < 4; j++) {
        relations.add(new Relation("n" + i, "n" + (i * 7 + j) % 11_037, "r"));
      }
    }
    store.createEntities(entities, ADA);
    store.createRelations(relations, ADA);
    Object all = get("/api/graph?limit=10000");
    assertThat(JsonTree.at(all, "drawn", "entities")).hasToString("10000");
    assertThat(JsonTree.at(all, "hidden")).asString().startsWith("1,040 entities and ");
    assertThat(JsonTree.at(get("/api/graph?around=n1&depth=3&limit=300"), "drawn", "entities"))
        .isNotNull();
  }

  @Test
  void changesComeInPagesAndAsEvents() throws Exception {
    Object newest = get("/api/changes?limit=2");
    assertThat(JsonTree.at(newest, "changes", 1, "kind")).isEqualTo("relation");
    Object first = get("/api/changes?after=0&limit=2");
    assertThat(JsonTree.at(first, "changes", 0, "entity")).isEqualTo("Ada");
    assertThat(JsonTree.at(first, "next")).isNotNull();
    try (Events events = server.events(to("/api/events?after=0").build())) {
      assertThat(events.next("data: ")).contains("\"Ada\"");
      for (int i = 0; i < 7; i++) {
        events.next("data: ");
      }
      long last = store.lastSequence();
      store.addObservations(List.of(new Observations("Ada", List.of("a secret"))), ADA);
      assertThat(events.next("id: ")).isEqualTo("id: " + store.lastSequence());
      assertThat(events.next("data: ")).contains("observation").doesNotContain("a secret");
      store.addObservations(List.of(new Observations("Ada", List.of("a secret"))), ADA);
      store.addObservations(List.of(new Observations("Ada", List.of("another"))), ADA);
      assertThat(events.next("id: "))
          .as("what did nothing is no event")
          .isEqualTo("id: " + (last + 2));
    }
  }

  @Test
  void whoStoppedReadingGetsEveryChangeOnceAndInOrder() throws Exception {
    long before = store.lastSequence();
    try (Events events = server.events(to("/api/events?after=" + before).build())) {
      for (int i = 0; i < 3_000; i++) {
        store.createEntities(List.of(new Entity("m" + i, "t", List.of())), ADA);
      }
      for (int i = 0; i < 3_000; i++) {
        assertThat(events.next("data: ")).contains("\"m" + i + "\"");
      }
    }
  }

  @Test
  void aPageGetsItsTokenForACodeOnceAndMayWriteOnlyWhatItWasGiven() throws Exception {
    String code =
        String.valueOf(JsonTree.at(tree(post("/api/codes", "{\"mayWrite\":false}")), "code"));
    HttpRequest login =
        HttpRequest.newBuilder(server.address().resolve("/api/login"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
            .build();
    String token = String.valueOf(JsonTree.at(tree(server.send(login)), "token"));
    assertThat(server.send(login).statusCode()).isEqualTo(403);
    URI overview = server.address().resolve("/api/overview");
    HttpRequest page =
        HttpRequest.newBuilder(overview).header("Authorization", "Bearer " + token).build();
    assertThat(JsonTree.at(tree(server.send(page)), "server", "visitor")).isEqualTo("dashboard");
    HttpRequest write =
        server
            .request()
            .setHeader("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(RunningServer.HELLO.formatted("2025-06-18")))
            .build();
    String session = server.send(write).headers().firstValue("Mcp-Session-Id").orElseThrow();
    assertThat(
            server
                .send(
                    server
                        .request("Mcp-Session-Id", session)
                        .setHeader("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(RunningServer.create("no")))
                        .build())
                .statusCode())
        .isEqualTo(403);
    server.tokens().rotate();
    assertThat(server.send(page).statusCode()).as("with the first token's end").isEqualTo(401);
  }

  @Test
  void nothingIsToldWithoutATokenButThatItIsWell() {
    for (String path : List.of("/api/overview", "/api/events", "/metrics", "/api/codes")) {
      assertThat(
              server
                  .send(HttpRequest.newBuilder(server.address().resolve(path)).build())
                  .statusCode())
          .as(path)
          .isEqualTo(401);
    }
    assertThat(server.send(HttpRequest.newBuilder(server.address().resolve("/healthz")).build()))
        .satisfies(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(200);
              assertThat(answer.body()).contains("\"ok\"");
            });
    assertThat(status("/api/nothing")).isEqualTo(404);
    assertThat(status("/.well-known/oauth-protected-resource")).isEqualTo(404);
  }

  @Test
  void callsAreCounted() {
    server.post(RunningServer.create("x"), server.session("2025-11-25"));
    assertThat(server.send(to("/metrics").build()).body())
        .contains(
            "mcp_server_operation_duration_seconds_count{mcp_method_name=\"tools/call\",gen_ai_tool_name=\"create_entities\",outcome=\"ok\"}"
                + " 1",
            "quire_http_streams 0");
  }
}

package quire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quire.api.ChangeQuery;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;

/** Sessions of the legacy era, which no process remembers. */
@Timeout(120)
class SessionTest {
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  @TempDir private Path folder;

  private final MemoryStore store = new HeapMemoryStore(Clock.systemUTC());

  @Test
  void theNextServerAtTheAddressKnowsTheSessionsOfTheOneBefore() throws Exception {
    int port;
    String[] session;
    try (RunningServer first = RunningServer.start(store, folder)) {
      port = first.port();
      session = first.session("2025-11-25");
      assertThat(first.post(RunningServer.create("one"), session).statusCode()).isEqualTo(200);
    }
    try (RunningServer next = RunningServer.start(store, folder, port)) {
      assertThat(next.post(RunningServer.create("two"), session).body()).contains("two");
    }
    assertThat(store.changes(ChangeQuery.after(0, 10)))
        .extracting(change -> change.author().session())
        .hasSize(2)
        .as("one session, whichever process served it")
        .containsOnly(store.changes(ChangeQuery.after(0, 1)).getFirst().author().session());
  }

  @Test
  void anEndedSessionStaysEndedAlsoForTheNextServer() throws Exception {
    String[] session;
    try (RunningServer first = RunningServer.start(store, folder)) {
      session = first.session("2025-06-18");
      assertThat(first.send(first.request(session).DELETE().build()).statusCode()).isEqualTo(204);
      assertThat(first.post(LIST, session).statusCode()).isEqualTo(404);
      assertThat(first.send(first.request(session).DELETE().build()).statusCode()).isEqualTo(404);
    }
    try (RunningServer next = RunningServer.start(store, folder)) {
      assertThat(next.post(LIST, session).statusCode()).isEqualTo(404);
      assertThat(next.post(RunningServer.HELLO.formatted("2025-06-18"), session).statusCode())
          .as("a client that introduces itself again with its old id")
          .isEqualTo(200);
    }
  }

  @Test
  void aSessionBelongsToTheNameOfItsToken() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-11-25");
      assertThat(server.post(LIST, session).statusCode()).as("in use by its own").isEqualTo(200);
      String other = server.tokens().add("other", true);
      HttpResponse<String> refused =
          server.send(
              server
                  .request(session)
                  .setHeader("Authorization", "Bearer " + other)
                  .POST(BodyPublishers.ofString(LIST))
                  .build());
      assertThat(refused.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anIdThatWasChangedIsNoSession() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String id = server.session("2025-11-25")[1];
      for (int i = 0; i < id.length(); i += 7) {
        char other = id.charAt(i) == 'A' ? 'B' : 'A';
        String changed = id.substring(0, i) + other + id.substring(i + 1);
        assertThat(server.post(LIST, "Mcp-Session-Id", changed).statusCode())
            .as(changed)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void batchesAreServedInTheOneRevisionThatHasThem() throws Exception {
    String batch =
        "[%s,%s,{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]"
            .formatted(LIST, RunningServer.create("Ada"));
    try (RunningServer server = RunningServer.start(store, folder)) {
      HttpResponse<String> answer = server.post(batch, server.session("2025-03-26"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("[{").contains("\"tools\"", "\"Ada\"");
      assertThat(
              server
                  .post(
                      "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]",
                      server.session("2025-03-26"))
                  .statusCode())
          .isEqualTo(202);
      assertThat(server.post(batch, server.session("2025-11-25")).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void writesOfASessionTakeEffectInTheirOrder() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-11-25");
      for (int i = 0; i < 50; i++) {
        server.post(RunningServer.create("e" + i), session);
        assertThat(
                server
                    .post(
                        RunningServer.call(
                            "add_observations",
                            "{\"observations\":[{\"entityName\":\"e%d\",\"contents\":[\"x\"]}]}"
                                .formatted(i)),
                        session)
                    .body())
            .doesNotContain("isError\":true");
      }
    }
  }
}

package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreUnavailableException;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStore;
import quire.mcp.catalog.ServerLimits;

/** The checklist's rows PG, PR, CA and CO. */
final class UtilityTest {
  private static final String CANCEL =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%s}}";

  @Test
  void pg01_anInvalidCursorIsAWrongParam() {
    try (Peer peer = Peer.legacy()) {
      for (String list :
          List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list")) {
        assertCode(peer.ask(list, "{\"cursor\":\"nonsense\"}"), -32602);
        assertCode(peer.ask(list, "{\"cursor\":5}"), -32602);
      }
    }
  }

  @Test
  void pg02_pagesCoverEachItemOnceAndCursorsStayValid() {
    HeapMemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    try (Peer whole = Peer.legacy();
        Peer paged = new Peer(() -> store, onePerPage())) {
      paged.initialize("2025-11-25");
      for (String list : List.of("tools", "prompts", "resources")) {
        List<Object> items = new ArrayList<>();
        String params = "{}";
        while (true) {
          Reply page = paged.ask(list + "/list", params);
          assertThat(paged.ask(list + "/list", params).json()).isEqualTo(page.json());
          items.add(page.at("result", list, 0));
          assertThat(page.at("result", list, 1)).isNull();
          if (page.at("result", "nextCursor") == null) {
            break;
          }
          params = "{\"cursor\":\"%s\"}".formatted(page.at("result", "nextCursor"));
        }
        assertThat(items).isEqualTo(whole.ask(list + "/list", "{}").at("result", list));
      }
    }
  }

  @Test
  void pr01_noProgressIsSentWhereThereIsNoLongWork() {
    try (Peer peer = Peer.legacy()) {
      peer.ask("tools/call", "{\"name\":\"read_graph\",\"_meta\":{\"progressToken\":\"p\"}}");
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void ca01_aCancelStopsARunningReadAndItsAnswer() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (Peer peer = new Peer(heapWhoseReads(waitForInterrupt(reading, stopped)))) {
      peer.initialize("2025-11-25");
      peer.send("5", "tools/call", Peer.toolCall("read_graph", "{}"));
      assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
      peer.send(CANCEL.formatted("\"5\""));
      peer.send(CANCEL.formatted("6"));
      assertThat(stopped.getCount()).isEqualTo(1);
      peer.send(CANCEL.formatted("5"));
      assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(peer.call("read_graph", "{}").isError()).isFalse();
      peer.end();
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void ca01_aWriteThatHasBegunIsFinishedAndOneThatWaitsIsNotBegun() throws InterruptedException {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean undisturbed = new AtomicBoolean();
    HeapMemoryStore heap = new HeapMemoryStore(Clock.systemUTC());
    FaultyMemoryStore store = new FaultyMemoryStore(heap);
    store.failWith(
        Fault.of(
                FaultyMemoryStore.Call.CREATE_ENTITIES,
                1,
                () -> {
                  writing.countDown();
                  undisturbed.set(await(goOn));
                  return new StoreUnavailableException("The acknowledgement was lost");
                })
            .afterTheEffect());
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      peer.send("1", "tools/call", create("first"));
      peer.send(
          "2",
          "tools/call",
          Peer.toolCall(
              "create_relations",
              "{\"relations\":[{\"from\":\"a\",\"to\":\"b\",\"relationType\":\"t\"}]}"));
      assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
      peer.send(CANCEL.formatted("1"));
      peer.send(CANCEL.formatted("2"));
      assertThat(peer.ask("3", "ping", "{}").isError()).isFalse();
      goOn.countDown();
      assertThat(peer.ask("4", "tools/call", create("third")).isError()).isFalse();
      assertThat(undisturbed).isTrue();
      assertThat(peer.pending()).isEmpty();
      Reply graph = peer.call("read_graph", "{}");
      assertThat(graph.entityNames()).containsExactly("first", "third");
      assertThat(graph.count("relations")).isZero();
    }
  }

  @Test
  void co01_namesOfEntitiesAreCompletedAtMostAHundred() {
    try (Peer peer = Peer.legacy()) {
      String many =
          IntStream.range(0, 500)
              .mapToObj(
                  i ->
                      "{\"name\":\"Entity %d\",\"entityType\":\"t\",\"observations\":[]}"
                          .formatted(i))
              .collect(Collectors.joining(","));
      peer.call("create_entities", "{\"entities\":[%s]}".formatted(many));
      String template = "{\"type\":\"ref/resource\",\"uri\":\"memory://entity/{name}\"}";
      Reply all = complete(peer, template, "");
      assertThat((List<?>) all.at("result", "completion", "values")).hasSize(100);
      assertThat(all.at("result", "completion", "hasMore")).isEqualTo(true);
      Reply few = complete(peer, "{\"type\":\"ref/prompt\",\"name\":\"recall\"}", "entity 49");
      assertThat((List<?>) few.at("result", "completion", "values")).hasSize(11);
      assertThat(few.at("result", "completion", "hasMore")).isEqualTo(false);
    }
  }

  @Test
  void co01_onlyWhatIsOnOfferIsCompleted() {
    try (Peer peer = Peer.legacy()) {
      assertCode(complete(peer, "{\"type\":\"ref/prompt\",\"name\":\"none\"}", ""), -32602);
      assertCode(complete(peer, "{\"type\":\"ref/resource\",\"uri\":\"x\"}", ""), -32602);
      assertCode(complete(peer, "{\"type\":\"ref/none\"}", ""), -32602);
      assertCode(peer.ask("completion/complete", "{}"), -32602);
    }
  }

  @Test
  void promptsCarryTheirTopic() {
    try (Peer peer = Peer.legacy()) {
      for (String prompt : List.of("remember", "recall")) {
        Reply reply =
            peer.ask(
                "prompts/get",
                "{\"name\":\"%s\",\"arguments\":{\"topic\":\"the \\\"tide\\\"\"}}"
                    .formatted(prompt));
        assertThat(String.valueOf(reply.at("result", "messages", 0, "content", "text")))
            .contains("the \"tide\"");
      }
      assertCode(peer.ask("prompts/get", "{\"name\":\"recall\"}"), -32602);
      assertCode(peer.ask("prompts/get", "{\"name\":\"none\"}"), -32602);
    }
  }

  private static String create(String name) {
    return Peer.toolCall(
        "create_entities",
        "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
            .formatted(name));
  }

  private static Reply complete(Peer peer, String reference, String typed) {
    return peer.ask(
        "completion/complete",
        "{\"ref\":%s,\"argument\":{\"name\":\"name\",\"value\":\"%s\"}}"
            .formatted(reference, typed));
  }

  private static FaultyMemoryStore heapWhoseReads(Supplier<? extends StoreException> failure) {
    FaultyMemoryStore store = new FaultyMemoryStore(new HeapMemoryStore(Clock.systemUTC()));
    store.failWith(Fault.of(FaultyMemoryStore.Call.READ, 1, failure));
    return store;
  }

  private static Supplier<StoreException> waitForInterrupt(
      CountDownLatch begun, CountDownLatch stopped) {
    return () -> {
      begun.countDown();
      if (await(new CountDownLatch(1))) {
        throw new AssertionError("nobody interrupted the read");
      }
      stopped.countDown();
      return new StoreInterruptedException("interrupted");
    };
  }

  /** {@return false if it was interrupted} */
  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  private static ServerLimits onePerPage() {
    ServerLimits usual = Peer.limits();
    return new ServerLimits(
        usual.messageBytes(),
        usual.runningCalls(),
        usual.waitingCalls(),
        usual.waitingBytes(),
        usual.answerBytes(),
        1,
        usual.deadline(),
        usual.drain(),
        usual.poll());
  }
}

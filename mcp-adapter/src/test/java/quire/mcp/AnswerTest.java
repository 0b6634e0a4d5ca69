package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreUnavailableException;
import quire.api.spi.CodedFailure;
import quire.conformance.FaultyMemoryStore;
import quire.conformance.FaultyMemoryStore.Fault;
import quire.conformance.HeapMemoryStore;
import quire.mcp.catalog.ServerLimits;

/** A call is answered, and the server goes on or ends, whatever is thrown and whatever hangs. */
final class AnswerTest {
  private static final List<Supplier<Throwable>> THROWN =
      List.of(
          () -> new NoClassDefFoundError("quire/mcp/tools/Exploration"),
          () -> new InternalError("a fault occurred in an unsafe memory access operation"),
          () -> new OutOfMemoryError("Java heap space"),
          StackOverflowError::new,
          () -> new AssertionError("/home/someone/secret"),
          () -> new IllegalStateException("/home/someone/secret"),
          () -> new Throwable("/home/someone/secret"));

  private final HeapMemoryStore heap = new HeapMemoryStore(Clock.systemUTC());
  private final FaultyMemoryStore store = new FaultyMemoryStore(heap);

  private static String create(String name) {
    return "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
        .formatted(name);
  }

  @Test
  void aReadIsAnsweredWhateverIsThrown() {
    for (Supplier<Throwable> thrown : THROWN) {
      fail(FaultyMemoryStore.Call.READ, thrown);
      try (Peer peer = new Peer(store)) {
        peer.initialize("2025-11-25");
        Reply reply = peer.call("read_graph", "{}");
        assertCode(reply, -32603);
        assertThat(reply.json()).doesNotContain("secret", "java", "Error\"", "Exploration");
        assertThat(peer.call("read_graph", "{}").isError()).isFalse();
      }
    }
  }

  @Test
  void aWriteIsAnsweredWhateverIsThrownAndGivesItsPlaceBack() {
    for (Supplier<Throwable> thrown : THROWN) {
      fail(FaultyMemoryStore.Call.CREATE_ENTITIES, thrown);
      try (Peer peer = new Peer(store)) {
        peer.initialize("2025-11-25");
        assertCode(peer.call("create_entities", create("a")), -32603);
        assertThat(peer.call("delete_entities", "{\"entityNames\":[\"a\"]}").isError()).isFalse();
        assertThat(peer.call("create_entities", create("a")).isError()).isFalse();
      }
    }
  }

  @Test
  void aServerWhoseFilesWereChangedSaysSo() {
    fail(FaultyMemoryStore.Call.READ, () -> new NoClassDefFoundError("x"));
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      assertThat(peer.call("read_graph", "{}").text()).contains("restart it");
    }
  }

  @Test
  void aStoreThatCannotBeOpenedForAnErrorIsAnsweredToo() {
    for (Supplier<Throwable> thrown : THROWN) {
      Supplier<Throwable> once = thrown;
      try (Peer peer =
          new Peer(
              () -> {
                AnswerTest.<RuntimeException>sneaky(once.get());
                throw new IllegalStateException("not reached");
              },
              Peer.limits())) {
        peer.initialize("2025-11-25");
        assertCode(peer.call("create_entities", create("a")), -32603);
        assertCode(peer.ask("resources/read", "{\"uri\":\"memory://knowledge-graph\"}"), -32603);
        assertThat(peer.ask("2", "ping", "{}").isError()).isFalse();
      }
    }
  }

  @Test
  void theWatchGoesOnWhateverIsThrown() throws InterruptedException {
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      peer.ask("resources/subscribe", "{\"uri\":\"memory://knowledge-graph\"}");
      CountDownLatch thrown = new CountDownLatch(1);
      store.failWith(
          Fault.of(
              FaultyMemoryStore.Call.LAST_SEQUENCE,
              1,
              () -> {
                thrown.countDown();
                throw new OutOfMemoryError("Java heap space");
              }));
      assertThat(thrown.await(20, TimeUnit.SECONDS)).isTrue();
      heap.createEntities(List.of(new Entity("a", "t", List.of())), new Author("other", "process"));
      assertThat(peer.next().at("method")).isEqualTo("notifications/resources/updated");
    }
  }

  @Test
  void theEndOfTheInputEndsAServerWhoseCallsAndWatchHang() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    Peer peer = new Peer(store);
    peer.initialize("2025-11-25");
    peer.ask("resources/subscribe", "{\"uri\":\"memory://knowledge-graph\"}");
    store.failWith(Fault.ofAny(2, () -> hang(hanging, never)));
    peer.send("5", "tools/call", Peer.toolCall("read_graph", "{}"));
    assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();
    peer.end();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2_000);
    assertThat(peer.sound()).isTrue();
    never.countDown();
  }

  @Test
  void theSystemsNameOfAFailureIsForPrograms() {
    store.failWith(
        Fault.of(
            FaultyMemoryStore.Call.READ,
            1,
            () ->
                new StoreUnavailableException(
                    "The disk is full", new CodedFailure("ENOSPC", new IOException("?")))));
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call("read_graph", "{}");
      assertThat(reply.at("result", "_meta", "quire/code")).isEqualTo("ENOSPC");
      assertThat(reply.text()).isEqualTo("The disk is full");
    }
  }

  @Test
  void aReadThatTakesTooLongIsStoppedAndAnswered() {
    store.failWith(
        Fault.of(
            FaultyMemoryStore.Call.READ,
            1,
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException stopped) {
                return new StoreInterruptedException("interrupted");
              }
              throw new AssertionError("it went on by itself");
            }));
    try (Peer peer = new Peer(() -> store, deadline(Duration.ofMillis(200)))) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call("read_graph", "{}");
      assertThat(reply.at("result", "isError")).isEqualTo(true);
      assertThat(reply.text()).contains("took longer than").contains("nothing was changed");
      assertThat(peer.call("read_graph", "{}").isError()).isFalse();
    }
  }

  @Test
  void aReadThatHangsInTheSystemIsAnsweredNevertheless() {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    store.failWith(Fault.of(FaultyMemoryStore.Call.READ, 1, () -> hang(hanging, never)));
    Peer peer = new Peer(() -> store, deadline(Duration.ofMillis(200)));
    peer.initialize("2025-11-25");
    assertThat(peer.call("search_nodes", "{\"query\":\"a\"}").text()).contains("took longer than");
    assertThat(peer.ask("2", "ping", "{}").isError()).isFalse();
    peer.end();
    never.countDown();
    assertThat(peer.pending()).isEmpty();
  }

  @Test
  void anAnswerThatTakesTooLongToSendIsClosedAsAnError() {
    SyntheticStore endless = new SyntheticStore(Integer.MAX_VALUE, "y".repeat(1_000));
    try (Peer peer = new Peer(() -> endless, deadline(Duration.ofMillis(100)), List::of, 0)) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call("read_graph", "{}");
      assertThat(reply.at("result", "isError")).isEqualTo(true);
      assertThat(reply.json()).contains("took longer than");
      assertThat(peer.ask("2", "ping", "{}").isError()).isFalse();
    }
  }

  @Test
  void aCallInTimeIsNotDisturbedByTheWatchOverLateOnes() {
    try (Peer peer = new Peer(() -> store, deadline(Duration.ofMillis(50)))) {
      peer.initialize("2025-11-25");
      for (int i = 0; i < 300; i++) {
        assertThat(peer.call("read_graph", "{}").isError()).isFalse();
      }
    }
  }

  @Test
  void aNameOfAClientIsCutNotRefused() {
    try (Peer peer = new Peer(store)) {
      String name = "\ud83e\udded".repeat(5_000);
      peer.ask(
          "initialize",
          """
          {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"%s","version":"%s"}}\
          """
              .formatted(name, name));
      peer.call("create_entities", create("a"));
      Reply changes = peer.call("recent_changes", "{}");
      String author =
          String.valueOf(changes.at("result", "structuredContent", "changes", 0, "client"));
      assertThat(author.codePointCount(0, author.length())).isEqualTo(200);
      assertThat(name).startsWith(author);
    }
  }

  @Test
  void aQueryOfTooManyWordsOrCharactersIsRefusedWithASentence() {
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      for (String tool : List.of("search_nodes", "recall")) {
        assertThat(peer.call(tool, query("a ".repeat(64))).isError()).isFalse();
        assertThat(peer.call(tool, query("\ud83e\udded".repeat(4_096))).isError()).isFalse();
        Reply words = peer.call(tool, query("a ".repeat(65)));
        assertThat(words.text())
            .startsWith(
                "query must be at most 4096 characters and 64 words, and has 65 words: keep the few"
                    + " words that tell most");
        assertThat(words.at("result", "isError")).isEqualTo(true);
        assertThat(peer.call(tool, query("\ud83e\udded".repeat(4_097))).text())
            .contains("has 4097 characters");
        assertThat(peer.call(tool, query("x".repeat(5_000_000))).text())
            .contains("has 5000000 characters");
      }
    }
  }

  private static String query(String text) {
    return "{\"query\":\"" + text + "\"}";
  }

  private static ServerLimits deadline(Duration deadline) {
    ServerLimits usual = Peer.limits();
    return new ServerLimits(
        usual.messageBytes(),
        usual.runningCalls(),
        usual.waitingCalls(),
        usual.waitingBytes(),
        usual.answerBytes(),
        usual.pageSize(),
        deadline,
        usual.drain(),
        usual.poll());
  }

  @Test
  void aDefectOfTheReadingEndsTheServerAndSaysSo() {
    Peer peer = new Peer(store);
    peer.initialize("2025-11-25");
    peer.in().failWith(new InternalError("a broken channel"));
    peer.awaitEnd();
    assertThat(peer.sound()).isFalse();
    assertThat(peer.errors()).contains("defect").contains("InternalError");
  }

  private void fail(FaultyMemoryStore.Call call, Supplier<Throwable> thrown) {
    store.failWith(
        Fault.of(
            call,
            1,
            () -> {
              AnswerTest.<RuntimeException>sneaky(thrown.get());
              throw new IllegalStateException("not reached");
            }));
  }

  /** Hangs like a system call that nothing interrupts. */
  private static StoreException hang(CountDownLatch hanging, CountDownLatch never) {
    hanging.countDown();
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException unheard) {
        // a system call would not hear it either
      }
    }
    throw new IllegalStateException("the test is over");
  }

  @SuppressWarnings("unchecked") // throws anything as if it were unchecked
  private static <T extends Throwable> void sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}

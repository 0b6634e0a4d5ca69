package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.json.JsonTree;

/** A client's end of a connection to a server in the same process, which sees every line. */
final class Peer implements AutoCloseable {
  static final String META =
      """
      "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientCapabilities":{},\
      "io.modelcontextprotocol/clientInfo":{"name":"modern-peer","version":"1"}}\
      """;

  private static final long PATIENCE_SECONDS = 20;

  private final Feed in = new Feed();
  private final Wire out = new Wire();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<String> clientsSeen = new CopyOnWriteArrayList<>();
  private final List<Reply> aside = new ArrayList<>();
  private final StdioServer server;
  private final Thread serving;
  private volatile boolean sound;

  Peer() {
    this(new HeapMemoryStore(Clock.systemUTC()));
  }

  Peer(MemoryStore store) {
    this(() -> store, limits());
  }

  Peer(Supplier<MemoryStore> store, ServerLimits limits) {
    this(store, limits, List::of);
  }

  /** {@return a peer of a server whose answers have any size} */
  static Peer unlimited(MemoryStore store) {
    return new Peer(() -> store, limits(), List::of, 0);
  }

  Peer(Supplier<MemoryStore> store, ServerLimits limits, Supplier<List<String>> remarks) {
    this(store, limits, remarks, ServerSetup.USUAL_ANSWER_BYTES);
  }

  Peer(
      Supplier<MemoryStore> store,
      ServerLimits limits,
      Supplier<List<String>> remarks,
      int answerBytes) {
    server =
        new StdioServer(
            new ServerSetup(
                "9.9",
                store,
                "session-1",
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                Level.INFO,
                (name, version) -> clientsSeen.add(name + " " + version),
                remarks,
                () -> answerBytes),
            limits);
    serving = Thread.ofPlatform().daemon().start(() -> sound = server.serve(in, out));
  }

  /** {@return the standard limits, but with a quick look for other writers} */
  static ServerLimits limits() {
    ServerLimits standard = ServerLimits.STANDARD;
    return new ServerLimits(
        standard.messageBytes(),
        standard.runningCalls(),
        standard.waitingCalls(),
        standard.waitingBytes(),
        standard.answerBytes(),
        standard.pageSize(),
        standard.deadline(),
        standard.drain(),
        Duration.ofMillis(10));
  }

  /** {@return a peer that has shaken hands in this revision} */
  static Peer legacy(String revision) {
    Peer peer = new Peer();
    peer.initialize(revision);
    return peer;
  }

  static Peer legacy() {
    return legacy("2025-11-25");
  }

  Reply initialize(String revision) {
    Reply reply =
        ask(
            "\"init\"",
            "initialize",
            """
            {"protocolVersion":"%s","capabilities":{},"clientInfo":{"name":"peer","version":"2"}}\
            """
                .formatted(revision));
    send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return reply;
  }

  Feed in() {
    return in;
  }

  Wire out() {
    return out;
  }

  StdioServer server() {
    return server;
  }

  List<String> clientsSeen() {
    return clientsSeen;
  }

  String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  void send(String line) {
    in.add(line + "\n");
  }

  /** Sends a request; its id and its params are given as JSON. */
  void send(String id, String method, String params) {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
  }

  Reply ask(String id, String method, String params) {
    send(id, method, params);
    return answerTo(id);
  }

  Reply ask(String method, String params) {
    return ask("1", method, params);
  }

  Reply call(String tool, String arguments) {
    return ask("1", "tools/call", toolCall(tool, arguments));
  }

  static String toolCall(String tool, String arguments) {
    return "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments);
  }

  /** {@return the names of an object's members} */
  static Set<String> members(@Nullable Object object) {
    Set<String> names = new TreeSet<>();
    if (object instanceof Map<?, ?> members) {
      members.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }

  /** {@return the next message, whatever it is} */
  Reply next() {
    if (!aside.isEmpty()) {
      return aside.removeFirst();
    }
    return take();
  }

  /** {@return the answer to the request with this id, given as JSON; others wait for next} */
  Reply answerTo(String id) {
    Object wanted = JsonTree.parse(id.getBytes(StandardCharsets.UTF_8));
    return first(
        message ->
            message.at("method") == null && wanted != null && wanted.equals(message.at("id")));
  }

  Reply notification(String method) {
    return first(message -> method.equals(message.at("method")));
  }

  /** {@return the first message that fits; the others are put aside for later} */
  Reply first(Predicate<Reply> wanted) {
    for (Reply message : aside) {
      if (wanted.test(message)) {
        aside.remove(message);
        return message;
      }
    }
    while (true) {
      Reply message = take();
      if (wanted.test(message)) {
        return message;
      }
      aside.add(message);
    }
  }

  /** {@return the messages that came so far and that nobody has taken} */
  List<Reply> pending() {
    for (byte[] line = out.lines().poll(); line != null; line = out.lines().poll()) {
      aside.add(new Reply(line));
    }
    return List.copyOf(aside);
  }

  /** Ends the input and waits until the server has ended; what it wrote can still be taken. */
  void end() {
    in.end();
    awaitEnd();
  }

  /** {@return whether serving goes on for so long} */
  boolean serves(Duration atLeast) {
    try {
      return !serving.join(atLeast);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void awaitEnd() {
    try {
      assertThat(serving.join(Duration.ofSeconds(PATIENCE_SECONDS))).as("serving ended").isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** {@return whether serving ended as it should} */
  boolean sound() {
    return sound;
  }

  boolean serving() {
    return serving.isAlive();
  }

  @Override
  public void close() {
    out.stop(false);
    in.end();
    awaitEnd();
  }

  private Reply take() {
    try {
      byte[] line = out.lines().poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("a message within %d s", PATIENCE_SECONDS).isNotNull();
      return new Reply(line);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that has many hostile calls under way, and counts what becomes of each. */
final class HostileSession implements AutoCloseable {
  /** Clients wait so long for an answer; a machine with much else to do needs more. */
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("quire.heap.patience", 60));

  /** A server ends within 2 s; how busy this machine is, is no fault of it. */
  private static final Duration END = Duration.ofSeconds(10);

  private static final Pattern ID = Pattern.compile("^\\{\"jsonrpc\":\"2.0\",\"id\":(\\d+),");
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"hostile","version":"1"}}}
      """;

  private final Random random;
  private final HostileCalls calls;
  private final Process shell;

  /** When the calls were sent that are not answered. */
  private final Map<Integer, Long> open = new ConcurrentHashMap<>();

  private final AtomicInteger errors = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private int sent;
  private volatile String wrong = "";

  /**
   * What became of calls.
   *
   * @param answered in time, cancelled ones among them
   * @param errors those that were answered by an error
   * @param ofFailed those whose server ended with another code than 0
   * @param failed how many servers did so
   */
  record Tally(int answered, int errors, int ofFailed, int failed, int servers) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          answered + other.answered,
          errors + other.errors,
          ofFailed + other.ofFailed,
          failed + other.failed,
          servers + other.servers);
    }
  }

  /**
   * @param log where the server's words go, and its threads when it leaves a call without an answer
   */
  HostileSession(ProcessBuilder command, File log, Random random) throws IOException {
    this.random = random;
    this.calls = new HostileCalls(random);
    shell = command.redirectError(log).start();
    Thread.ofPlatform().daemon().start(this::read);
    Thread.ofPlatform().daemon().start(this::watch);
  }

  /** Makes so many calls and ends the server in one of the ways in which servers end. */
  Tally run(int count) throws Exception {
    int most = random.nextInt(4) == 0 ? 24 : 6;
    OutputStream in = shell.getOutputStream();
    try {
      ask(in, 0, HELLO);
      awaitOpen(0);
      while (sent < count && !hasEnded()) {
        sent++;
        ask(in, sent, calls.request(sent));
        if (random.nextInt(10) == 0) {
          cancel(in, sent);
        }
        awaitOpen(most);
      }
      awaitOpen(0);
    } catch (IOException gone) {
      // its exit code says why
    }
    int left = open.size();
    boolean failed = left > 0 || hasEnded();
    List<ProcessHandle> servers = shell.descendants().toList();
    if (failed) {
      assertThat(shell.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(shell.exitValue()).as("code of a server that ended by itself").isNotZero();
    } else {
      end(in, servers);
    }
    assertThat(wrong).isEmpty();
    return new Tally(sent - left, errors.get(), left, failed ? 1 : 0, 1);
  }

  private void ask(OutputStream in, int id, String line) throws IOException {
    open.put(id, System.nanoTime());
    say(in, line);
  }

  /** A cancelled call needs no answer. */
  private void cancel(OutputStream in, int id) throws IOException {
    say(
        in,
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%d}}\n"
            .formatted(id));
    open.remove(id);
  }

  private boolean hasEnded() {
    return ended.getCount() == 0;
  }

  private void end(OutputStream in, List<ProcessHandle> servers) throws Exception {
    assertThat(servers).isNotEmpty();
    switch (random.nextInt(3)) {
      case 0 -> in.close();
      case 1 -> servers.forEach(ProcessHandle::destroy);
      default -> shell.destroyForcibly(); // the client is gone, and its input stays open
    }
    Scene.within(END, () -> servers.stream().allMatch(Scene::hasEnded));
  }

  /** Waits until no more calls than these are open, or the server has ended. */
  private void awaitOpen(int most) throws InterruptedException {
    boolean over = false;
    while (open.size() > most && !over) {
      over = ended.await(1, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends a server that leaves a call without an answer, also one that does not read. */
  private void watch() {
    try {
      while (!ended.await(200, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        if (open.values().stream().anyMatch(begun -> now - begun > PATIENCE.toNanos())) {
          wrong = "no answer to " + open.keySet();
          shell.descendants().forEach(HostileSession::showThreads);
          ended.await(5, TimeUnit.SECONDS);
          close();
          return;
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void showThreads(ProcessHandle server) {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid())).start();
    } catch (IOException unseen) {
      // the calls are named all the same
    }
  }

  private static void say(OutputStream in, String line) throws IOException {
    in.write(line.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private void read() {
    try (InputStream out = new BufferedInputStream(shell.getInputStream(), 1 << 16)) {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      int last = 0;
      for (int next = out.read(); next >= 0; next = out.read()) {
        if (next == '\n') {
          line(head.toString(StandardCharsets.UTF_8), last == '}');
          head.reset();
        } else if (head.size() < 100) {
          head.write(next);
        }
        last = next;
      }
    } catch (IOException killed) {
      // as its end
    } finally {
      ended.countDown();
    }
  }

  private void line(String head, boolean whole) {
    Matcher id = ID.matcher(head);
    if (!whole || !id.find()) {
      wrong = "not a message: " + head;
    } else if (open.remove(Integer.valueOf(id.group(1))) != null
        && head.startsWith("\"error\"", id.end())) {
      errors.incrementAndGet();
    }
  }

  @Override
  public void close() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}

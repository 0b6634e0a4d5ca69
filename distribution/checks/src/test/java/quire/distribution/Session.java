package quire.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What one process said until it ended.
 *
 * @param lines of standard output
 * @param errors of standard error
 */
record Session(List<String> lines, List<String> errors, int exit) {
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"check","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      """;

  /** Says these lines, closes the input at once, and takes down everything until the end. */
  static Session of(ProcessBuilder command, String... said) throws Exception {
    return of(command, 0, String.join("", said));
  }

  /** Says these lines and closes the input when there were so many answers, or none will come. */
  private static Session of(ProcessBuilder command, int answers, String said) throws Exception {
    Process process = command.start();
    CountDownLatch awaited = new CountDownLatch(answers);
    CompletableFuture<List<String>> lines =
        later(
            process.inputReader(StandardCharsets.UTF_8), awaited::countDown, () -> drain(awaited));
    CompletableFuture<List<String>> errors =
        later(process.errorReader(StandardCharsets.UTF_8), () -> {}, () -> {});
    try (OutputStream in = process.getOutputStream()) {
      in.write(said.getBytes(StandardCharsets.UTF_8));
      in.flush();
      boolean all = awaited.await(60, TimeUnit.SECONDS);
      if (!all) {
        process.destroyForcibly();
      }
    } catch (IOException endedAlready) {
      // Its exit code says why.
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("It did not end: " + command.command());
    }
    return new Session(
        lines.get(10, TimeUnit.SECONDS), errors.get(10, TimeUnit.SECONDS), process.exitValue());
  }

  private static void drain(CountDownLatch awaited) {
    while (awaited.getCount() > 0) {
      awaited.countDown();
    }
  }

  private static CompletableFuture<List<String>> later(
      BufferedReader reader, Runnable atEachLine, Runnable atTheEnd) {
    CompletableFuture<List<String>> lines = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              lines.complete(reader.lines().peek(line -> atEachLine.run()).toList());
              atTheEnd.run();
            });
    return lines;
  }

  /** Opens a session, creates these entities one by one, and ends it when all is answered. */
  static Session creating(ProcessBuilder command, String... names) throws Exception {
    return of(command, names.length + 1, creations(names));
  }

  /** The same, except that the input ends at once. */
  static Session creatingAndLeaving(ProcessBuilder command, String... names) throws Exception {
    return of(command, 0, creations(names));
  }

  /** {@return the lines that open a session and create these entities one by one} */
  static String creations(String... names) {
    StringBuilder calls = new StringBuilder(HELLO);
    for (int i = 0; i < names.length; i++) {
      calls.append(creation(i, names[i]));
    }
    return calls.toString();
  }

  /** {@return the line that creates an entity} */
  static String creation(int id, String name) {
    return call(
        id,
        "create_entities",
        "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
            .formatted(name));
  }

  /** Opens a session and reads the whole graph. */
  static Session reading(ProcessBuilder command) throws Exception {
    return of(command, 2, HELLO + call(0, "read_graph", "{}"));
  }

  /** Opens a session and makes one call. */
  static Session calling(ProcessBuilder command, String tool, String arguments) throws Exception {
    return of(command, 2, HELLO + call(0, tool, arguments));
  }

  private static String call(int id, String tool, String arguments) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s}}
    """
        .formatted(id, tool, arguments);
  }
}

package quire.storage.sqlite;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real process that uses a store: {@link ChildStore} in a JVM of its own. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static Child start(String action, Path file, String... more) throws IOException {
    return start(Map.of(), action, file, more);
  }

  /** Starts a child with more variables in its environment. */
  static Child start(Map<String, String> environment, String action, Path file, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                ChildStore.class.getName(),
                action,
                file.toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new Child(builder.start());
  }

  /** The test's own module path and class path, and the folder of its classes. */
  private static String classPath() {
    Stream<String> paths =
        Stream.of(System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path"));
    return Stream.concat(
            paths.filter(path -> !path.isEmpty()), Stream.of(folderOf(ChildStore.class)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String folderOf(Class<?> type) {
    URL url = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
    try {
      int levels = type.getPackageName().split("\\.").length + 1;
      Path folder = Path.of(url.toURI());
      for (int i = 0; i < levels; i++) {
        folder = Objects.requireNonNull(folder.getParent());
      }
      return folder.toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** {@return the next line, or an empty one if the process has ended} */
  String line() {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process as {@code kill -9} does; {@return all lines that it had still written} */
  List<String> kill() {
    // By its handle, since that leaves the output open.
    process.toHandle().destroyForcibly();
    return rest();
  }

  /** Has an obeying child do something; {@return its answer} */
  String ask(String request) throws IOException {
    process.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return line();
  }

  List<String> rest() {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  int exitCode() throws InterruptedException {
    return process.waitFor(40, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** Ends the input of the process. */
  void release() throws IOException {
    process.getOutputStream().close();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

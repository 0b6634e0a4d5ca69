package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The client against a server in a process of its own, and the rows ST that need one. */
final class StdioClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CREATE =
      "{\"entities\":[{\"name\":\"Zo\u00eb"
          + " \ud83e\udded\",\"entityType\":\"t\",\"observations\":[\"x\"]}]}";

  @Test
  void manyCallsAreUnderWayAtOnce() throws IOException {
    try (StdioClient client = StdioClient.start(server())) {
      assertThat(client.initialize("test", "1", PATIENCE).isError()).isFalse();
      List<CompletableFuture<Reply>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(client.callLater("read_graph", "{}"));
      }
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join().isError()).isFalse());
      assertThat(client.isAlive()).isTrue();
    }
  }

  @Test
  void notificationsAreHandedOn() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (StdioClient client = StdioClient.start(server(), heard::add)) {
      client.initialize("test", "1", PATIENCE);
      client.request("resources/subscribe", "{\"uri\":\"memory://knowledge-graph\"}", PATIENCE);
      client.call("create_entities", CREATE, PATIENCE);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("notifications/resources/updated");
    }
  }

  @Test
  void aKilledServerFailsWhatWaits() throws IOException {
    try (StdioClient client = StdioClient.start(server())) {
      client.initialize("test", "1", PATIENCE);
      client.kill();
      assertThatThrownBy(() -> client.call("read_graph", "{}", PATIENCE))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("" + client.pid());
    }
  }

  @Test
  void st03_textIsUtf8WhateverTheMachineSays() throws IOException {
    ProcessBuilder command = server("-Dfile.encoding=ISO-8859-1", "-Dstdout.encoding=UTF-16");
    command.environment().put("LC_ALL", "C");
    try (StdioClient client = StdioClient.start(command)) {
      client.initialize("test", "1", PATIENCE);
      assertThat(client.call("create_entities", CREATE, PATIENCE).entityNames())
          .containsExactly("Zo\u00eb \ud83e\udded");
    }
  }

  @Test
  void st04_st05_theProcessEndsWithItsInput() throws Exception {
    Process early = server().start();
    early.getOutputStream().close();
    assertThat(early.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(early.exitValue()).isZero();
    assertThat(early.getInputStream().readAllBytes()).isEmpty();
  }

  @Test
  void st15_nothingIsLoggedWhereThereIsNothingToSay() throws Exception {
    Process process = server().redirectError(ProcessBuilder.Redirect.PIPE).start();
    process
        .getOutputStream()
        .write(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n"
                .getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    assertThat(process.getInputStream().readAllBytes())
        .asString()
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
  }

  private static ProcessBuilder server(String... options) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(options));
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPath());
    command.add(HeapServer.class.getName());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /** {@return all that this test runs with, as one class path} */
  private static String classPath() {
    List<String> entries = new ArrayList<>();
    entries.add(rootOf(HeapServer.class).toString());
    entries.add(rootOf(StdioServer.class).toString());
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      entries.add(System.getProperty(property, ""));
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path rootOf(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String found = String.valueOf(type.getClassLoader().getResource(file));
    return Path.of(URI.create(found.substring(0, found.length() - file.length())));
  }
}

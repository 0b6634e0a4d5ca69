package quire.cli.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import quire.cli.base.Surroundings;
import quire.cli.base.Version;
import quire.mcp.Reply;
import quire.mcp.StdioClient;
import quire.process.install.InstallationException;

/** Tries a version that is about to become current, on a store that is thrown away. */
final class SelfTest {
  /** What the doctor says of the version itself; the rest was so before. */
  private static final String OWN_FAILURE =
      "FAIL (installation|java|configuration|store|sqlite|vault)\\b.*";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Surroundings surroundings;

  SelfTest(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Starts it, writes, reads, and lets it examine itself.
   *
   * @throws InstallationException if any of that does not work
   */
  void of(Path home) throws IOException, InterruptedException {
    Launcher launcher = Launcher.of(home, surroundings);
    try (Scratch scratch = new Scratch()) {
      scratch.becomeProject("", surroundings);
      String project = scratch.folder().toString();
      try (StdioClient client = StdioClient.start(scratch.server(launcher, "--project", project))) {
        talk(client);
      } catch (UncheckedIOException failure) {
        throw failed(home, String.valueOf(failure.getCause()));
      }
      examine(home, scratch.command(launcher, "doctor", List.of("--project", project)));
    }
  }

  private static void talk(StdioClient client) {
    check("initialize", client.initialize("quire upgrade", Version.number(), PATIENCE));
    check(
        "a write",
        client.call(
            "create_entities",
            "{\"entities\":[{\"name\":\"trial\",\"entityType\":\"t\",\"observations\":[\"o\"]}]}",
            PATIENCE));
    Reply graph = client.call("read_graph", "{}", PATIENCE);
    check("a read", graph);
    if (!graph.entityNames().equals(List.of("trial"))) {
      throw new InstallationException(
          "The new version does not read what it wrote: %s; the old one stays current"
              .formatted(graph.json()));
    }
  }

  private static void check(String what, Reply reply) {
    if (reply.isError()) {
      throw new InstallationException(
          "The new version answers %s with an error: %s; the old one stays current"
              .formatted(what, reply.text()));
    }
  }

  private static void examine(Path home, ProcessBuilder doctor)
      throws IOException, InterruptedException {
    Process running = doctor.redirectErrorStream(true).start();
    running.getOutputStream().close();
    List<String> failures =
        running.inputReader().lines().filter(line -> line.matches(OWN_FAILURE)).toList();
    running.waitFor();
    if (!failures.isEmpty()) {
      throw failed(home, String.join(", ", failures));
    }
  }

  private static InstallationException failed(Path home, String reason) {
    return new InstallationException(
        "The version in %s fails its self-test: %s; the old one stays current"
            .formatted(home, reason));
  }
}

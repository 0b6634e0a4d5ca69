package quire.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.cli.base.Surroundings;
import quire.cli.base.Version;
import quire.mcp.Reply;
import quire.mcp.StdioClient;
import quire.process.install.InstallationException;
import quire.process.install.Manifest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Tries a version that is about to become current, on a store that is thrown away. */
final class SelfTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_LINE = 500;

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
      checkVersion(home, scratch.command(launcher, "--version", List.of()));
      scratch.becomeProject("", surroundings);
      String project = scratch.folder().toString();
      try (StdioClient client = StdioClient.start(scratch.server(launcher, "--project", project))) {
        talk(client);
      } catch (UncheckedIOException failure) {
        throw failed(home, String.valueOf(failure.getCause()));
      }
      examine(home, scratch.command(launcher, "doctor", List.of("--json", "--project", project)));
    }
  }

  /**
   * The list of files names the folder that becomes current; the program must be of that version.
   */
  private static void checkVersion(Path home, ProcessBuilder version)
      throws IOException, InterruptedException {
    Process running = version.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    running.getOutputStream().close();
    String listed = Manifest.of(home).version();
    try (InputStream said = running.getInputStream()) {
      String line = new String(said.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8).strip();
      if (!line.startsWith("quire " + listed + " ")) {
        throw failed(
            home, "it calls itself \"%s\", and its list of files says %s".formatted(line, listed));
      }
    } finally {
      running.destroy();
    }
    running.waitFor();
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
    Process running = doctor.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    running.getOutputStream().close();
    try (InputStream report = running.getInputStream()) {
      List<String> failures = ownFailures(report.readAllBytes());
      if (!failures.isEmpty()) {
        throw failed(home, String.join(", ", failures));
      }
    } catch (JacksonException unreadable) {
      throw failed(home, "quire doctor --json gives no report");
    }
    running.waitFor();
  }

  /** {@return what the version itself fails at; the rest was so before and is no reason} */
  static List<String> ownFailures(byte[] report) {
    List<String> failures = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), report)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new StreamReadException(json, "not a list of findings");
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> finding = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = json.currentName();
          json.nextToken();
          finding.put(name, json.getString());
        }
        if ("FAIL".equals(finding.get("verdict"))
            && !"false".equals(finding.get("ofThisVersion"))) {
          failures.add(finding.get("check") + ": " + finding.get("finding"));
        }
      }
    }
    return failures;
  }

  private static InstallationException failed(Path home, String reason) {
    return new InstallationException(
        "The version in %s fails its self-test: %s; the old one stays current"
            .formatted(home, reason));
  }
}

package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The agents that people have, from npm, connected and disconnected as people do it. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ClientsIT {
  static final List<Agent> AGENTS = Agent.ALL;
  static final List<Plugin> PLUGINS = Plugin.ALL;

  private static final Pattern THREAD = Pattern.compile("\"thread\":\\{\"id\":\"([^\"]+)\"");

  /** Colour and its like, which some write also into a pipe. */
  private static final Pattern COLOUR = Pattern.compile("\\x1B\\[[0-9;?]*[A-Za-z]");

  private AgentHome agents;

  private final List<String> figures = Collections.synchronizedList(new ArrayList<>());

  /**
   * How an agent takes a plugin and gives it back.
   *
   * @param agent the word of the agent
   * @param install lines in which {@code PLUGIN} stands for the distribution's folder
   */
  record Plugin(String agent, List<String> install, String list, String sight, List<String> away) {
    static final List<Plugin> ALL =
        List.of(
            new Plugin(
                "claude-code",
                List.of("plugin marketplace add PLUGIN", "plugin install quire@quire-local"),
                "mcp list",
                "✔ Connected",
                List.of(
                    "plugin uninstall quire@quire-local", "plugin marketplace remove quire-local")),
            new Plugin(
                "codex",
                List.of("plugin marketplace add PLUGIN", "plugin add quire@quire-local"),
                "mcp list",
                "exec quire serve",
                List.of(
                    "plugin remove quire@quire-local", "plugin marketplace remove quire-local")),
            new Plugin(
                "copilot",
                List.of("plugin marketplace add PLUGIN", "plugin install quire@quire-local"),
                "mcp list",
                "quire (local)",
                List.of(
                    "plugin uninstall quire@quire-local", "plugin marketplace remove quire-local")),
            new Plugin(
                "qwen",
                List.of("extensions install PLUGIN/quire --consent"),
                "mcp list",
                "✓ quire",
                List.of("extensions uninstall quire")));

    @Override
    public String toString() {
      return agent;
    }
  }

  @BeforeAll
  void install(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    Path checks = Path.of(System.getProperty("quire.distribution", ""), "checks");
    Path programs =
        AgentHome.programs(checks.resolve("src/test/clients"), checks.resolve("target/clients"));
    agents = new AgentHome(Installation.unpack("full", folder), programs);
    for (Agent agent : Agent.ALL) {
      agents.link(agent);
    }
    Session install = Session.of(agents.product().command("install"));
    assertThat(install.exit()).as(install.toString()).isZero();
  }

  @AfterAll
  void tell() throws IOException {
    agents.unlink();
    System.out.println("| Agent | Version | Disk | Tells its servers in | How it tells of Quire |");
    figures.forEach(System.out::println);
  }

  @ParameterizedTest
  @FieldSource("AGENTS")
  void anAgentSeesQuireAfterConnectingAndItsFileIsAsItWasAfterDisconnecting(Agent agent)
      throws Exception {
    Path file = agents.product().user().resolve(agent.file());
    Files.createDirectories(file.getParent());
    Files.writeString(file, agent.before());
    // An agent may write into its own file when it is used for the first time.
    assertThat(told(agent)).contains("other").doesNotContain("quire");
    Map<Path, String> before = agents.files();

    Session connect = agents.quire("connect", agent.word());
    assertThat(connect.exit()).as(connect.toString()).isZero();
    Path name = Path.of(agent.file());
    assertThat(AgentHome.differences(before, agents.files()))
        .containsExactlyInAnyOrder(name, Path.of(agent.file() + ".before-quire-1"));
    long begun = System.nanoTime();
    String told = told(agent);
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertThat(told).contains("other").containsPattern(sight(agent));

    Map<Path, String> connected = agents.files();
    Session disconnect = agents.quire("disconnect", agent.word());
    assertThat(disconnect.exit()).as(disconnect.toString()).isZero();
    Map<Path, String> after = agents.files();
    assertThat(AgentHome.differences(connected, after))
        .containsExactlyInAnyOrder(name, Path.of(agent.file() + ".before-quire-1"));
    assertThat(after.get(name)).isEqualTo(before.get(name));
    assertThat(told(agent)).contains("other").doesNotContain("quire");
    figures.add(
        "| %s | %s | %d MB | %.1f s | `%s` |"
            .formatted(
                agent.word(), version(agent), agents.megabytes(agent), seconds, agent.sight()));
  }

  @Test
  void whatCodexWritesThroughItsOwnClientIsReadBackAndFoundByASecondOne() throws Exception {
    Agent codex = Agent.named("codex");
    assertThat(agents.quire("connect", "codex").exit()).isZero();
    try {
      Process server = agents.start(codex, List.of("app-server")).start();
      try (Writer in = server.outputWriter(StandardCharsets.UTF_8);
          BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
        ask(
            in,
            out,
            1,
            "initialize",
            """
            {"clientInfo":{"name":"check","version":"1"},"capabilities":{"experimentalApi":true}}\
            """);
        in.write("{\"method\":\"initialized\"}\n");
        Matcher thread = THREAD.matcher(ask(in, out, 2, "thread/start", "{}"));
        assertThat(thread.find()).isTrue();
        String call = "{\"threadId\":\"%s\",\"server\":\"quire\",\"tool\":\"%s\",\"arguments\":%s}";
        assertThat(
                ask(
                    in,
                    out,
                    3,
                    "mcpServer/tool/call",
                    call.formatted(
                        thread.group(1),
                        "create_entities",
                        """
                        {"entities":[{"name":"From Codex","entityType":"note",\
                        "observations":["written through its own client"]}]}\
                        """)))
            .contains("From Codex")
            .doesNotContain("\"isError\":true");
        assertThat(
                ask(
                    in,
                    out,
                    4,
                    "mcpServer/tool/call",
                    call.formatted(thread.group(1), "read_graph", "{}")))
            .contains("From Codex", "written through its own client");
      } finally {
        server.destroy();
        server.waitFor();
      }
      assertThat(agents.quire("search", "own client").lines())
          .anyMatch(line -> line.contains("From Codex"));
    } finally {
      agents.quire("disconnect", "codex");
    }
  }

  /** {@return the line that answers this request} */
  private static String ask(Writer in, BufferedReader out, int id, String method, String params)
      throws IOException {
    in.write("{\"id\":%d,\"method\":\"%s\",\"params\":%s}\n".formatted(id, method, params));
    in.flush();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("{\"id\":%d,".formatted(id))) {
        return line;
      }
    }
    throw new IOException("Codex ended before it answered " + method);
  }

  @ParameterizedTest
  @FieldSource("PLUGINS")
  void thePluginIsInstalledFromTheDistributionsFolderAndTakenAwayAgain(Plugin plugin)
      throws Exception {
    Agent agent = Agent.named(plugin.agent());
    agents.quire("disconnect", agent.word());
    Path source = agents.product().user().resolve(".local/share/quire/current/plugin");
    for (String line : plugin.install()) {
      run(agent, line.replace("PLUGIN", source.toString()));
    }
    List<String> list = Agent.words(plugin.list());
    assertThat(plain(agents.agent(agent, list))).contains("quire").contains(plugin.sight());
    for (String line : plugin.away()) {
      run(agent, line);
    }
    assertThat(plain(agents.agent(agent, list))).doesNotContain("quire");
  }

  private void run(Agent agent, String line) throws Exception {
    Session session = agents.agent(agent, Agent.words(line));
    assertThat(session.exit()).as(line + session).isZero();
  }

  private String told(Agent agent) throws Exception {
    return plain(agents.agent(agent, agent.list()));
  }

  /** {@return what was said on either stream, with single blanks and without colour} */
  private static String plain(Session session) {
    String said = String.join("\n", session.lines()) + "\n" + String.join("\n", session.errors());
    return COLOUR.matcher(said).replaceAll("").replaceAll(" +", " ");
  }

  /** {@return how the agent tells of the program that {@code quire install} made} */
  private static Pattern sight(Agent agent) {
    return Pattern.compile(
        Pattern.quote(agent.sight())
            .replace("QUIRE", "\\E/[^ ]*/\\.local/share/quire/current/bin/quire\\Q"));
  }

  private String version(Agent agent) throws Exception {
    Matcher number =
        Pattern.compile("[0-9]+(\\.[0-9]+)+")
            .matcher(plain(agents.agent(agent, List.of("--version"))));
    return number.find() ? number.group() : "?";
  }
}

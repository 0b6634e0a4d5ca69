package quire.cli.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.http.SharedServer;
import quire.http.access.AccessTokens;

/** {@code quire dashboard}. */
@Command(
    name = "dashboard",
    description = {
      "Show the memory in a browser: what is in it, who wrote it, and what happens now.",
      "The page is for this machine and whoever has the link; it ends with Ctrl-C."
    },
    footer = {"", "Examples:", "  quire dashboard", "  quire dashboard --allow-edit --no-browser"})
public final class DashboardCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();

  @Option(names = "--allow-edit", description = "let the page add, correct and delete facts")
  private boolean edit;

  @Option(names = "--no-browser", description = "only print the link")
  private boolean quiet;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "where the page is served; else any that is free")
  private int port;

  private final Output output;
  private final Surroundings surroundings;

  public DashboardCommand(Output output, Surroundings surroundings) {
    this.output = output;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    return new SharedServing(
            new ServeFlags(store.flags(), Optional.empty()),
            HttpFlags.atPort(port),
            output,
            Optional.of(this::show))
        .run()
        .number();
  }

  private void show(SharedServer server, Settings settings, AccessTokens tokens)
      throws IOException {
    tokens.makeFirst(); // what pages get is signed with it
    String link = server.pageLink(edit);
    output.line("%s is shown at".formatted(Output.visible(settings.address())));
    output.line("  " + link);
    output.line("The link is good once and for a minute. Enter makes another one, Ctrl-C ends it.");
    if (!quiet && hasScreen()) {
      browse(link);
    }
    Thread.ofPlatform().daemon().name("links").start(() -> makeLinks(server));
  }

  private boolean hasScreen() {
    return Boolean.getBoolean("quire.terminal.output")
        && (surroundings.system().startsWith("Mac")
            || surroundings.variable("DISPLAY").isPresent()
            || surroundings.variable("WAYLAND_DISPLAY").isPresent());
  }

  private void browse(String link) {
    String program = surroundings.system().startsWith("Mac") ? "open" : "xdg-open";
    try {
      new ProcessBuilder(program, link)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException none) {
      output.notice("no browser could be started; open the link in one");
    }
  }

  private void makeLinks(SharedServer server) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (lines.readLine() != null) {
        output.line("  " + server.pageLink(edit));
      }
    } catch (IOException closed) {
      // The page goes on; a further link needs a further dashboard.
    }
  }
}

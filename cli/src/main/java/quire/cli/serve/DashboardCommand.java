package quire.cli.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.servers.Machine;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.http.SharedServer;
import quire.http.access.AccessTokens;
import quire.process.siblings.Sighting;
import quire.process.siblings.Standing;

/** {@code quire dashboard}. */
@Command(
    name = "dashboard",
    description = {
      "Show the memory in a browser: what is in it, who wrote it, and what happens now.",
      "Where a shared server of the store runs, its page is opened; else this command serves one",
      "until Ctrl-C."
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
    Optional<String> link = port == 0 ? linkOfRunning() : Optional.empty();
    if (link.isPresent()) {
      output.line("The shared server of this store shows it at");
      output.line("  " + link.get());
      output.line("The link is good once and for a minute. Another one: quire dashboard");
      open(link.get());
      return ExitCode.OK.number();
    }
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
    open(link);
    Thread.ofPlatform().daemon().name("links").start(() -> makeLinks(server));
  }

  /** A server of the same store that runs already has the same page, and outlives this command. */
  private Optional<String> linkOfRunning() throws IOException {
    Settings settings = new SettingsReader(surroundings, Services.backends()).read(store.flags());
    Machine machine = Machine.of(surroundings);
    for (Sighting sighting : machine.sightings(machine.look())) {
      Optional<URI> address =
          sighting
              .instance()
              .filter(known -> sighting.standing() == Standing.LIVE)
              .filter(known -> known.user().equals(machine.kernel().user()))
              .filter(known -> known.service().store().equals(settings.address()))
              .flatMap(known -> known.service().address())
              .map(URI::create);
      Optional<String> link =
          address.flatMap(at -> new PageCode(at).link(TokenPlace.tokens(surroundings), edit));
      if (link.isPresent()) {
        return link;
      }
    }
    return Optional.empty();
  }

  private void open(String link) {
    if (!quiet && hasScreen()) {
      browse(link);
    }
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

package quire.cli.install;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.servers.Machine;
import quire.cli.servers.UserService;
import quire.process.registry.Service;
import quire.process.siblings.Sighting;

/** {@code quire service status}. */
@Command(
    name = "status",
    description = "Say whether the service runs and where, or why it does not.",
    footer = {"", "Examples:", "  quire service status"})
public final class ServiceStatusCommand implements Callable<Integer> {
  private final Machine machine;
  private final Surroundings surroundings;
  private final Output output;

  public ServiceStatusCommand(Machine machine, Surroundings surroundings, Output output) {
    this.machine = machine;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    UserService service = new UserService(surroundings);
    if (!service.isThere()) {
      output.notice("no service is installed; to install it: quire service install");
      return ExitCode.NOT_FOUND.number();
    }
    output.line("unit     " + service.file());
    Optional<String> obstacle = service.obstacle();
    if (obstacle.isPresent()) {
      output.notice("whether it runs is not known: " + obstacle.get());
      return ExitCode.FAILED.number();
    }
    UserService.State state = service.state();
    output.line("state    " + state.phase());
    if (!state.active()) {
      output.notice(
          "it does not run: %s, exit code %d. What it said: journalctl --user -u %s -n 20"
              .formatted(state.why(), state.exit(), UserService.NAME));
      return ExitCode.FAILED.number();
    }
    output.line("process  " + state.pid());
    for (Sighting sighting : machine.sightings(machine.look())) {
      if (sighting.pid() == state.pid()) {
        sighting.instance().ifPresent(known -> tell(known.service()));
      }
    }
    return ExitCode.OK.number();
  }

  private void tell(Service running) {
    output.line("version  " + running.version());
    output.line("store    " + Output.visible(running.store()));
    running.address().ifPresent(address -> output.line("address  " + address));
  }
}

package quire.cli.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import quire.cli.base.Surroundings;
import quire.process.kernel.Kernel;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.StateFolder;
import quire.process.siblings.Siblings;
import quire.process.siblings.Sighting;
import quire.process.table.ProcessSource;
import quire.process.table.ProcessTable;

/** The servers on this machine and where they know each other. */
public record Machine(Kernel kernel, ProcessSource processes, InstanceRegistry registry) {
  public static Machine of(Surroundings surroundings) {
    Path state =
        StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system());
    return new Machine(
        Kernel.ofThisSystem(), surroundings.processes(), new InstanceRegistry(state));
  }

  /** {@return all processes as they are now} May load OSHI: not for {@code serve}. */
  public ProcessTable look() {
    return processes.read(kernel);
  }

  public List<Sighting> sightings(ProcessTable table) throws IOException {
    return new Siblings(table, registry.entries()).sightings();
  }
}

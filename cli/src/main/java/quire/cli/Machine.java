package quire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import quire.process.InstanceRegistry;
import quire.process.Kernel;
import quire.process.ProcessSource;
import quire.process.ProcessTable;
import quire.process.Siblings;
import quire.process.Sighting;
import quire.process.StateFolder;

/** The servers on this machine and where they know each other. */
record Machine(Kernel kernel, ProcessSource processes, InstanceRegistry registry) {
  static Machine of(Surroundings surroundings) {
    Path state =
        StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system());
    return new Machine(
        Kernel.ofThisSystem(), surroundings.processes(), new InstanceRegistry(state));
  }

  /** {@return all processes as they are now} May load OSHI: not for {@code serve}. */
  ProcessTable look() {
    return processes.read(kernel);
  }

  List<Sighting> sightings(ProcessTable table) throws IOException {
    return new Siblings(table, registry.entries()).sightings();
  }
}

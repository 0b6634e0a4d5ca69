package quire.process.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.registry.Instance;
import quire.process.registry.InstanceRegistry;
import quire.process.registry.Registration;
import quire.process.registry.Service;
import quire.process.siblings.Siblings;
import quire.process.siblings.Sighting;
import quire.process.siblings.Standing;
import quire.process.table.ProcessSource;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

class OshiProcessSourceTest {
  @TempDir Path state;

  @Test
  void theModuleOffersIt() {
    assertThat(OshiProcessSource.class.getModule().getDescriptor().provides())
        .singleElement()
        .satisfies(
            offer -> {
              assertThat(offer.service()).isEqualTo(ProcessSource.class.getName());
              assertThat(offer.providers()).containsExactly(OshiProcessSource.class.getName());
            });
  }

  @Test
  void aRunningServerIsSeenAsItSeesItself() throws Exception {
    Kernel kernel = Kernel.ofThisSystem();
    ProcessId self = kernel.process(ProcessHandle.current().pid()).orElseThrow();
    InstanceRegistry registry = new InstanceRegistry(state);
    try (Registration held = registry.register(server(kernel, self))) {
      assertThat(held.askedToStop()).isFalse();
      ProcessTable table = new OshiProcessSource().read(kernel);
      Sighting seen = new Siblings(table, registry.entries()).sightings().getFirst();
      assertThat(seen.standing()).isEqualTo(Standing.LIVE);
      RunningProcess process = seen.process().orElseThrow();
      assertThat(process.process()).isEqualTo(self);
      assertThat(kernel.parent(self.pid())).contains(process.parent());
      assertThat(process.user()).isEqualTo(kernel.user());
      assertThat(process.datesAgree()).isTrue();
      assertThat(process.defunct()).isFalse();
      assertThat(process.commandLine()).isEqualTo(kernel.commandLine(self.pid()));
      assertThat(process.use().residentBytes().orElseThrow()).isGreaterThan(1_000_000);
    }
  }

  private static Instance server(Kernel kernel, ProcessId self) {
    return new Instance(
        "one",
        self,
        kernel.user(),
        kernel.host(),
        new Service("0.1.0", "/opt/quire", "sqlite:/a.db", Optional.empty(), "stdio"),
        List.of(),
        Optional.empty(),
        Instant.now());
  }
}

package quire.process.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.process.kernel.Kernel;
import quire.process.registry.InstanceRegistry;
import quire.process.scene.LittleServer;
import quire.process.siblings.Siblings;
import quire.process.siblings.Standing;

class JdkProcessSourceTest {
  @TempDir Path state;

  @Test
  void aRunningServerIsSeenAsItSeesItself() throws Exception {
    Kernel kernel = Kernel.ofThisSystem();
    try (LittleServer.Running server = LittleServer.start(state)) {
      ProcessTable table = new JdkProcessSource().read(kernel);
      RunningProcess seen = table.find(server.pid()).orElseThrow();
      assertThat(kernel.process(server.pid())).contains(seen.process());
      assertThat(seen.parent()).isEqualTo(ProcessHandle.current().pid());
      assertThat(seen.user()).isEqualTo(kernel.user());
      assertThat(seen.datesAgree()).isTrue();
      assertThat(seen.defunct()).isFalse();
      assertThat(seen.commandLine()).contains(LittleServer.class.getName(), state.toString());
      assertThat(seen.use().residentBytes()).isEmpty();
      assertThat(seen.use().cpuTime()).isPositive();
      assertThat(new Siblings(table, new InstanceRegistry(state).entries()).sightings())
          .anySatisfy(
              sighting -> {
                assertThat(sighting.pid()).isEqualTo(server.pid());
                assertThat(sighting.standing()).isEqualTo(Standing.LIVE);
              });
    }
  }
}

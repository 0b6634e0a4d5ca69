package quire.process.siblings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quire.process.kernel.Host;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.Instance;
import quire.process.registry.RegistryEntry;
import quire.process.registry.RegistryEntry.Lock;
import quire.process.scene.Known;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

class SiblingsTest {
  private static final ProcessId SERVER = new ProcessId(100, 500);
  private static final Owner SHELL = new Owner(new ProcessId(90, 490), "sh");
  private static final Owner CLIENT = new Owner(new ProcessId(80, 400), "claude");
  private static final RunningProcess RUNNING = Known.process(100, 90, 500, "java");

  @Test
  void aServerWhoseOwnersLiveIsLive() {
    assertThat(
            of(
                held(Known.instance("a", SERVER, SHELL, CLIENT)),
                RUNNING,
                running(SHELL),
                running(CLIENT)))
        .isEqualTo(Standing.LIVE);
  }

  @Test
  void aServerWhoseParentEndedIsAnOrphan() {
    assertThat(of(held(Known.instance("a", SERVER, SHELL, CLIENT)), RUNNING, running(CLIENT)))
        .isEqualTo(Standing.ORPHAN);
  }

  @Test
  void aServerWhoseWrapperLostItsClientIsAnOrphan() {
    assertThat(of(held(Known.instance("a", SERVER, SHELL, CLIENT)), RUNNING, running(SHELL)))
        .isEqualTo(Standing.ORPHAN);
  }

  @Test
  void anOwnerWhoseNumberWentToALaterProcessHasEnded() {
    assertThat(
            of(
                held(Known.instance("a", SERVER, CLIENT)),
                RUNNING,
                Known.process(80, 1, 900, "unrelated")))
        .isEqualTo(Standing.ORPHAN);
  }

  @Test
  void aDefunctOwnerHasEnded() {
    assertThat(of(held(Known.instance("a", SERVER, CLIENT)), RUNNING, defunct(running(CLIENT))))
        .isEqualTo(Standing.ORPHAN);
  }

  @Test
  void aServerOfTheSystemIsLive() {
    assertThat(of(held(Known.instance("a", SERVER)), RUNNING)).isEqualTo(Standing.LIVE);
  }

  @Test
  void anEntryWithoutALockIsDead() {
    assertThat(of(entry(Lock.FREE, Optional.of(Known.instance("a", SERVER)))))
        .isEqualTo(Standing.DEAD_ENTRY);
    assertThat(
            of(
                entry(Lock.FREE, Optional.of(Known.instance("a", SERVER))),
                Known.process(100, 1, 900, "recycled")))
        .isEqualTo(Standing.DEAD_ENTRY);
    assertThat(of(entry(Lock.FREE, Optional.empty()))).isEqualTo(Standing.DEAD_ENTRY);
  }

  @Test
  void aServerThatEndedButWasNotCollectedIsDefunct() {
    assertThat(of(entry(Lock.FREE, Optional.of(Known.instance("a", SERVER))), defunct(RUNNING)))
        .isEqualTo(Standing.DEFUNCT);
  }

  @Test
  void aServerThatRunsWithoutItsLockIsNotVerified() {
    assertThat(of(entry(Lock.FREE, Optional.of(Known.instance("a", SERVER))), RUNNING))
        .isEqualTo(Standing.UNVERIFIED);
  }

  @Test
  void aNumberThatWentToALaterProcessIsNotVerified() {
    assertThat(of(held(Known.instance("a", SERVER)), Known.process(100, 1, 501, "java")))
        .isEqualTo(Standing.UNVERIFIED);
  }

  @Test
  void datesThatDoNotAgreeAreNotVerified() {
    RunningProcess odd =
        new RunningProcess(
            SERVER, 90, "1000", false, Known.NOW, false, List.of("java"), RUNNING.use());
    assertThat(of(held(Known.instance("a", SERVER)), odd)).isEqualTo(Standing.UNVERIFIED);
  }

  @Test
  void anEntryOfAnotherBootOrNamespaceIsForeign() {
    Instance here = Known.instance("a", SERVER);
    for (Host host :
        List.of(new Host("other", "pid:[1]"), new Host(Known.HERE.boot(), "pid:[1]"))) {
      Instance there =
          new Instance(
              here.id(),
              here.process(),
              here.user(),
              host,
              here.service(),
              here.owners(),
              here.client(),
              here.registered());
      assertThat(of(held(there), RUNNING)).isEqualTo(Standing.FOREIGN_NAMESPACE);
    }
  }

  @Test
  void anEntryThatCannotBeReadOrTestedIsNotVerified() {
    assertThat(of(entry(Lock.HELD, Optional.empty()))).isEqualTo(Standing.UNVERIFIED);
    assertThat(of(entry(Lock.UNKNOWN, Optional.of(Known.instance("a", SERVER))), RUNNING))
        .isEqualTo(Standing.UNVERIFIED);
  }

  @Test
  void aHeldLockWithoutAProcessIsNotVerified() {
    assertThat(of(held(Known.instance("a", SERVER)))).isEqualTo(Standing.UNVERIFIED);
  }

  private static Standing of(RegistryEntry entry, RunningProcess... processes) {
    List<Sighting> sightings =
        new Siblings(
                new ProcessTable(Known.NOW, Known.HERE, 5000, List.of(processes)), List.of(entry))
            .sightings();
    assertThat(sightings).hasSize(1);
    assertThat(sightings.getFirst().reason()).isNotBlank();
    return sightings.getFirst().standing();
  }

  private static RegistryEntry held(Instance instance) {
    return entry(Lock.HELD, Optional.of(instance));
  }

  private static RegistryEntry entry(Lock lock, Optional<Instance> instance) {
    return new RegistryEntry(Path.of("/state/instances/a.json"), lock, instance);
  }

  private static RunningProcess running(Owner owner) {
    return Known.process(owner.process().pid(), 1, owner.process().mark(), owner.command());
  }

  private static RunningProcess defunct(RunningProcess process) {
    return new RunningProcess(
        process.process(),
        process.parent(),
        process.user(),
        true,
        process.started(),
        true,
        List.of(),
        process.use());
  }
}

package quire.process.siblings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import quire.process.kernel.Host;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;
import quire.process.registry.RegistryEntry;
import quire.process.registry.RegistryEntry.Lock;
import quire.process.scene.Known;
import quire.process.siblings.StopPlan.Wish;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

class StopPlanTest {
  private static final Wish ORPHANS = new Wish(Set.of(), Optional.of(Known.STORE));
  private static final String OTHER = "vault:/home/ada/other";

  private final Snapshot linux = Snapshot.of("linux");

  /** Two live windows, orphans of three kinds, and everything that must be left alone. */
  private List<RegistryEntry> scene() {
    return List.of(
        linux.held(2210, 2200), // a window
        linux.held(2313, 2312, 2311, 2310), // a window behind npx
        linux.held(3000, 2999), // its client was killed, systemd --user adopted it
        linux.held(3101, 3100, 2998), // its wrapper lives, the client above is gone
        linux.held(3200, 2997), // adopted by the first process
        linux.held(3300, OTHER, 2996), // an orphan of another store
        linux.held(4000, 2995), // an orphan of another user
        Known.entry(Lock.FREE, Known.instance("dead", new ProcessId(4200, 9950))), // defunct
        Known.entry(Lock.FREE, Known.instance("old", new ProcessId(4400, 1))), // ended
        Known.entry(Lock.HELD, Known.instance("forged", new ProcessId(4400, 9969))), // recycled
        Known.entry(
            Lock.HELD,
            Known.instance(
                "boot",
                new ProcessId(2200, 9200),
                "1000",
                new Host("another boot", Known.HERE.namespace()),
                Known.STORE)));
  }

  @Test
  void exactlyTheOrphansAreStopped() {
    assertThat(outcomes(linux, ORPHANS, scene()))
        .containsExactly(
            entry("2200", "refused-other-namespace"),
            entry("2210", "refused-live-client"),
            entry("2313", "refused-live-client"),
            entry("3000", "stop"),
            entry("3101", "stop"),
            entry("3200", "stop"),
            entry("3300", "refused-other-store"),
            entry("4000", "refused-other-user"),
            entry("4200", "refused-defunct"),
            entry("4300", "refused-unregistered"),
            entry("4400", "prune, refused-identity-changed"));
  }

  @Test
  void orphansOfAllStoresAreStoppedOnRequest() {
    assertThat(outcomes(linux, new Wish(Set.of(), Optional.empty()), scene()))
        .containsEntry("3300", "stop")
        .containsEntry("4000", "refused-other-user");
  }

  @Test
  void aLiveServerIsStoppedOnlyIfTheUserNamesIt() {
    assertThat(outcomes(linux, new Wish(Set.of(2210L), Optional.empty()), scene()))
        .containsExactly(entry("2210", "stop"));
  }

  @Test
  void namingASomebodyElsesProcessStopsNothing() {
    Wish wish = new Wish(Set.of(2200L, 4000L, 4100L, 4300L, 4400L), Optional.empty());
    assertThat(outcomes(linux, wish, scene()))
        .containsExactly(
            entry("2200", "refused-other-namespace"),
            entry("4000", "refused-other-user"),
            entry("4100", "refused-unregistered"),
            entry("4300", "refused-unregistered"),
            entry("4400", "prune, refused-identity-changed"));
  }

  @Test
  void aServerAboveOrBelowTheCommandIsLeftAlone() {
    // 2150, a shell, is above the command; as a server it would be a bridge that runs commands.
    assertThat(outcomes(linux, ORPHANS, List.of(linux.held(2150, 2099))))
        .containsEntry("2150", "refused-own-family");
    assertThat(outcomes(linux, ORPHANS, List.of(linux.held(5000, 2099))))
        .containsEntry("5000", "refused-own-family");
  }

  @Test
  void aProcessThatIsNoServerIsLeftAloneWhateverItsEntrySays() {
    for (long pid : List.of(4400L, 4100L, 4101L, 4102L, 3100L)) {
      assertThat(outcomes(linux, ORPHANS, List.of(linux.held(pid, 2999))))
          .containsEntry(Long.toString(pid), "refused-identity-changed");
      assertThat(
              outcomes(
                  linux, new Wish(Set.of(pid), Optional.empty()), List.of(linux.held(pid, 2999))))
          .containsEntry(Long.toString(pid), "refused-identity-changed");
    }
  }

  @Test
  void aServerThatJustStartedIsLeftAlone() {
    RunningProcess young = young();
    ProcessTable table =
        new ProcessTable(
            Known.NOW, Known.HERE, 5000, List.of(young, Known.process(5000, 1, 9990, "java")));
    RegistryEntry entry =
        Known.entry(
            Lock.HELD,
            Known.instance("young", young.process(), new Owner(new ProcessId(9, 9), "gone")));
    assertThat(decisions(table, ORPHANS, List.of(entry)).values())
        .containsExactly("refused-too-young");
  }

  private static RunningProcess young() {
    RunningProcess old = Known.process(100, 1, 500, "java");
    return new RunningProcess(
        old.process(),
        1,
        old.user(),
        false,
        Known.NOW.minusMillis(1900),
        true,
        old.commandLine(),
        old.use());
  }

  @Test
  void onMacTheTreeUnderTheDesktopAndUnderAShellIsTold() {
    Snapshot mac = Snapshot.of("macos");
    List<RegistryEntry> entries =
        List.of(mac.held(520, 501), mac.held(631, 630, 620), mac.held(700, 699));
    assertThat(outcomes(mac, ORPHANS, entries))
        .containsExactly(
            entry("520", "refused-live-client"),
            entry("631", "refused-live-client"),
            entry("700", "stop"));
  }

  @Test
  void onWindowsAParentNumberThatWentToALaterProcessIsGone() {
    Snapshot windows = Snapshot.of("windows");
    // There a process keeps its dead parent's number, which 1190 is again, much later.
    RegistryEntry recycled =
        Known.entry(
            Lock.HELD,
            Known.instance(
                "recycled",
                new ProcessId(1200, 1600),
                "ada",
                Known.HERE,
                Known.STORE,
                new Owner(new ProcessId(1190, 1590), "cursor")));
    assertThat(
            outcomes(
                windows,
                ORPHANS,
                List.of(windows.held(1020, 1010, 1000), windows.held(1110, 1100, 990), recycled)))
        .containsExactly(
            entry("1020", "refused-live-client"), entry("1110", "stop"), entry("1200", "stop"));
  }

  private static Map<String, String> outcomes(
      Snapshot snapshot, Wish wish, List<RegistryEntry> entries) {
    return decisions(snapshot.table(), wish, entries);
  }

  private static Map<String, String> decisions(
      ProcessTable table, Wish wish, List<RegistryEntry> entries) {
    Map<String, String> outcomes = new TreeMap<>();
    for (Decision decision :
        new StopPlan(table, wish).decisions(new Siblings(table, entries).sightings())) {
      assertThat(decision.reason()).isNotBlank();
      outcomes.merge(
          Long.toString(decision.pid()), text(decision), (one, other) -> one + ", " + other);
    }
    return outcomes;
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Decision.Stop stop -> "stop";
      case Decision.Prune prune -> "prune";
      case Decision.Refuse refused -> refused.outcome().label();
    };
  }
}

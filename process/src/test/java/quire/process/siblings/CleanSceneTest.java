package quire.process.siblings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.process.kernel.Host;
import quire.process.kernel.Kernel;
import quire.process.kernel.ProcessId;
import quire.process.registry.Instance;
import quire.process.registry.Registration;
import quire.process.scene.Known;
import quire.process.scene.LittleServer.Manners;
import quire.process.scene.Scene;
import quire.process.siblings.StopPlan.Wish;
import quire.process.siblings.StopProtocol.Patience;
import quire.process.siblings.StopProtocol.Result;
import quire.process.table.JdkProcessSource;
import quire.process.table.ProcessTable;

/** Real servers under real clients: the orphans end, and nothing else does. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the scene is built with fifos and setpriv")
class CleanSceneTest {
  private static final Wish ORPHANS = new Wish(Set.of(), Optional.of(Known.STORE));
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Patience WITH_THE_WILLING = new Patience(Duration.ofSeconds(2), LONG, LONG);
  private static final Patience WITH_THE_DEAF =
      new Patience(Duration.ofMillis(100), Duration.ofMillis(500), LONG);

  private final Path folder;
  private final Kernel kernel = Kernel.ofThisSystem();
  private final Scene scene;

  CleanSceneTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    scene = new Scene(folder);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void exactlyTheOrphansEndAndEveryRefusalHasItsReason() throws Exception {
    Instance window = scene.window(Known.STORE, Manners.GOOD);
    Instance wrapped = scene.wrappedWindow(Manners.GOOD);
    Instance clinging = scene.orphan(Known.STORE, Manners.CLINGING);
    Instance old = scene.orphan(Known.STORE, Manners.OLD);
    Instance behindWrapper = scene.wrappedOrphan(Manners.CLINGING);
    Instance elsewhere = scene.orphan("vault:/elsewhere", Manners.CLINGING);
    ProcessHandle editor = scene.bystander("-f", folder.resolve("quire.cli.Main").toString());
    ProcessId victim =
        new ProcessId(editor.pid(), kernel.process(editor.pid()).orElseThrow().mark());
    try (Registration recycled =
            scene.forge(new ProcessId(victim.pid(), victim.mark() - 1), kernel.host());
        Registration boot = scene.forge(victim, new Host("another boot", ""))) {
      assertThat(recycled.askedToStop() || boot.askedToStop()).isFalse();
      // The last one: whoever registers removes the entries of the dead.
      Instance defunct = scene.defunct();
      List<Decision> decisions = decide(ORPHANS);
      assertThat(decisions).allSatisfy(decision -> assertThat(decision.reason()).isNotBlank());
      assertThat(stops(decisions))
          .extracting(Decision::pid)
          .containsExactlyInAnyOrder(
              clinging.process().pid(), old.process().pid(), behindWrapper.process().pid());
      assertThat(refusals(decisions))
          .containsEntry(window.process().pid(), Set.of(Outcome.REFUSED_LIVE_CLIENT))
          .containsEntry(wrapped.process().pid(), Set.of(Outcome.REFUSED_LIVE_CLIENT))
          .containsEntry(elsewhere.process().pid(), Set.of(Outcome.REFUSED_OTHER_STORE))
          .containsEntry(defunct.process().pid(), Set.of(Outcome.REFUSED_DEFUNCT))
          .containsEntry(
              editor.pid(),
              Set.of(Outcome.REFUSED_IDENTITY_CHANGED, Outcome.REFUSED_OTHER_NAMESPACE));
      // So far nothing was done.
      assertThat(List.of(window, wrapped, clinging, old, behindWrapper, elsewhere))
          .allMatch(scene::runs);

      List<Result> results = protocol(WITH_THE_WILLING, false).carryOut(stops(decisions));
      assertThat(results).extracting(Result::outcome).containsOnly(Outcome.STOPPED);
      assertThat(scene.runs(clinging) || scene.runs(old) || scene.runs(behindWrapper)).isFalse();
      assertThat(List.of(window, wrapped, elsewhere)).allMatch(scene::runs);
      assertThat(editor.isAlive()).isTrue();
    }
  }

  @Test
  void aForgedEntryDoesNotEndTheServerThatItNames() throws Exception {
    Instance window = scene.window(Known.STORE, Manners.GOOD);
    Instance forger = scene.window("vault:/elsewhere", Manners.GOOD);
    Path state = scene.registry().folder();
    // The window's own entry is gone, and the forger's says that it is the window, an orphan.
    Files.delete(state.resolve(window.id() + ".json"));
    Path entry = state.resolve(forger.id() + ".json");
    Files.writeString(
        entry,
        Files.readString(entry)
            .replace("vault:/elsewhere", Known.STORE)
            .replace("\"" + forger.process().pid() + "\"", "\"" + window.process().pid() + "\"")
            .replace("\"" + forger.process().mark() + "\"", "\"" + window.process().mark() + "\"")
            .replaceAll("(\"owner0Pid\": ?)\"\\d+\"", "$1\"1000000007\""));
    assertThat(refusals(decide(ORPHANS)))
        .containsEntry(window.process().pid(), Set.of(Outcome.REFUSED_IDENTITY_CHANGED));
    Instance listed = Objects.requireNonNull(scene.instances().get(window.process().pid()));
    Decision.Stop stale = new Decision.Stop(listed, "decided before");
    assertThat(protocol(WITH_THE_DEAF, true).carryOut(List.of(stale)))
        .extracting(Result::outcome)
        .containsExactly(Outcome.REFUSED_IDENTITY_CHANGED);
    assertThat(scene.runs(window)).isTrue();
    assertThat(scene.runs(forger)).isTrue();
  }

  @Test
  void aServerThatHangsSurvivesWithoutForceAndIsKilledWithIt() throws Exception {
    Instance deaf = scene.orphan(Known.STORE, Manners.DEAF);
    List<Decision.Stop> stops = stops(decide(ORPHANS));
    assertThat(protocol(WITH_THE_DEAF, false).carryOut(stops))
        .extracting(Result::outcome)
        .containsExactly(Outcome.STILL_ALIVE);
    assertThat(scene.runs(deaf)).isTrue();
    assertThat(protocol(WITH_THE_DEAF, true).carryOut(stops))
        .extracting(Result::outcome)
        .containsExactly(Outcome.KILLED);
    assertThat(scene.runs(deaf)).isFalse();
    assertThat(scene.instances()).isEmpty();
  }

  @Test
  void aServerThatEndedSinceIsGoneAndOneThatChangedIsLeftAlone() throws Exception {
    Instance orphan = scene.orphan(Known.STORE, Manners.CLINGING);
    List<Decision.Stop> stops = stops(decide(ORPHANS));
    ProcessHandle bystander = scene.bystander("-f", "/dev/null");
    Decision.Stop recycled =
        new Decision.Stop(
            Known.instance("recycled", new ProcessId(bystander.pid(), 1)), "a stale decision");
    scene.kill(orphan);
    assertThat(protocol(WITH_THE_DEAF, true).carryOut(List.of(stops.getFirst(), recycled)))
        .extracting(Result::outcome)
        .containsExactly(Outcome.ALREADY_GONE, Outcome.REFUSED_IDENTITY_CHANGED);
    assertThat(bystander.isAlive()).isTrue();
  }

  @Test
  void anOrphanOfAnotherUserIsLeftAlone() throws Exception {
    Instance others = scene.othersOrphan();
    assertThat(others.user()).isNotEqualTo(kernel.user());
    assertThat(refusals(decide(ORPHANS)))
        .containsEntry(others.process().pid(), Set.of(Outcome.REFUSED_OTHER_USER));
  }

  private List<Decision> decide(Wish wish) throws Exception {
    scene.waitUntilOld();
    ProcessTable table = new JdkProcessSource().read(kernel);
    return new StopPlan(table, wish)
        .decisions(new Siblings(table, scene.registry().entries()).sightings());
  }

  private static List<Decision.Stop> stops(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Stop.class::isInstance)
        .map(Decision.Stop.class::cast)
        .toList();
  }

  private static Map<Long, Set<Outcome>> refusals(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Refuse.class::isInstance)
        .map(Decision.Refuse.class::cast)
        .collect(
            Collectors.groupingBy(
                Decision::pid, Collectors.mapping(Decision.Refuse::outcome, Collectors.toSet())));
  }

  private StopProtocol protocol(Patience patience, boolean force) {
    return new StopProtocol(kernel, scene.registry(), patience, force);
  }
}

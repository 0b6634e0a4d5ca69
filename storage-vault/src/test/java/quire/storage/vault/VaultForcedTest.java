package quire.storage.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is on the disk before what: nothing short of a power cut tells, but the order of the system
 * calls does.
 */
@EnabledOnOs(OS.LINUX)
class VaultForcedTest {
  private VaultScene scene;
  private Path trace;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
    trace = directory.resolve("trace");
    try (VaultMemoryStore store = scene.open()) {
      VaultScene.remember(store, "hub", "old");
      List.of(0, 1, 2, 3).forEach(i -> VaultScene.remember(store, "spoke " + i, "old"));
    }
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** {@return the calls that one write makes, in their order; descriptors with their paths} */
  private List<String> calls(String durability, String order) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("strace", "-f", "-y", "-s", "0", "-o", trace.toString()));
    command.addAll(List.of("-e", "trace=fsync,fdatasync,rename,renameat,renameat2,openat"));
    command.addAll(ChildProcess.java(FaultChild.class, scene.root(), scene.state()));
    command.add(durability);
    Process child;
    try {
      child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      return Assumptions.abort("there is no strace");
    }
    try (var answers = child.inputReader(UTF_8);
        var orders = new PrintStream(child.getOutputStream(), true, UTF_8)) {
      Assumptions.assumeTrue("opened".equals(answers.readLine()), "strace may not trace");
      int before = Files.readAllLines(trace).size();
      orders.println(order);
      assertThat(answers.readLine()).isEqualTo("done");
      return Files.readAllLines(trace).stream().skip(before).toList();
    } finally {
      child.destroyForcibly();
    }
  }

  private static int first(List<String> calls, int from, Predicate<String> wanted) {
    for (int i = from; i < calls.size(); i++) {
      if (wanted.test(calls.get(i))) {
        return i;
      }
    }
    throw new AssertionError("No such call after the first " + from + " of " + calls);
  }

  private static Predicate<String> forces(String name) {
    return call -> call.contains("sync(") && call.contains(name);
  }

  private static Predicate<String> renames(String name) {
    return call -> call.contains("rename") && call.contains(name);
  }

  @Test
  void aNoteIsOnTheDiskBeforeItHasItsNameAndTheNameBeforeTheAnswer() throws Exception {
    for (String order : List.of("add m1", "create m2")) {
      List<String> calls = calls("FULL", order);
      int log = first(calls, 0, forces("changes.log"));
      int note = first(calls, log, forces(".~quire-"));
      int name = first(calls, note, renames(".~quire-"));
      int folder = first(calls, name, forces(scene.root() + ">"));
      assertThat(folder).as(order).isGreaterThan(name);
    }
  }

  @Test
  void ofSeveralNotesAllAreOnTheDiskBeforeTheJournalDecidesAndTheirNamesAfterIt() throws Exception {
    List<String> calls = calls("FULL", "addMany m1");
    int prepared = 0;
    for (int i = 0; i < 4; i++) {
      prepared = first(calls, prepared, forces(".~quire-")) + 1;
    }
    int journal = first(calls, prepared, forces(".part"));
    int decided = first(calls, journal, renames(".part"));
    int first = first(calls, 0, renames(".~quire-"));
    assertThat(first).isGreaterThan(decided);
    int names = decided;
    for (int i = 0; i < 4; i++) {
      names = first(calls, names, renames(".~quire-")) + 1;
    }
    var _ = first(calls, names, forces(scene.root() + ">"));
  }

  @Test
  void veryManyNotesAreForcedSeveralAtOnceAndAllBeforeTheJournalDecides() throws Exception {
    List<String> calls = calls("NORMAL", "createVeryMany m1");
    int journal = first(calls, 0, forces(".part"));
    List<String> prepared = calls.subList(0, journal).stream().filter(forces(".~quire-")).toList();
    assertThat(prepared).hasSize(FaultChild.VERY_MANY);
    assertThat(prepared.stream().map(call -> call.split(" ")[0]).distinct().count())
        .as("threads")
        .isGreaterThan(1);
    assertThat(first(calls, 0, renames(".~quire-"))).isGreaterThan(journal);
  }

  @Test
  void withDurabilityNormalNoFolderIsForced() throws Exception {
    List<String> calls = calls("NORMAL", "add m1");
    assertThat(calls).noneMatch(forces(scene.root() + ">"));
    int note = first(calls, 0, forces(".~quire-"));
    var _ = first(calls, note, renames(".~quire-"));
  }
}

package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.conformance.Faults;
import quire.conformance.Faults.Call;
import quire.conformance.Faults.Errno;
import quire.storage.sqlite.file.Schema;

/**
 * Each system call of a write, and of closing and opening a store, fails once with each error. One
 * in some of them is tried in each build, all of them in the nightly run.
 */
@EnabledOnOs(OS.LINUX)
class FaultStormTest {
  private static final boolean NIGHTLY = Integer.getInteger("sqlite.rounds", 1) > 1;
  private static final Errno[] ERRORS = NIGHTLY ? Errno.values() : new Errno[] {Errno.EIO};
  private static final int MOST = NIGHTLY ? 200 : 2;

  /** A call's deadline, and as much again for a busy machine. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Path file;
  private Faults faults;
  private final Set<String> acknowledged = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private int fired;
  private int undone;

  @BeforeEach
  void prepare(@TempDir Path folder) throws Exception {
    Path place = Files.createDirectory(folder.resolve("store"));
    file = place.resolve("memory.db");
    Optional<Faults> prepared = Faults.prepare(folder, place);
    assumeTrue(prepared.isPresent(), "there is no C compiler (cc) here");
    faults = prepared.get();
  }

  @Tag("long")
  @Test
  @Timeout(3_600)
  void eachCallOfAWriteFailsOnceAndNothingAcknowledgedIsLost() throws Exception {
    storm("", List.of(Call.READ, Call.WRITE, Call.SYNC, Call.TRUNCATE, Call.LOCK));
  }

  @Test
  @Timeout(3_600)
  void eachCallOfClosingAndOpeningFailsOnceAndNothingAcknowledgedIsLost() throws Exception {
    storm("!", List.of(Call.values()));
  }

  private void storm(String before, List<Call> calls) throws Exception {
    try (Child other = child(false)) {
      Child server = child(true);
      try {
        for (Call call : calls) {
          for (Errno error : ERRORS) {
            int number = 1;
            while (number <= MOST && fault(server, other, before, call, number, error)) {
              number++;
            }
          }
        }
      } finally {
        server.kill();
        server.close();
      }
      other.kill();
    }
    verify();
    System.out.printf(
        "fault storm: %d faults, %d calls refused, %d acknowledged, 0 lost%n",
        fired, refused.size(), acknowledged.size());
    assertThat(fired).isPositive();
  }

  private Child child(boolean faulty) throws IOException {
    Child child =
        faulty ? Child.start(faults.environment(), "obey", file) : Child.start("obey", file);
    assertThat(child.line()).isEqualTo("ready");
    return child;
  }

  /** {@return whether there was such a call} */
  private boolean fault(
      Child server, Child other, String before, Call call, int number, Errno error)
      throws IOException {
    String scene = "%s %d %s ".formatted(call, number, error);
    faults.arm(call, number, error);
    if (!before.isEmpty()) {
      timed(server, before, scene);
    }
    String name = "n" + undone++;
    note(name, timed(server, name, scene));
    boolean happened = faults.hasFired();
    faults.disarm();
    fired += happened ? 1 : 0;
    if (call == Call.LOCK && number % 2 == 0) {
      timed(server, "", scene + "read ");
    }
    String next = "n" + undone++;
    acknowledge(next, timed(server, next, scene), scene + "next write");
    String others = "n" + undone++;
    acknowledge(others, timed(other, others, scene), scene + "other process");
    return happened;
  }

  private static String timed(Child child, String request, String scene) throws IOException {
    long begun = System.nanoTime();
    String answer = child.ask(request);
    assertThat(answer).as(scene).isNotEmpty();
    assertThat(answer).as(scene).doesNotContain("SQLITE", "java.", "Exception");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(scene).isLessThan(LONGEST);
    return answer;
  }

  private void note(String name, String answer) {
    boolean added = answer.equals("added " + name);
    (added ? acknowledged : refused).add(name);
    if (!added && !answer.startsWith("refused")) {
      throw new AssertionError(answer);
    }
  }

  private void acknowledge(String name, String answer, String scene) {
    assertThat(answer).as(scene).isEqualTo("added " + name);
    acknowledged.add(name);
  }

  private void verify() {
    try (MemoryStore store = Stores.openPatiently(file, Schema.CURRENT)) {
      assertThat(store.problems()).isEmpty();
      assertThat(Stores.names(store)).containsAll(acknowledged).doesNotHaveDuplicates();
      assertThat(Stores.read(store, new Selection.Everything()).entities())
          .allSatisfy(
              entity ->
                  assertThat(entity.observations()).containsExactly("about " + entity.name()));
    }
  }
}

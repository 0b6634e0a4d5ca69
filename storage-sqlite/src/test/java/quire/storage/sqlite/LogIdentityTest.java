package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import quire.api.MemoryStore;
import quire.storage.sqlite.file.Schema;

/**
 * L1 to L4 of the contract's notes on SQLite: the log is taken away, exchanged, cut, or meets
 * another database, under real processes that are killed afterwards.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LogIdentityTest {
  private Path folder;
  private Path file;
  private final Set<String> acknowledged = new TreeSet<>();

  @BeforeEach
  void nameFile(@TempDir Path directory) {
    folder = directory;
    file = directory.resolve("memory.db");
  }

  /** Each scene is a race: once in the build, ten times in the nightly run. */
  static IntStream rounds() {
    return IntStream.rangeClosed(1, Integer.getInteger("sqlite.rounds", 1));
  }

  private Path at(String suffix) {
    return Path.of(file + suffix);
  }

  private Child server() throws IOException {
    Child server = Child.start("obey", file);
    assertThat(server.line()).isEqualTo("ready");
    return server;
  }

  /** {@return whether it was acknowledged} */
  private boolean add(Child server, String name) throws IOException {
    String answer = server.ask(name);
    assertThat(answer).isNotEmpty();
    boolean added = answer.equals("added " + name);
    if (added) {
      acknowledged.add(name);
    }
    return added;
  }

  private void addAll(Child server, String prefix, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(add(server, prefix + i)).isTrue();
    }
  }

  private List<String> namesNow() {
    try (MemoryStore store = Stores.openPatiently(file, Schema.CURRENT)) {
      assertThat(store.problems()).isEmpty();
      return Stores.names(store);
    }
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().contains(part)).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l1_whatWasAcknowledgedSurvivesADeletedLogAndAKill(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "before", 20);
      Files.delete(at("-wal"));
      Files.delete(at("-shm"));
      addAll(server, "after", 5);
      assertThat(server.ask("")).contains("before0", "after4");
      server.kill();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l1_threeProcessesGoOnTogetherAfterTheLogWasDeleted(int round) throws Exception {
    try (Child one = server();
        Child two = server();
        Child three = server()) {
      addAll(one, "one", 5);
      addAll(two, "two", 5);
      Files.delete(at("-wal"));
      Files.delete(at("-shm"));
      for (int i = 0; i < 5; i++) {
        assertThat(add(two, "later-two" + i)).isTrue();
        assertThat(add(three, "later-three" + i)).isTrue();
        assertThat(add(one, "later-one" + i)).isTrue();
      }
      assertThat(one.ask("")).contains(acknowledged);
      one.kill();
      three.release();
      assertThat(three.exitCode()).isZero();
      assertThat(two.ask("")).contains(acknowledged);
      two.kill();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l1_aWindowThatEndsAfterItsLogWasDeletedLosesNothing(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "before", 20);
      Files.delete(at("-wal"));
      Files.delete(at("-shm"));
      server.release();
      assertThat(server.exitCode()).isZero();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l1_theIndexAloneMayGo(int round) throws Exception {
    try (Child one = server();
        Child two = server()) {
      addAll(one, "before", 5);
      Files.delete(at("-shm"));
      addAll(one, "one", 5);
      addAll(two, "two", 5);
      addAll(one, "more", 5);
      one.kill();
      two.kill();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l1_aLogThatWasRenamedIsMissedLikeOneThatWasDeleted(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "before", 5);
      Files.move(at("-wal"), folder.resolve("old"));
      addAll(server, "after", 5);
      Files.move(folder.resolve("old"), at("-wal"), StandardCopyOption.REPLACE_EXISTING);
      addAll(server, "back", 5);
      server.kill();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l1_anOlderCopyInTheLogsPlaceIsNotPlayed(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "before", 5);
      Files.copy(at("-wal"), folder.resolve("copy"));
      addAll(server, "then", 5);
      Files.move(folder.resolve("copy"), at("-wal"), StandardCopyOption.REPLACE_EXISTING);
      addAll(server, "after", 5);
      server.kill();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l2_whatOnlyTheDeletedLogHadIsKeptWhenAnotherWindowHasWrittenMeanwhile(int round)
      throws Exception {
    try (Child one = server()) {
      addAll(one, "one", 5);
      Files.delete(at("-wal"));
      Files.delete(at("-shm"));
      Set<String> ofOne = new TreeSet<>(acknowledged);
      acknowledged.clear();
      try (Child two = server()) {
        addAll(two, "two", 5);
        String answer = one.ask("x");
        assertThat(answer).startsWith("refused").contains("are missing", ".kept-");
        addAll(one, "later", 3);
        assertThat(two.ask("")).contains(acknowledged);
        one.kill();
        two.kill();
      }
      try (MemoryStore kept = Stores.open(files(".kept-").getFirst())) {
        assertThat(Stores.names(kept)).containsAll(ofOne);
      }
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l2_aLogThatIsCutOffIsToldAndTheStoreGoesOn(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "before", 5);
      truncate(at("-wal"), 0);
      acknowledged.clear();
      assertThat(server.ask("x")).startsWith("refused").contains("cut off");
      addAll(server, "after", 5);
      server.kill();
    }
    assertThat(namesNow()).containsAll(acknowledged);
  }

  private static void truncate(Path path, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  /** A complete file, as a copy made while no window was open. */
  private Path backup(String... names) throws IOException {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, names);
    }
    return Files.copy(file, folder.resolve("backup"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void assertRestored(String... names) {
    assertThat(namesNow()).containsExactly(names);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l3_aBackupThatIsMovedIntoPlaceUnderAWindowIsServed(int round) throws Exception {
    Path backup = backup("saved");
    try (Child server = server()) {
      addAll(server, "lost", 20);
      Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(server.ask("x")).startsWith("refused").contains("was replaced", "set-aside");
      assertThat(server.ask("")).isEqualTo("saved.");
      assertThat(server.ask("new")).isEqualTo("added new");
      server.kill();
    }
    assertRestored("saved", "new");
    assertThat(files("set-aside")).hasSize(1);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l3_aBackupThatIsMovedIntoPlaceAfterAKillIsServed(int round) throws Exception {
    Path backup = backup("saved");
    try (Child server = server()) {
      addAll(server, "lost", 20);
      server.kill();
    }
    Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
    assertRestored("saved");
    assertThat(files("set-aside")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l3_aBackupThatIsCopiedOverTheStoreUnderAWindowIsServed(int round) throws Exception {
    Path backup = backup("saved");
    try (Child server = server();
        Child other = server()) {
      addAll(server, "lost", 20);
      other.ask("");
      overwrite(backup);
      assertThat(server.ask("x")).startsWith("refused").contains("written over", "set-aside");
      assertThat(server.ask("new")).isEqualTo("added new");
      assertThat(other.ask("y"))
          .satisfiesAnyOf(
              answer -> assertThat(answer).startsWith("refused"),
              answer -> assertThat(answer).isEqualTo("added y"));
      assertThat(other.ask("")).startsWith("saved,new").doesNotContain("lost");
      server.kill();
      other.kill();
    }
    assertThat(namesNow()).startsWith("saved", "new").doesNotContain("lost0");
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l3_aBackupThatIsCopiedOverTheStoreAfterAKillIsServed(int round) throws Exception {
    Path backup = backup("saved");
    try (Child server = server()) {
      addAll(server, "lost", 20);
      server.kill();
    }
    overwrite(backup);
    assertRestored("saved");
    assertThat(files("set-aside")).hasSize(1);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l3_aWindowThatEndsAfterABackupWasCopiedOverTheStoreDoesNotPlayItsLog(int round)
      throws Exception {
    Path backup = backup("saved");
    try (Child server = server()) {
      addAll(server, "lost", 20);
      overwrite(backup);
      server.release();
      assertThat(server.exitCode()).isZero();
    }
    assertRestored("saved");
  }

  /** As {@code cp} does: the same file with other bytes. */
  private void overwrite(Path backup) throws IOException {
    byte[] bytes = Files.readAllBytes(backup);
    Process cp = new ProcessBuilder("cp", backup.toString(), file.toString()).inheritIO().start();
    try {
      assertThat(cp.waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    assertThat(Files.size(file)).isEqualTo(bytes.length);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l4_theLogOfAnotherStoreIsMovedAsideUnread(int round) throws Exception {
    Path other = folder.resolve("other");
    Files.createDirectory(other);
    Path foreign = other.resolve("memory.db");
    try (Child server = Child.start("obey", foreign)) {
      assertThat(server.line()).isEqualTo("ready");
      for (int i = 0; i < 20; i++) {
        assertThat(server.ask("foreign" + i)).startsWith("added");
      }
      server.kill();
    }
    backup("own");
    Files.copy(Path.of(foreign + "-wal"), at("-wal"));
    Files.copy(Path.of(foreign + "-shm"), at("-shm"));
    byte[] log = Files.readAllBytes(at("-wal"));
    assertRestored("own");
    assertThat(files("set-aside"))
        .singleElement()
        .satisfies(aside -> assertThat(Files.readAllBytes(aside)).isEqualTo(log));
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l4_aLogWhoseStoreWasDeletedIsKept(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "a", 5);
      server.kill();
    }
    Files.delete(file);
    assertRestored();
    assertThat(files("set-aside")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void l4_aStoreThatIsMovedWithItsLogAfterAKillIsWhole(int round) throws Exception {
    try (Child server = server()) {
      addAll(server, "a", 20);
      server.kill();
    }
    List<Path> parts = new ArrayList<>(files("memory.db"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    for (Path part : parts.reversed()) {
      Files.copy(part, elsewhere.resolve(part.getFileName()));
    }
    file = elsewhere.resolve("memory.db");
    assertThat(namesNow()).containsAll(acknowledged);
    assertThat(files("set-aside")).isEmpty();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("rounds")
  void l4_theLogOfAKilledProcessIsItsOwn(int round) throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      try (Child one = server();
          Child two = server()) {
        addAll(one, "one" + kill + "-", 5);
        addAll(two, "two" + kill + "-", 5);
        one.kill();
        two.kill();
      }
    }
    assertThat(namesNow()).containsAll(acknowledged);
    assertThat(files("set-aside")).isEmpty();
  }
}

package quire.process.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.process.kernel.ProcessId;
import quire.process.registry.RegistryEntry.Lock;
import quire.process.scene.Known;
import quire.process.scene.LittleServer;

class InstanceRegistryTest {
  @TempDir Path state;
  private InstanceRegistry registry;

  @BeforeEach
  void open() {
    registry = new InstanceRegistry(state);
  }

  @Test
  void aRegisteredInstanceIsFoundAsItWasWritten() throws IOException {
    Instance instance = Known.instance("one", new ProcessId(4711, 12));
    try (Registration registration = registry.register(instance)) {
      assertThat(registration.askedToStop()).isFalse();
      assertThat(registry.entries())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.instance()).contains(instance);
                assertThat(entry.lock()).isEqualTo(Lock.HELD);
              });
    }
    assertThat(registry.entries()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "pipes and links are those of POSIX")
  void whatIsNoEntryIsNamedAndKeepsNobodyFromAnything() throws Exception {
    Files.createDirectories(registry.folder().resolve("folder.json/inside"));
    Path endless = registry.folder().resolve("endless.json");
    Files.createSymbolicLink(endless, Path.of("/dev/zero"));
    Path pipe = registry.folder().resolve("pipe.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(registry.folder().resolve("lock.lck"), pipe);
    Files.writeString(registry.folder().resolve("lock.json"), "{}");
    try (RandomAccessFile huge =
        new RandomAccessFile(registry.folder().resolve("huge.json").toFile(), "rw")) {
      huge.setLength(3L << 30);
    }
    try (Registration own = registry.register(Known.instance("own", self()))) {
      assertThat(own.askedToStop()).isFalse();
      List<RegistryEntry> entries = registry.entries();
      assertThat(entries)
          .extracting(entry -> entry.file().getFileName().toString())
          .contains("folder.json", "endless.json", "pipe.json", "lock.json", "own.json");
      assertThat(entries)
          .filteredOn(entry -> entry.instance().isEmpty())
          .hasSizeGreaterThanOrEqualTo(4)
          .noneMatch(entry -> entry.lock() == Lock.HELD);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are those of POSIX")
  void aRequestToStopIsNotWrittenThroughALink() throws IOException {
    Instance instance = Known.instance("one", new ProcessId(4711, 12));
    Path mine = Files.writeString(state.resolve("mine.txt"), "precious");
    try (Registration registration = registry.register(instance)) {
      Files.createSymbolicLink(registry.folder().resolve(instance.id() + ".stop"), mine);
      registry.askToStop(instance);
      assertThat(registration.askedToStop()).isTrue();
      assertThat(mine).hasContent("precious");
    }
  }

  @Test
  void anEntryThatCallsItselfOtherwiseIsNotUnderstood() throws IOException {
    Path outside = Files.writeString(state.resolve("note.json"), "a person's own");
    Files.createDirectories(registry.folder());
    for (String id : List.of("../note", "other", "")) {
      Files.writeString(
          registry.folder().resolve("entry.json"),
          InstanceJson.write(Known.instance(id, new ProcessId(1, 1))));
      assertThat(registry.entries().getFirst().instance()).isEmpty();
      registry.prune();
      assertThat(outside).hasContent("a person's own");
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
  void anEntryThatOthersCouldHaveWrittenIsNotBelieved() throws Exception {
    try (LittleServer.Running server = LittleServer.start(state)) {
      assertThat(registry.entries().getFirst().lock()).isEqualTo(Lock.HELD);
      Files.setPosixFilePermissions(
          registry.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(registry.entries().getFirst().lock()).isEqualTo(Lock.UNKNOWN);
      Files.setPosixFilePermissions(
          registry.folder(), PosixFilePermissions.fromString("rwx------"));
      assertThat(server.process().isAlive()).isTrue();
    }
  }

  @Test
  void theClientIsAddedLater() throws IOException {
    try (Registration registration =
        registry.register(Known.instance("one", new ProcessId(4711, 12)))) {
      registration.clientIs(new Client("claude-code", "2.1"));
      assertThat(registry.entries().getFirst().instance().orElseThrow().client())
          .contains(new Client("claude-code", "2.1"));
    }
  }

  private static ProcessId self() {
    return new ProcessId(ProcessHandle.current().pid(), 1);
  }

  @Test
  void lookingAtOnesOwnEntryKeepsItsLock() throws Exception {
    try (LittleServer.Running server = LittleServer.start(state);
        Registration own = registry.register(Known.instance("own", self()))) {
      registry.entries();
      registry.entries();
      assertThat(own.askedToStop()).isFalse();
      // Another process sees whether the lock survived the look.
      assertThat(server.sees("own")).isEqualTo(Lock.HELD);
    }
  }

  @Test
  void anEntryWhoseProcessWasKilledIsFreeAndPruned() throws Exception {
    try (LittleServer.Running server = LittleServer.start(state)) {
      assertThat(registry.entries().getFirst().lock()).isEqualTo(Lock.HELD);
      registry.prune();
      assertThat(registry.entries()).hasSize(1);
      server.kill();
    }
    assertThat(registry.entries().getFirst().lock()).isEqualTo(Lock.FREE);
    registry.prune();
    assertThat(registry.folder()).isEmptyDirectory();
  }

  @Test
  void whoRegistersRemovesWhatTheDeadLeft() throws Exception {
    try (LittleServer.Running server = LittleServer.start(state)) {
      server.kill();
    }
    try (Registration own = registry.register(Known.instance("own", self()))) {
      assertThat(own.askedToStop()).isFalse();
      assertThat(registry.entries()).hasSize(1);
    }
  }

  @Test
  void aDamagedEntryIsShownAndPrunedOnceItsLockIsFree() throws IOException {
    Files.createDirectories(registry.folder());
    Files.writeString(registry.folder().resolve("x.json"), "{\"id\":");
    assertThat(registry.entries().getFirst().instance()).isEmpty();
    registry.prune();
    assertThat(registry.entries()).isEmpty();
  }

  @Test
  void whatIsLeftOfAServerThatWasKilledWhileItEnteredGoesOnceItIsOld() throws Exception {
    try (Registration own = registry.register(Known.instance("own", new ProcessId(1, 1)));
        LittleServer.Running held = LittleServer.start(state)) {
      String holder =
          registry.entries().stream()
              .flatMap(entry -> entry.instance().stream())
              .filter(instance -> instance.process().pid() == held.pid())
              .map(Instance::id)
              .findFirst()
              .orElseThrow();
      Files.delete(registry.folder().resolve(holder + ".json"));
      List<String> fragments = List.of("a.lck", "b.draft", "c.stop", "young.lck", holder + ".lck");
      for (String fragment : fragments) {
        Path file = registry.folder().resolve(fragment);
        if (Files.notExists(file)) {
          Files.createFile(file);
        }
        if (!fragment.startsWith("young")) {
          Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(61)));
        }
      }
      registry.prune();
      assertThat(own.askedToStop()).isFalse();
      assertThat(registry.folder().toFile().list())
          .containsExactlyInAnyOrder("own.json", "own.lck", "young.lck", holder + ".lck");
    }
  }

  @Test
  void aRequestToStopIsSeenAndGoesWithTheEntry() throws IOException {
    Instance instance = Known.instance("one", new ProcessId(4711, 12));
    Registration registration = registry.register(instance);
    registry.askToStop(instance);
    assertThat(registration.askedToStop()).isTrue();
    registration.close();
    assertThat(registry.folder()).isEmptyDirectory();
    assertThatCode(registration::close).doesNotThrowAnyException();
    registration.clientIs(new Client("late", "1"));
    assertThat(registry.folder()).isEmptyDirectory();
  }

  @Test
  void onlyTheUserMayLookInside() throws IOException {
    try (Registration registration =
        registry.register(Known.instance("one", new ProcessId(1, 1)))) {
      assertThat(registration.askedToStop()).isFalse();
      assertThat(mode(registry.folder())).isEqualTo("rwx------");
      assertThat(mode(registry.folder().resolve("one.json"))).isEqualTo("rw-------");
      assertThat(mode(registry.folder().resolve("one.lck"))).isEqualTo("rw-------");
    }
  }

  @Test
  void aFolderThatNobodyMadeIsEmpty() throws IOException {
    assertThat(registry.entries()).isEmpty();
    registry.prune();
    assertThat(registry.folder()).doesNotExist();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

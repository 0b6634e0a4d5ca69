package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreBusyException;
import quire.storage.sqlite.file.LockHolder;
import quire.storage.sqlite.file.Schema;
import quire.storage.sqlite.file.StoreFile;

/** Several real processes and one store. */
class ProcessesTest {
  /** {@code mvn -Pthorough} starts 16. */
  private static final int MANY = Integer.getInteger("sqlite.processes", 5);

  /** Once in a build, three times with 16. */
  private static final int KILLS = Math.ceilDiv(MANY, 6);

  private Path file;

  @BeforeEach
  void nameFile(@TempDir Path folder) {
    file = folder.resolve("memory.db");
  }

  /** Pins the decision that no process keeps another one out. */
  @Test
  void twoProcessesHaveTheStoreOpenAndBothWrite() throws Exception {
    try (Child one = Child.start("write", file, "one-");
        Child other = Child.start("write", file, "other-");
        MemoryStore store = Stores.openPatiently(file, Schema.CURRENT)) {
      List<String> acknowledged = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        acknowledged.add(one.line());
        acknowledged.add(other.line());
        acknowledged.add(Stores.create(store, "mine-" + i).getFirst().name());
      }
      assertThat(Stores.names(store)).containsAll(acknowledged).doesNotHaveDuplicates();
      assertThat(acknowledged).doesNotContain("");
    }
  }

  @Test
  void manyProcessesCreateTheStoreTogether() throws Exception {
    assertAllServe("create", Stores.format());
  }

  @Test
  void manyProcessesBringAnOlderStoreUpToDateTogether() throws Exception {
    Stores.open(file).close();
    assertAllServe("upgrade", Stores.nextFormat());
  }

  @Tag("long")
  @Test
  void aStoreKilledInTheMiddleOfAMigrationIsServed() throws Exception {
    try (MemoryStore store = Stores.open(file)) {
      Stores.create(store, "before");
    }
    try (Child killed = Child.start("migrate-for-ever", file)) {
      awaitWriteLockOf(killed);
      killed.kill();
    }
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(Stores.format());
    assertThat(assertAllServe("upgrade", Stores.nextFormat())).contains("before");
  }

  private List<String> assertAllServe(String action, String version) throws Exception {
    List<Child> children = new ArrayList<>();
    List<String> expected = IntStream.range(0, MANY).mapToObj(i -> "p" + i).toList();
    try {
      for (String name : expected) {
        children.add(Child.start(action, file, name));
      }
      for (Child child : children) {
        child.rest();
        assertThat(child.exitCode()).isZero();
      }
    } finally {
      children.forEach(Child::close);
    }
    assertThat(Stores.value(file, "PRAGMA user_version")).isEqualTo(version);
    try (MemoryStore store = Stores.open(file)) {
      assertThat(Stores.names(store)).containsAll(expected).doesNotHaveDuplicates();
      assertThat(store.problems()).isEmpty();
      return Stores.names(store);
    }
  }

  private void awaitWriteLockOf(Child child) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!isWriting(child)) {
      assertThat(System.nanoTime()).as("waiting for the migration").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private boolean isWriting(Child child) {
    Optional<String> holder = LockHolder.of(new StoreFile(file));
    return holder.isPresent() && holder.get().contains(Long.toString(child.pid()));
  }

  @Test
  void whatAKilledProcessHadAcknowledgedIsThere() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < KILLS; round++) {
      try (Child one = Child.start("write", file, "one-" + round + "-");
          Child other = Child.start("write", file, "other-" + round + "-")) {
        for (int i = 0; i < 30; i++) {
          acknowledged.add(one.line());
          acknowledged.add(other.line());
        }
        acknowledged.addAll(one.kill());
        acknowledged.addAll(other.kill());
      }
    }
    try (MemoryStore store = Stores.open(file)) {
      assertThat(store.problems()).isEmpty();
      // The last line may have been cut by the kill, in which case it is part of a name.
      List<String> names = Stores.names(store);
      assertThat(acknowledged)
          .allMatch(line -> names.stream().anyMatch(name -> name.startsWith(line)));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aBusyStoreNamesWhoHoldsIt() throws Exception {
    try (MemoryStore store = Stores.open(file);
        Child holder = Child.start("hold", file)) {
      assertThat(holder.line()).isEqualTo("held");
      assertThatThrownBy(() -> Stores.create(store, "a"))
          .isInstanceOf(StoreBusyException.class)
          .hasMessageContaining("process " + holder.pid() + " (java)")
          .hasMessageContaining("nothing was written");
      assertThat(Stores.names(store)).isEmpty();
      holder.release();
      assertThat(holder.exitCode()).isZero();
      assertThat(Stores.create(store, "a")).hasSize(1);
    }
  }
}

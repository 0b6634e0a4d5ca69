package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.AUTHOR;
import static quire.storage.vault.VaultScene.everything;
import static quire.storage.vault.VaultScene.names;
import static quire.storage.vault.VaultScene.relate;
import static quire.storage.vault.VaultScene.relations;
import static quire.storage.vault.VaultScene.remember;
import static quire.storage.vault.VaultScene.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.storage.vault.write.CrashPoint;
import quire.storage.vault.write.LockOwner;

/** Processes that die in the middle of a write; the halts are those of {@link CrashPoint}. */
class VaultCrashCasesTest {
  private static final int WRITERS = Integer.getInteger("quire.vault.writers", 3);
  private static final int STORM_WRITES = Integer.getInteger("quire.vault.stormWrites", 12);
  private static final int SPOKES = 4;

  private VaultScene scene;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    scene = new VaultScene(directory);
    try (VaultMemoryStore store = scene.open()) {
      remember(store, "hub", "old");
      for (int i = 0; i < SPOKES; i++) {
        remember(store, "spoke " + i, "kept");
        relate(store, "spoke " + i, "hub", "leads to");
      }
    }
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void haltAt(String step, String... script) throws Exception {
    try (ChildProcess child = scene.child(step, script)) {
      child.awaitEnd(ChildProcess.HALTED);
    }
  }

  private void assertHub(String... expected) {
    scene.assertSound();
    assertThat(texts(scene.open(), "hub")).containsExactly(expected);
  }

  @Test
  void k01_aDeathBeforeTheTemporaryFileHoldsUpNobody() throws Exception {
    haltAt("LOCKED", "add|hub|new");
    VaultMemoryStore store = scene.with("lock-wait-millis", "500").open();
    VaultScene.add(store, "hub", "after");
    assertHub("old", "after");
  }

  @Test
  void k02_aHalfTemporaryFileIsRemoved() throws Exception {
    haltAt("TEMP_HALF_WRITTEN", "add|hub|new");
    assertHub("old");
  }

  @Test
  void k03_aDeathBeforeTheSwitchLeavesTheOldNote() throws Exception {
    haltAt("VERIFIED", "add|hub|new");
    assertHub("old");
    assertThat(scene.open().lastSequence()).isEqualTo(2 + SPOKES * 3);
  }

  @Test
  void k04_aDeathAfterTheSwitchLeavesTheNewNoteAndItsChange() throws Exception {
    VaultMemoryStore peer = scene.open();
    haltAt("SWITCHED", "add|hub|new");
    assertThat(texts(peer, "hub")).containsExactly("old", "new");
    VaultScene.add(peer, "hub", "after");
    assertHub("old", "new", "after");
    assertThat(peer.lastSequence()).isEqualTo(2 + SPOKES * 3 + 2);
  }

  @Tag("long")
  @Test
  void k04_aDeathAfterANewNoteGotItsNameLeavesIt() throws Exception {
    haltAt("SWITCHED", "create|fresh|fact");
    scene.assertSound();
    assertThat(texts(scene.open(), "fresh")).containsExactly("fact");
    assertThat(scene.open().lastSequence()).isEqualTo(2 + SPOKES * 3 + 2);
  }

  @Test
  void k05_aDeathBeforeTheJournalLeavesNothingOfTheWrite() throws Exception {
    haltAt("BEFORE_JOURNAL", "delete|hub");
    assertHub("old");
    assertThat(relations(scene.open())).hasSize(SPOKES);
  }

  @Test
  void k06_aDecidedWriteIsFinishedFromWhereverItStopped() throws Exception {
    for (String step : List.of("JOURNALED", "APPLIED_ONE:2", "APPLIED_ALL")) {
      haltAt(step, "delete|hub");
      scene.assertSound();
      VaultMemoryStore store = scene.open();
      assertThat(names(store)).doesNotContain("hub").hasSize(SPOKES);
      assertThat(relations(store)).isEmpty();
      remember(store, "hub", "old");
      for (int i = 0; i < SPOKES; i++) {
        relate(store, "spoke " + i, "hub", "leads to");
      }
      scene.close();
    }
  }

  @Tag("long")
  @Test
  void k06_aPeerThatWasOpenFinishesIt() throws Exception {
    VaultMemoryStore peer = scene.open();
    haltAt("APPLIED_ONE:3", "delete|hub");
    assertThat(relations(peer)).isEmpty();
    assertThat(names(peer)).hasSize(SPOKES);
  }

  @Test
  void k07_recoveryEditsWhatAPersonChangedMeanwhile() throws Exception {
    haltAt("APPLIED_ONE:1", "delete|hub");
    Path note = scene.root().resolve("spoke 3.md");
    scene.write("spoke 3.md", Files.readString(note) + "\nA sentence of mine.\n");
    scene.assertSound();
    assertThat(scene.text("spoke 3.md")).contains("A sentence of mine.", "kept");
    assertThat(relations(scene.open())).isEmpty();
  }

  @Test
  void k08_aDeathDuringRecoveryIsRecoveredFrom() throws Exception {
    haltAt("APPLIED_ONE:1", "delete|hub");
    haltAt("APPLIED_ONE:1", "add|spoke 0|never");
    haltAt("RECOVERING", "add|spoke 0|never");
    scene.assertSound();
    assertThat(relations(scene.open())).isEmpty();
    assertThat(texts(scene.open(), "spoke 0")).containsExactly("kept");
  }

  @Test
  void k09_killedWritersLoseNothingThatWasAcknowledged() throws Exception {
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      children.add(scene.child("", "addMany|hub|w" + i + "-|100000"));
    }
    List<String> acknowledged = new ArrayList<>(List.of("old"));
    for (ChildProcess child : children) {
      child.awaitLines("added", STORM_WRITES);
      child.kill();
      acknowledged.addAll(child.said("added"));
    }
    scene.assertSound();
    assertThat(texts(scene.open(), "hub")).containsAll(acknowledged).doesNotHaveDuplicates();
  }

  @Test
  void k10_leftoversOfOtherProgramsStay() {
    List<String> others = List.of("x.md.123.abc.tmp", ".~lock.x.md#", "~$x.md", "y.md.orig");
    others.forEach(name -> scene.write(name, "not mine"));
    scene.assertSound();
    assertThat(names(scene.open())).hasSize(SPOKES + 1);
    others.forEach(name -> assertThat(scene.root().resolve(name)).hasContent("not mine"));
  }

  @Test
  void k11_aDamagedJournalIsNotPartlyApplied() throws Exception {
    haltAt("JOURNALED", "delete|hub");
    try (var journal = Files.newDirectoryStream(scene.vaultState().resolve("txn"))) {
      Path file = journal.iterator().next();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 20] ^= 1;
      Files.write(file, bytes);
    }
    assertHub("old");
    assertThat(relations(scene.open())).hasSize(SPOKES);
  }

  @Test
  void k12_anOwnerWhoseNumberWasGivenAwayIsNotBlamed() throws Exception {
    Files.writeString(
        scene.vaultState().resolve("owner.json"),
        "{\"pid\":%d,\"started\":\"1999-01-01T00:00:00Z\",\"since\":\"1999-01-01T00:00:00Z\",\"doing\":\"add\"}"
            .formatted(ProcessHandle.current().pid()));
    try (LockOwner owner = new LockOwner(scene.vaultState().resolve("owner.json"))) {
      assertThat(owner.describe()).contains("has ended");
    }
    VaultMemoryStore store = scene.open();
    remember(store, "free");
    assertThat(everything(store).entities()).hasSize(SPOKES + 2);
    assertThat(store.deleteEntities(List.of("free"), AUTHOR)).isEqualTo(1);
  }

  @Tag("long")
  @Test
  void k03_aDeathBetweenAClaimedNameAndItsNoteLeavesNeither() throws Exception {
    haltAt("CLAIMED", "create|fresh|fact");
    assertThat(scene.root().resolve("fresh.md")).exists();
    assertHub("old");
    assertThat(scene.root().resolve("fresh.md")).doesNotExist();
    haltAt("CLAIMED:2", "create|fresh|fact", "relate|nobody|fresh|knows");
    assertThat(names(scene.open())).contains("fresh").doesNotContain("nobody");
    scene.assertSound();
  }

  @Tag("long")
  @Test
  void k11_aCutJournalLeavesNothingHalf() throws Exception {
    for (int applied = 1; applied <= SPOKES; applied++) {
      haltAt("APPLIED_ONE:" + applied, "createAtOnce|cut" + applied + "|" + SPOKES);
      cutJournal();
      assertThat(names(scene.open()).stream().filter(n -> n.startsWith("cut")).toList())
          .as("after %d notes", applied)
          .hasSize(applied * SPOKES);
      scene.assertSound();
    }
    haltAt("APPLIED_ONE:2", "delete|hub");
    cutJournal();
    assertThat(names(scene.open())).doesNotContain("hub");
    assertThat(relations(scene.open())).isEmpty();
    scene.assertSound();
  }

  private void cutJournal() throws IOException {
    try (var journal = Files.newDirectoryStream(scene.vaultState().resolve("txn"))) {
      Path file = journal.iterator().next();
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    }
  }
}

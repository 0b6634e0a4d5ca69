package quire.storage.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.storage.vault.VaultScene.add;
import static quire.storage.vault.VaultScene.remember;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.Finding;

/** The doctor's trial of writing, and what a vault tells of waiting. */
final class VaultHealthTest {
  @TempDir private Path directory;
  private VaultScene scene;

  @BeforeEach
  void openScene() {
    scene = new VaultScene(directory);
  }

  @AfterEach
  void closeScene() {
    scene.close();
  }

  private Finding trial() throws Exception {
    return VaultHealth.checks(scene.settings()).stream()
        .filter(check -> check.name().equals("vault-write"))
        .findFirst()
        .orElseThrow()
        .run();
  }

  @Test
  void aTrialWritesAndLeavesNothingBehind() throws Exception {
    VaultMemoryStore store = scene.open();
    remember(store, "Tea", "green");
    byte[] log = Files.readAllBytes(scene.vaultState().resolve("changes.log"));
    assertThat(trial().verdict()).isEqualTo(Finding.Verdict.OK);
    assertThat(Files.readAllBytes(scene.vaultState().resolve("changes.log"))).isEqualTo(log);
    try (var files = Files.list(scene.root())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".quire", "Tea.md");
    }
    add(store, "Tea", "hot");
    scene.assertSound();
  }

  @Test
  void aFolderWhereNotesCannotBeWrittenFailsTheTrial() throws Exception {
    Files.createSymbolicLink(
        scene.root().resolve("agents"), Files.createDirectory(directory.resolve("elsewhere")));
    scene.with("folder", "agents");
    Finding found = trial();
    assertThat(found.verdict()).isEqualTo(Finding.Verdict.FAIL);
    assertThat(found.text()).contains("leads out of the vault");
    assertThat(directory.resolve("elsewhere")).isEmptyDirectory();
  }

  @Test
  void aReadOnlyVaultIsNotTried() throws Exception {
    remember(scene.open(), "Tea", "green");
    scene.with("read-only", "true");
    Finding found = trial();
    assertThat(found.verdict()).isEqualTo(Finding.Verdict.SKIP);
    assertThat(found.text()).contains("read-only");
  }

  @Test
  void theDescriptionTellsHowLongTheLockWasWaitedFor() {
    VaultMemoryStore store = scene.with("lock-wait-millis", "1").open();
    List<String> keys = List.of("write lock refusals", "longest wait for the write lock");
    assertThat(store.describe().details()).containsKeys(keys.toArray(new String[0]));
    assertThat(store.describe().details()).containsEntry("write lock refusals", "0");
  }
}

package quire.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.process.install.Manifest.Depth;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the installations hold sh scripts")
class ManifestTest {
  @TempDir Path root;
  private Path home = Path.of("");

  @BeforeEach
  void install() throws IOException {
    home = Release.in(root, "0.1.0");
  }

  @Test
  void aWholeInstallationHasNoProblems() {
    Manifest manifest = Manifest.of(home);
    assertThat(manifest.version()).isEqualTo("0.1.0");
    assertThat(manifest.problems(home, Depth.HASHES)).isEmpty();
  }

  @Test
  void aMissingFileAndAnotherSizeAreSeenAtOnce() throws IOException {
    Manifest manifest = Manifest.of(home);
    Files.delete(home.resolve("bin/quire"));
    Files.writeString(home.resolve("lib/quire-cli-0.1.0.jar"), "half");
    assertThat(manifest.problems(home, Depth.SIZES))
        .containsExactly(
            "bin/quire is missing", "lib/quire-cli-0.1.0.jar has 4 bytes instead of 16");
  }

  @Test
  void otherContentOfTheSameSizeNeedsTheHashes() throws IOException {
    Files.writeString(home.resolve("lib/quire-cli-0.1.0.jar"), "classes of 9.9.9");
    assertThat(Manifest.of(home).problems(home, Depth.SIZES)).isEmpty();
    assertThat(Manifest.of(home).problems(home, Depth.HASHES))
        .containsExactly("lib/quire-cli-0.1.0.jar has other content");
  }

  @Test
  void aJarOfAnotherVersionIsLeftOverAndABackendOfTheUserIsNot() throws IOException {
    Files.writeString(home.resolve("lib/quire-cli-0.0.9.jar"), "old");
    Files.writeString(home.resolve("lib/my-backend.jar"), "own");
    assertThat(Manifest.of(home).problems(home, Depth.SIZES))
        .containsExactly("lib/quire-cli-0.0.9.jar belongs to another version");
  }

  @Test
  void aMissingOrDamagedListIsNoInstallation() throws IOException {
    Files.writeString(home.resolve(Manifest.FILE), "quire 0.1.0\nnonsense\n");
    assertThatThrownBy(() -> Manifest.of(home))
        .isInstanceOf(InstallationException.class)
        .hasMessageContaining("nonsense");
    Files.writeString(home.resolve(Manifest.FILE), "");
    assertThatThrownBy(() -> Manifest.of(home)).isInstanceOf(InstallationException.class);
    Files.delete(home.resolve(Manifest.FILE));
    assertThatThrownBy(() -> Manifest.of(home)).isInstanceOf(InstallationException.class);
  }
}

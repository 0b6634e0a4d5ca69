package quire.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quire.process.install.Manifest.Depth;
import quire.process.install.Upgrade.Step;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the installations hold sh scripts")
class UpgradeTest {
  private static final Upgrade.Trial FINE = home -> {};

  @TempDir Path root;
  @TempDir Path shop;
  private Path old = Path.of("");

  @BeforeEach
  void install() throws IOException {
    root = root.toRealPath();
    old = Release.in(root, "0.1.0");
  }

  @Test
  void anArchiveBecomesCurrentAndTheOldVersionCanComeBack() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    List<Step> steps = new ArrayList<>();
    Path home =
        new Upgrade(old, System.getenv(), steps::add)
            .carryOut(archive.toString(), Optional.empty(), FINE, FINE);
    assertThat(home).isEqualTo(root.resolve("quire-0.2.0"));
    assertThat(steps).containsExactly(Step.values());
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
    assertThat(Files.readSymbolicLink(root.resolve("current"))).isRelative();

    Installations installations = Installations.around(home);
    assertThat(installations.rollBack()).isEqualTo(old);
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.1.0");
    assertThat(installations.rollBack()).isEqualTo(home);
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
  }

  @Test
  void whatNamesAVersionHasAPathThatOutlivesIt() throws Exception {
    Path script = old.resolve("bin/quire");
    assertThat(Installations.lasting(script)).as("before the first upgrade").isEmpty();
    upgrade(Release.in(shop, "0.2.0").toString(), Optional.empty(), FINE, FINE);
    Path lasting = root.resolve("current/bin/quire");
    assertThat(Installations.lasting(script)).contains(lasting);
    assertThat(Installations.lasting(root.resolve("quire-0.0.9/bin/quire")))
        .as("a version that is gone")
        .contains(lasting);
    assertThat(Installations.lasting(lasting)).isEmpty();
    Path chosen = Files.createSymbolicLink(root.resolve("mine"), old);
    assertThat(Installations.lasting(chosen.resolve("bin/quire"))).isEmpty();
    assertThat(Installations.lasting(Path.of("quire"))).isEmpty();
    Files.delete(root.resolve("current"));
    Files.createSymbolicLink(root.resolve("current"), shop);
    assertThat(Installations.lasting(script)).as("another program's link").isEmpty();
  }

  @Test
  void aFolderIsASourceToo() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    upgrade(folder.toString(), Optional.empty(), FINE, FINE);
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
    assertThat(folder).isDirectory();
  }

  @Test
  void lookingLeavesNothingBehind() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Manifest manifest =
        new Upgrade(old, System.getenv(), step -> {}).look(archive.toString(), Optional.empty());
    assertThat(manifest.version()).isEqualTo("0.2.0");
    assertUntouched();
  }

  @Test
  void aWrongOrMissingChecksumChangesNothing() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    assertFails(archive.toString(), Optional.of("0".repeat(64)), "has the checksum");
    Path beside = shop.resolve("quire-0.2.0.tar.gz.sha256");
    String right = Files.readString(beside);
    Files.writeString(beside, right.replaceFirst("^[0-9a-f]{64}", "0".repeat(64)));
    assertFails(archive.toString(), Optional.empty(), "has the checksum");
    Files.writeString(beside, right);
    Files.write(archive, new byte[] {0}, StandardOpenOption.APPEND);
    assertFails(archive.toString(), Optional.empty(), "has the checksum");
    Files.delete(beside);
    assertFails(archive.toString(), Optional.empty(), "--sha256");
    assertFails(shop.resolve("missing.tar.gz").toString(), Optional.empty(), "no archive");
  }

  @Test
  void anArchiveThatIsNotWholeChangesNothing() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Files.delete(folder.resolve("lib/quire-cli-0.2.0.jar"));
    assertFails(folder.toString(), Optional.empty(), "quire-cli-0.2.0.jar is missing");
    Path noise = Files.writeString(shop.resolve("noise.tar.gz"), "noise");
    assertFails(noise.toString(), Optional.of(Manifest.sha256(noise)), "Cannot unpack");
  }

  @Test
  void aVersionThatFailsItsTrialDoesNotBecomeCurrent() throws Exception {
    String archive = Release.archive(shop, "0.2.0").toString();
    Upgrade.Trial failing =
        home -> {
          throw new InstallationException("it does not answer");
        };
    assertThatThrownBy(() -> upgrade(archive, Optional.empty(), failing, FINE))
        .hasMessageContaining("does not answer");
    assertThatThrownBy(() -> upgrade(archive, Optional.empty(), FINE, failing))
        .hasMessageContaining("does not answer");
    assertThat(root.resolve("current")).doesNotExist();
    upgrade(archive, Optional.empty(), FINE, FINE);
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
  }

  @Test
  void aDifferentFolderOfTheSameNameIsNotTouched() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Path own = Release.in(root, "0.2.0");
    Files.writeString(own.resolve("lib/quire-cli-0.2.0.jar"), "somebody's own");
    assertThatThrownBy(() -> upgrade(archive.toString(), Optional.empty(), FINE, FINE))
        .hasMessageContaining("is there already");
    assertThat(own.resolve("lib/quire-cli-0.2.0.jar")).hasContent("somebody's own");
  }

  @Test
  void twoUpgradesAtOnceAreRefused() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    try (UpgradeProgram.Running first = UpgradeProgram.start(old, archive, Step.UNPACKED, true)) {
      first.awaitStep();
      assertFails(archive.toString(), Optional.empty(), "Another upgrade");
    }
  }

  @Test
  void somethingElseOfTheNameCurrentIsNotReplaced() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Files.createDirectories(root.resolve("current"));
    assertThatThrownBy(() -> upgrade(archive.toString(), Optional.empty(), FINE, FINE))
        .hasMessageContaining("no link of ours");
    assertThat(root.resolve("current")).isEmptyDirectory();
  }

  @Test
  void thereIsNoWayBackBeforeTheFirstUpgrade() {
    assertThatThrownBy(() -> Installations.around(old).rollBack())
        .hasMessageContaining("no version before");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void killedAtAnyStepItLeavesAWorkingInstallation(Step step) throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    try (UpgradeProgram.Running victim = UpgradeProgram.start(old, archive, step, false)) {
      assertThat(victim.awaitEnd()).isEqualTo(128 + 9);
    }
    assertThat(Release.run(old)).isEqualTo("0.1.0");
    if (step == Step.SWITCHED) {
      assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
    } else {
      assertThat(root.resolve("current")).doesNotExist();
    }
    Path home = upgrade(archive.toString(), Optional.empty(), FINE, FINE);
    assertThat(Manifest.of(home).problems(home, Depth.HASHES)).isEmpty();
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
    assertThat(root.resolve(".upgrade")).doesNotExist();
  }

  @Test
  void anAddressIsASourceAndACutOffDownloadChangesNothing() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    try (FileServer server = new FileServer(shop)) {
      String address = server.address() + archive.getFileName();
      server.cutOff(archive.getFileName().toString());
      assertThatThrownBy(() -> upgrade(address, Optional.empty(), FINE, FINE))
          .isInstanceOfAny(IOException.class, InstallationException.class);
      assertUntouched();
      server.whole();
      assertFails(server.address() + "missing.tar.gz", Optional.empty(), "answered 404");
      upgrade(address, Optional.empty(), FINE, FINE);
      assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
    }
  }

  @Test
  void anAddressThatCannotBeReachedIsNamed() throws Exception {
    String address;
    try (FileServer server = new FileServer(shop)) {
      address = server.address() + "quire.tar.gz";
    }
    assertThatThrownBy(() -> upgrade(address, Optional.empty(), FINE, FINE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot fetch " + address)
        .hasMessageContaining("nothing was changed");
    assertUntouched();
  }

  @Test
  void anAddressWithoutEncryptionNeedsAChecksumFromElsewhere() throws Exception {
    assertFails("http://192.0.2.1/quire.tar.gz", Optional.empty(), "not encrypted");
  }

  private void assertFails(String from, Optional<String> sha256, String message)
      throws IOException {
    assertThatThrownBy(() -> upgrade(from, sha256, FINE, FINE))
        .isInstanceOf(InstallationException.class)
        .hasMessageContaining(message);
    assertThat(root.resolve("current")).doesNotExist();
  }

  private void assertUntouched() throws IOException {
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("quire-0.1.0", ".upgrade.lck");
    }
  }

  private Path upgrade(
      String from, Optional<String> sha256, Upgrade.Trial trial, Upgrade.Trial preparation)
      throws IOException, InterruptedException {
    return new Upgrade(old, System.getenv(), step -> {}).carryOut(from, sha256, trial, preparation);
  }
}

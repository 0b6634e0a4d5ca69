package quire.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.params.provider.ValueSource;
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
        new Upgrade(old, System.getenv(), ReleaseKeys.of(Release.key()), steps::add)
            .carryOut(Wanted.of(archive.toString()), FINE, FINE);
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
    Manifest manifest = upgrade().look(Wanted.of(archive.toString()));
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
  void anArchiveIsSignedByAKnownKeyOrTheUserSaysThatItIsNot() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Path signature = shop.resolve("quire-0.2.0.tar.gz.sha256.sig");
    String right = Files.readString(signature);
    Files.delete(signature);
    String from = archive.toString();
    String hex = Manifest.sha256(archive);
    assertFails(from, Optional.empty(), "nothing shows who made the archive");
    assertFails(from, Optional.of(hex), "nothing shows who made the archive");
    for (String wrong :
        List.of("", "no signature", right.substring(4), right.substring(0, 80), "A" + right)) {
      Files.writeString(signature, wrong);
      assertFails(from, Optional.empty(), "is not that of a release");
      assertRefused(Wanted.of(from).evenUnsigned(), "is not that of a release");
    }
    Files.writeString(signature, right);
    assertThatThrownBy(
            () ->
                new Upgrade(old, System.getenv(), ReleaseKeys.ofThisProgram(), step -> {})
                    .look(Wanted.of(from)))
        .hasMessageContaining("is not that of a release");
    Files.delete(signature);
    assertRefused(Wanted.of(from).evenUnsigned().withChecksum("0".repeat(64)), "has the checksum");
    upgrade().carryOut(Wanted.of(from).evenUnsigned(), FINE, FINE);
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
  }

  @Test
  void aSignatureIsGoodForItsOwnChecksumOnly() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Path other = Release.archive(shop, "0.3.0");
    for (String ending : List.of(".sha256", ".sha256.sig")) {
      Files.copy(
          shop.resolve(archive.getFileName() + ending),
          shop.resolve(other.getFileName() + ending),
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertFails(other.toString(), Optional.empty(), "has the checksum");
    Files.writeString(
        shop.resolve(other.getFileName() + ".sha256"), Manifest.sha256(other) + "  x\n");
    assertFails(other.toString(), Optional.empty(), "is not that of a release");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.2.0/../../out", "../out", "current", "", "0.2.0 ", "v\u001b[31m", "/x"})
  void aVersionThatIsNoVersionIsRefused(String version) throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Release.list(folder, version);
    assertFails(folder.toString(), Optional.empty(), "is no version of Quire");
    assertUntouched();
  }

  @Test
  void aFileThatTheListDoesNotNameIsRefused() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Files.writeString(folder.resolve("lib/another.jar"), "code");
    Path archive = Release.archiveOf(shop, "0.2.0");
    assertFails(archive.toString(), Optional.empty(), "lib/another.jar is not in its list");
    assertUntouched();
    upgrade(folder.toString(), Optional.empty(), FINE, FINE);
    assertThat(root.resolve("quire-0.2.0/lib/another.jar")).doesNotExist();
  }

  @Test
  void aListThatNamesAFileElsewhereIsRefused() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Path secret = Files.writeString(shop.resolve("secret"), "x");
    for (String path : List.of("../secret", "lib/../../secret", secret.toString())) {
      Release.list(folder, "0.2.0");
      Files.writeString(
          folder.resolve(Manifest.FILE),
          Manifest.sha256(secret) + " 1 " + path + "\n",
          StandardOpenOption.APPEND);
      assertFails(folder.toString(), Optional.empty(), "names one elsewhere");
    }
    assertUntouched();
  }

  @Test
  void linksThatLeadOutPipesAndSecondNamesAreRefused() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Path odd = folder.resolve("lib/odd");
    Path secret = Files.writeString(shop.resolve("secret"), "x");
    Files.createSymbolicLink(odd, secret);
    assertOdd("leads out");
    Files.delete(odd);
    Files.createSymbolicLink(odd, Path.of("../../../secret"));
    assertOdd("leads out");
    Files.delete(odd);
    Files.createLink(odd, folder.resolve("bin/quire"));
    assertOdd("has a second name");
    Files.delete(odd);
    assertThat(new ProcessBuilder("mkfifo", odd.toString()).start().waitFor()).isZero();
    assertOdd("is neither a file nor a folder");
  }

  private void assertOdd(String message) throws Exception {
    Release.list(shop.resolve("quire-0.2.0"), "0.2.0");
    assertFails(Release.archiveOf(shop, "0.2.0").toString(), Optional.empty(), message);
    assertUntouched();
  }

  @Test
  void modesOfAnArchiveAreNotTakenOver() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Path script = folder.resolve("bin/quire");
    assertThat(new ProcessBuilder("chmod", "6777", script.toString()).start().waitFor()).isZero();
    Files.setPosixFilePermissions(
        folder.resolve("lib"), PosixFilePermissions.fromString("rwxrwxrwx"));
    upgrade(Release.archiveOf(shop, "0.2.0").toString(), Optional.empty(), FINE, FINE);
    Path home = root.resolve("quire-0.2.0");
    assertThat(Files.getAttribute(home.resolve("bin/quire"), "unix:mode")).isEqualTo(0100755);
    assertThat(Files.getAttribute(home.resolve("lib"), "unix:mode")).isEqualTo(0040755);
    assertThat(Files.getAttribute(home.resolve(Manifest.FILE), "unix:mode")).isEqualTo(0100644);
  }

  @Test
  void anOlderVersionIsInstalledOnlyIfTheUserSaysSo() throws Exception {
    String from = Release.archive(shop, "0.0.9").toString();
    assertFails(from, Optional.empty(), "is older than 0.1.0");
    String early = Release.archive(shop, "0.1.0-rc1").toString();
    assertFails(early, Optional.empty(), "is older than 0.1.0");
    upgrade().carryOut(Wanted.of(from).evenOlder(), FINE, FINE);
    assertThat(Release.run(root.resolve("current"))).isEqualTo("0.0.9");
  }

  @Test
  void aFolderThatOthersCanChangeIsNoSource() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertFails(folder.toString(), Optional.empty(), "can be changed by every user");
    assertUntouched();
  }

  @Test
  void whatIsCheckedIsWhatIsUnpacked() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Path evil = Release.in(shop, "6.6.6");
    Files.writeString(evil.resolve("bin/quire"), "#!/bin/sh\necho evil\n");
    Release.list(evil, "6.6.6");
    Path other = Release.archiveOf(shop, "6.6.6");
    Path draft = root.resolve(".upgrade/archive.tar.gz");
    // Whoever swaps the archive once its copy is there comes too late.
    Thread swap =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Files.exists(draft)) {
                    Thread.onSpinWait();
                  }
                  try {
                    Files.copy(other, archive, StandardCopyOption.REPLACE_EXISTING);
                  } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                  }
                });
    try {
      upgrade(archive.toString(), Optional.empty(), FINE, FINE);
      assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
    } catch (InstallationException swappedEarly) {
      assertThat(swappedEarly).hasMessageContaining("has the checksum");
    }
    swap.join();
    assertThat(root.resolve("quire-6.6.6")).doesNotExist();
  }

  @Test
  void aVersionThatFailedOrWasCutOffDoesNotStandInTheWayOfASoundOne() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Upgrade.Trial failing =
        home -> {
          throw new InstallationException("it does not answer");
        };
    assertThatThrownBy(() -> upgrade(archive.toString(), Optional.empty(), failing, FINE))
        .hasMessageContaining("does not answer");
    assertUntouched();
    try (UpgradeProgram.Running victim = UpgradeProgram.start(old, archive, Step.UNPACKED, false)) {
      assertThat(victim.awaitEnd()).isEqualTo(128 + 9);
    }
    assertThat(root.resolve("quire-0.2.0")).isDirectory();
    Path better = Release.in(shop, "0.2.0");
    Files.writeString(better.resolve("lib/quire-cli-0.2.0.jar"), "other classes");
    Release.list(better, "0.2.0");
    upgrade(Release.archiveOf(shop, "0.2.0").toString(), Optional.empty(), FINE, FINE);
    assertThat(root.resolve("current/lib/quire-cli-0.2.0.jar")).hasContent("other classes");
  }

  @Test
  void aServersChecksumIsComparedToo() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    Files.write(archive, new byte[] {0}, StandardOpenOption.APPEND);
    try (FileServer server = new FileServer(shop)) {
      assertFails(server.address() + archive.getFileName(), Optional.empty(), "has the checksum");
      assertUntouched();
    }
  }

  @Test
  void aRedirectToAnotherPlaceIsNotFollowedAndAnEndlessAnswerIsGivenUp() throws Exception {
    Path archive = Release.archive(shop, "0.2.0");
    try (FileServer server = new FileServer(shop);
        FileServer other = new FileServer(shop)) {
      server.redirect("moved.tar.gz", other.address() + archive.getFileName());
      assertFails(server.address() + "moved.tar.gz", Optional.empty(), "another place");
      server.redirect("up.tar.gz", "https://127.0.0.1/x.tar.gz");
      assertFails(server.address() + "up.tar.gz", Optional.empty(), "another place");
      server.redirect("round.tar.gz", "/round.tar.gz");
      assertFails(server.address() + "round.tar.gz", Optional.empty(), "answered 302");
      assertUntouched();
      for (String ending : List.of("", ".sha256", ".sha256.sig")) {
        server.redirect("latest.tar.gz" + ending, "/" + archive.getFileName() + ending);
      }
      upgrade(server.address() + "latest.tar.gz", Optional.empty(), FINE, FINE);
      assertThat(Release.run(root.resolve("current"))).isEqualTo("0.2.0");
      server.endless("endless.tar.gz");
      Path file = shop.resolve("taken");
      assertThatThrownBy(
              () -> Download.file(URI.create(server.address() + "endless.tar.gz"), file, 1_000_000))
          .hasMessageContaining("does not end");
      assertThat(Files.size(file)).isLessThanOrEqualTo(1_000_000);
    }
  }

  @Test
  void anArchiveThatIsNotWholeChangesNothing() throws Exception {
    Path folder = Release.in(shop, "0.2.0");
    Files.delete(folder.resolve("lib/quire-cli-0.2.0.jar"));
    assertFails(folder.toString(), Optional.empty(), "quire-cli-0.2.0.jar is missing");
    Path noise = Files.writeString(shop.resolve("noise.tar.gz"), "noise");
    Release.sign(noise);
    assertFails(noise.toString(), Optional.empty(), "Cannot unpack");
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
    // A port that somebody has and nobody listens at: a free one could be another test's by then.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String address = "http://127.0.0.1:%d/quire.tar.gz".formatted(taken.getLocalPort());
      assertThatThrownBy(() -> upgrade(address, Optional.empty(), FINE, FINE))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot fetch " + address)
          .hasMessageContaining("nothing was changed");
    }
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

  private void assertRefused(Wanted wanted, String message) {
    assertThatThrownBy(() -> upgrade().carryOut(wanted, FINE, FINE))
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
    Wanted wanted = Wanted.of(from);
    return upgrade().carryOut(sha256.map(wanted::withChecksum).orElse(wanted), trial, preparation);
  }

  private Upgrade upgrade() {
    return new Upgrade(old, System.getenv(), ReleaseKeys.of(Release.key()), step -> {});
  }
}

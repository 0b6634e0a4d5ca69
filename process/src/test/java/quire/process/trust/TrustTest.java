package quire.process.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  /** A user that is not the one who runs the tests, nor root. */
  private static final int STRANGER = 54_321;

  @TempDir private Path temporary;
  private Path folder = Path.of("none");
  private final Trust trust = Trust.ofThisProcess();

  @BeforeEach
  void resolve() throws IOException {
    folder = temporary.toRealPath();
  }

  @Test
  void ownFilesAndThoseOfRootAreBelieved() throws IOException {
    Path file = Files.writeString(folder.resolve("quire.toml"), "");
    assertThat(trust.doubt(file)).isEmpty();
    assertThat(trust.doubt(Path.of("/usr/bin/env"))).isEmpty();
    assertThat(trust.doubt(folder.resolve("not/there/yet"))).isEmpty();
  }

  @Test
  void whatBelongsToAnotherUserIsNot() throws IOException {
    Path file = Files.writeString(folder.resolve("quire.toml"), "");
    Trust other = new Trust(STRANGER);
    if (trust.user() == 0) {
      // The tests run as root, whose files everybody believes: give the file away.
      Files.setAttribute(file, "unix:uid", STRANGER);
      assertThat(trust.doubt(file)).get().hasToString(file + " belongs to user " + STRANGER);
      assertThat(other.doubt(file)).isEmpty();
    } else {
      assertThat(other.doubt(file)).isPresent();
    }
  }

  @Test
  void whatEverybodyCanChangeIsNot() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path file = Files.writeString(open.resolve("quire.toml"), "");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(trust.doubt(file))
        .get()
        .hasToString(open + " can be changed by every user of this machine");
    Files.setAttribute(open, "unix:mode", 0_1777);
    assertThat(trust.doubt(file)).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(trust.doubt(file)).isPresent();
  }

  @Test
  void aLinkIsBelievedOnlyIfItsTargetIs() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("open"));
    assertThat(trust.doubt(link.resolve("quire.toml"))).isPresent();
    Path round = Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
    assertThat(trust.doubt(round)).get().hasToString(round + " leads in a circle");
  }

  @Test
  void codeIsNotRunWhereAGroupCanChangeIt() throws IOException {
    if (trust.user() != 0) {
      return; // only root can give a file to another group
    }
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.setAttribute(cache, "unix:gid", STRANGER);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(trust.doubt(cache)).isEmpty();
    assertThat(trust.doubtOfCode(cache)).isPresent();
  }

  @Test
  void aPathIsInsideOnlyAfterItsLinksAreFollowed() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    assertThat(Trust.isInside(project.resolve(".quire/memory.db"), project)).isTrue();
    assertThat(Trust.isInside(project.resolve("../outside/x"), project)).isFalse();
    Files.createSymbolicLink(project.resolve(".quire"), outside);
    assertThat(Trust.isInside(project.resolve(".quire/memory.db"), project)).isFalse();
    Files.createSymbolicLink(project.resolve("dangling"), Path.of("../gone/file"));
    assertThat(Trust.isInside(project.resolve("dangling"), project)).isFalse();
    Files.createDirectory(outside.resolve("deep"));
    Files.createSymbolicLink(project.resolve("way"), outside.resolve("deep"));
    Files.createSymbolicLink(project.resolve("back"), Path.of("way/.."));
    assertThat(Trust.destination(project.resolve("back/x"))).isEqualTo(outside.resolve("x"));
    assertThat(Trust.isInside(project.resolve("back/x"), project)).isFalse();
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), project);
    assertThat(Trust.isInside(project.resolve("notes"), alias)).isTrue();
    Files.createSymbolicLink(project.resolve("round"), Path.of("round"));
    assertThat(Trust.isInside(project.resolve("round"), project)).isFalse();
    assertThatThrownBy(() -> Trust.destination(project.resolve("round")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anApprovalHoldsForWhatWasShownAndNothingElse() throws IOException {
    ApprovedProjects approved = ApprovedProjects.in(folder.resolve("config"));
    Path project = folder.resolve("project");
    assertThat(approved.approves(project, List.of("store = x"))).isFalse();
    approved.approve(project, List.of("store = x"));
    assertThat(approved.approves(project, List.of("store = x"))).isTrue();
    assertThat(approved.approves(project, List.of("store = y"))).isFalse();
    assertThat(approved.approves(folder.resolve("other"), List.of("store = x"))).isFalse();
    approved.approve(project, List.of("store = y"));
    assertThat(approved.approves(project, List.of("store = x"))).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(approved.file())))
        .isEqualTo("rw-------");
    assertThat(approved.revoke(project)).isTrue();
    assertThat(approved.revoke(project)).isFalse();
    assertThat(approved.approves(project, List.of("store = y"))).isFalse();
  }
}

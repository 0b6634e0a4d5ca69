package quire.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Backends;
import quire.cli.Scene;
import quire.process.install.InstallationException;
import tools.jackson.core.JacksonException;

class SelfTestTest {
  @TempDir private Path folder;

  @Test
  void onlyWhatTheVersionItselfFailsAtCounts() {
    String report =
        """
        [{"check":"installation","verdict":"OK","finding":"f","fixable":false,"ofThisVersion":true},
         {"check":"any-backend","verdict":"FAIL","finding":"gone","ofThisVersion":true},
         {"check":"clock","verdict":"FAIL","finding":"slow","ofThisVersion":false},
         {"check":"later","verdict":"FAIL","finding":"new"}]
        """;

    assertThat(SelfTest.ownFailures(report.getBytes(UTF_8)))
        .containsExactly("any-backend: gone", "later: new");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the version is a shell script")
  void aVersionThatCallsItselfOtherwiseThanItsListDoesNotPass() throws Exception {
    Scene scene = new Scene(folder);
    Path home = Files.createDirectories(folder.resolve("quire-9.9.9"));
    scene.write(home.resolve("manifest.txt"), "quire 9.9.9\n");
    Path script = scene.write(home.resolve("bin/quire"), "#!/bin/sh\necho 'quire 6.6.6 (none)'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> new SelfTest(scene.at(folder)).of(home))
        .isInstanceOf(InstallationException.class)
        .hasMessageContaining("calls itself \"quire 6.6.6 (none)\"")
        .hasMessageContaining("says 9.9.9");
  }

  @Test
  void whatIsNoReportIsNotTakenForOneWithoutFailures() {
    for (String broken : new String[] {"", "no memory left", "{}", "[{\"check\":"}) {
      assertThatThrownBy(() -> SelfTest.ownFailures(broken.getBytes(UTF_8)))
          .as(broken)
          .isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void theDoctorsOwnReportIsUnderstood() {
    Scene scene = new Scene(folder);
    scene.projectFile("store = 'broken:" + scene.write(scene.project.resolve("there"), "") + "'");
    scene.run(Backends.UNWELL, "doctor", "--json");

    assertThat(SelfTest.ownFailures(scene.said().getBytes(UTF_8)))
        .singleElement()
        .asString()
        .startsWith("store: Cannot open ");
  }
}

package quire.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Backends;
import quire.cli.Scene;
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

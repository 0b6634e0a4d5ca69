package quire.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;

/** Where no systemd of the user answers; with one, see ServiceIT. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "units are those of systemd")
class ServiceCommandTest {
  @TempDir private Path folder;

  @Test
  void aServiceIsRefusedClearlyWhereNoSystemdAnswersAndNothingIsWritten() {
    Scene scene = new Scene(folder);
    assertThat(scene.run("service", "install")).isEqualTo(1);
    assertThat(scene.noticed().getFirst()).contains("Cannot install", "Nothing was written");
    assertThat(scene.noticed().getLast()).contains("quire serve --http");
    assertThat(scene.home).isEmptyDirectory();
    assertThat(scene.run("service", "status")).isEqualTo(4);
    assertThat(scene.run("service", "uninstall")).isEqualTo(8);
  }

  @Test
  void aUnitThatQuireDidNotWriteIsLeft() {
    Scene scene = new Scene(folder);
    Path unit = scene.write(scene.home.resolve(".config/systemd/user/quire.service"), "[Unit]\n");
    assertThat(scene.run("service", "uninstall")).isEqualTo(1);
    assertThat(scene.noticed().getFirst()).contains("is not Quire's");
    assertThat(unit).hasContent("[Unit]");
  }

  @Test
  void nothingInAWordOfTheUnitIsExpanded() {
    Scene scene = new Scene(folder);
    scene.variables.put("QUIRE_STATE_DIR", "/a %h \"b");
    Path script = Path.of("/opt/100% $HOME\\/bin/quire");
    ServiceUnit unit =
        new ServiceUnit(
            new Launcher(Path.of("/opt"), script, script),
            List.of("serve", "--store", "sqlite:/a b.db"),
            scene.at(folder));
    assertThat(unit.text())
        .contains(
            "ExecStart=\"/opt/100%% $$HOME\\\\/bin/quire\" \"serve\" \"--store\" \"sqlite:/a"
                + " b.db\"\n",
            "Environment=\"QUIRE_STATE_DIR=/a %%h \\\"b\"\n")
        .doesNotContain("XDG_");
  }
}

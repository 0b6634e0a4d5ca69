package quire.process.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateFolderTest {
  private static final Path HOME = Path.of("/home/ada");

  @Test
  void eachSystemHasItsUsualPlace() {
    assertThat(StateFolder.of(Map.of(), HOME, "Linux"))
        .isEqualTo(HOME.resolve(".local/state/quire"));
    assertThat(StateFolder.of(Map.of(), HOME, "Mac OS X"))
        .isEqualTo(HOME.resolve("Library/Application Support/quire"));
    assertThat(StateFolder.of(Map.of(), HOME, "Windows 11"))
        .isEqualTo(HOME.resolve("AppData/Local/quire"));
  }

  @Test
  void aVariableNamesAnotherPlace() {
    assertThat(StateFolder.of(Map.of("XDG_STATE_HOME", "/state"), HOME, "Linux"))
        .isEqualTo(Path.of("/state/quire"));
    assertThat(
            StateFolder.of(
                Map.of("XDG_STATE_HOME", "/state", "QUIRE_STATE_DIR", "/own"), HOME, "Linux"))
        .isEqualTo(Path.of("/own"));
  }

  @Test
  void aRelativeOrEmptyVariableIsIgnored() {
    assertThat(
            StateFolder.of(Map.of("XDG_STATE_HOME", "state", "QUIRE_STATE_DIR", ""), HOME, "Linux"))
        .isEqualTo(HOME.resolve(".local/state/quire"));
  }
}

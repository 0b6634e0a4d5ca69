package quire.process.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bin/sh|-c|quire serve",
        "bash|-lc|quire serve",
        "node|/usr/lib/node_modules/npm/bin/npx-cli.js|-y|quire",
        "npm exec quire",
        "/opt/uv/uvx|quire",
        "C:\\Windows\\System32\\cmd.exe|/d|/s|/c|quire",
        "C:\\Windows\\System32\\cmd.exe",
        "/bin/sh|/usr/local/bin/npx|quire"
      })
  void whatStartsAProgramForSomebodyElseIsAWrapper(String line) {
    assertThat(Wrapper.is(words(line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bin/bash",
        "bash|--login",
        "bash|script.sh|-c",
        "node|/usr/bin/claude",
        "/usr/bin/claude|-c",
        "emacs|/usr/bin/npx",
        "cmd.exe|/k|quire.bat"
      })
  void aClientOrAnInteractiveShellIsNone(String line) {
    assertThat(Wrapper.is(words(line))).isFalse();
  }

  private static List<String> words(String line) {
    return List.of(line.split("\\|"));
  }
}

package quire.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.spi.ShellWord;

class ShellWordTest {
  @ParameterizedTest
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the shell is a POSIX one")
  @ValueSource(
      strings = {
        "/home/ada/memory.db",
        "",
        "with blank",
        "m'; echo PWNED; echo '.db",
        "x\"$(echo PWNED)\"",
        "`echo PWNED`",
        "$HOME",
        "a\nb",
        "*",
        "~",
        "a;b&c|d>e<f",
        "\\",
        "#",
        "!x",
        "=x",
      })
  void aShellTakesItForTheTextItIs(String text) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(text) + " end").start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(said).isEqualTo(text + "end");
  }
}

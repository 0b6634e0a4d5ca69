package quire.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class LinuxKernelTest {
  @TempDir Path proc;

  @Test
  void aNameWithParenthesesAndBlanksDoesNotShiftTheFields() {
    LinuxKernel.Stat stat = LinuxKernel.Stat.parse(stat("a) S 1 (b", 'R', 42, 4711));
    assertThat(stat).isEqualTo(new LinuxKernel.Stat('R', 42, 4711));
  }

  @Test
  void aDefunctProcessIsEnteredButDoesNotRun() throws IOException {
    Kernel kernel = with(7, stat("java", 'Z', 1, 99));
    assertThat(kernel.process(7)).isEmpty();
    assertThat(kernel.entered(7)).contains(new ProcessId(7, 99));
  }

  @Test
  void aParentOutsideOfTheNamespaceIsNone() throws IOException {
    assertThat(with(7, stat("java", 'S', 0, 99)).parent(7)).isEmpty();
  }

  @Test
  void anUnknownNumberHasNothing() {
    Kernel kernel = new LinuxKernel(proc);
    assertThat(kernel.process(7)).isEmpty();
    assertThat(kernel.commandLine(7)).isEmpty();
    assertThat(kernel.host()).isEqualTo(new Host("", ""));
  }

  @Test
  void argumentsAreReadWordByWord() throws IOException {
    Files.createDirectories(proc.resolve("7"));
    Files.writeString(proc.resolve("7/cmdline"), "sh\0-c\0a b\0");
    assertThat(new LinuxKernel(proc).commandLine(7)).containsExactly("sh", "-c", "a b");
  }

  private Kernel with(long pid, String stat) throws IOException {
    Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(proc.resolve(pid + "/stat"), stat);
    return new LinuxKernel(proc);
  }

  /** As the kernel of Linux 6.18 writes it. */
  public static String stat(String name, char state, long parent, long ticks) {
    return "7 (%s) %c %d 5 5 0 -1 4194560 120 0 0 0 1 2 3 4 20 0 18 0 %d 3405127680 9541 18446744073709551615 1 1 0 0 0 0 4 0 16800973 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
        .formatted(name, state, parent, ticks);
  }
}

package quire.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Resilience4j costs a start some 60 ms, which only a busy store is worth. */
class ColdStartTest {
  @Test
  void noClassOfResilience4jIsLoadedBeforeTheStoreIsBusy() throws Exception {
    assertThat(loadedClasses("0")).isEmpty();
  }

  @Test
  void theMeasurementSeesTheClassesOnceTheStoreIsBusy() throws Exception {
    assertThat(loadedClasses("1")).isNotEmpty();
  }

  private static List<String> loadedClasses(String busyCalls) throws Exception {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xlog:class+load",
            "-cp",
            System.getProperty("jdk.module.path")
                + System.getProperty("path.separator")
                + System.getProperty("java.class.path"),
            PatientProgram.class.getName(),
            busyCalls);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (Stream<String> lines = process.inputReader(UTF_8).lines()) {
      List<String> output = lines.toList();
      assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
      assertThat(output).anyMatch(line -> line.contains("quire.resilience.RetryingMemoryStore"));
      return output.stream().filter(line -> line.contains("io.github.resilience4j")).toList();
    }
  }
}

package quire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.StoreSettings;

class RunningWriterTest {
  @TempDir Path directory;

  @Test
  void writesInAProcessOfItsOwnAndSaysSo() throws Exception {
    StoreSettings settings = StoreSettings.at(directory.resolve("heap"));
    try (RunningWriter writer = RunningWriter.start("heap", settings, "w", 3)) {
      writer.awaitSuccess();
      assertThat(writer.acknowledged()).containsExactly("w 0", "w 1", "w 2");
    }
  }

  @Test
  void tellsWhyAProcessFailed() throws Exception {
    StoreSettings settings = StoreSettings.at(directory.resolve("none"));
    try (RunningWriter writer = RunningWriter.start("none", settings, "w", 3)) {
      assertThatThrownBy(() -> writer.awaitMore(1)).hasMessageContaining("No backend none");
    }
  }
}

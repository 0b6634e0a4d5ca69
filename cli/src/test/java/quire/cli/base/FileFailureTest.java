package quire.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrongStandsBesideTheFile() throws IOException {
    Path file = folder.resolve("dir.json");
    assertThat(FileFailure.text(failing(file)))
        .isEqualTo(file + ": the file or its folder is not there");
    Path below = Files.createFile(folder.resolve("file")).resolve("below");
    assertThat(FileFailure.text(failing(below))).startsWith(below + ": ").hasSizeGreaterThan(20);
  }

  @Test
  void aFailureThatTheSystemDoesNotExplainIsMoreThanAPath() {
    assertThat(FileFailure.text(new FileAlreadyExistsException("/x/instances")))
        .startsWith("/x/instances: ")
        .doesNotContain("null");
  }

  @Test
  void ourOwnSentenceStaysAsItIs() {
    assertThat(FileFailure.text(new IOException("only 3 bytes are left on the disk")))
        .isEqualTo("only 3 bytes are left on the disk");
  }

  private static IOException failing(Path file) {
    return catchThrowableOfType(IOException.class, () -> Files.readString(file));
  }
}

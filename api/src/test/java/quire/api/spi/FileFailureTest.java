package quire.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quire.api.StoreUnavailableException;

/** The system's reasons, with the file, as a part of a sentence. */
class FileFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          No space left on device | the disk is full
          Too many levels of symbolic links | it is a link, and links are not followed here
          """)
  void aReasonIsToldInPlainWordsWithTheFile(String system, String plain) {
    assertThat(FileFailure.text(new IOException(system))).isEqualTo(plain);
    assertThat(FileFailure.text(new FileSystemException("/a b (c).md", null, system)))
        .isEqualTo(plain + " (/a b (c).md)");
    assertThat(FileFailure.text(new FileNotFoundException("/a b (c).md (" + system + ")")))
        .isEqualTo(plain + " (/a b (c).md)");
  }

  @Test
  void theSystemsOwnNameIsThereForPrograms() {
    assertThat(code(new FileSystemException("/x", null, "No space left on device")))
        .hasValue("ENOSPC");
    assertThat(code(new IOException("Fehler"))).isEmpty();
  }

  private static Optional<String> code(IOException failure) {
    return new StoreUnavailableException("no", FileFailure.coded(failure)).code();
  }

  @Test
  void noClassOfThePlatformIsNamed() {
    assertThat(FileFailure.text(new AccessDeniedException("/x"))).isEqualTo("no permission (/x)");
    assertThat(FileFailure.text(new NoSuchFileException("/x"))).isEqualTo("it is not there (/x)");
    assertThat(FileFailure.text(new IOException("Fehler"))).isEqualTo("the system says: fehler");
    assertThat(FileFailure.text(new IOException())).isEqualTo("the system gave no reason");
  }

  @Test
  void aSentenceOfQuiresOwnIsToldAsItIs() {
    assertThat(FileFailure.told(new IOException("Only 3 bytes are left")))
        .isEqualTo("Only 3 bytes are left");
    assertThat(FileFailure.told(new NoSuchFileException("/x"))).isEqualTo("it is not there (/x)");
  }
}
